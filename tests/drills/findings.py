"""What is found in an installation after its doers were killed, as values for JSON."""

from collections import defaultdict

from tests.drills import deeds


def rows(sql):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def kept_files():
    from zicha.conf import settings

    found = (settings.ZICHA_HOME / "evidence").glob("??/*")
    return {f"{path.parent.name}{path.name}" for path in found if not path.name.startswith(".")}


def values():
    """The personal values of every record, by number and field."""
    found = defaultdict(dict)
    for seq, field, value in rows("SELECT seq, field, value FROM store_personalvalue"):
        found[seq][field] = value
    return found


def upload():
    """The file each record names by its title, and those that are not there."""
    named = {each["title"]: each["evidence.0.sha256"] for each in values().values()}
    return {"named": named, "missing": sorted({*named.values()} - kept_files())}


def erase():
    """What is left of values and files; records of which one is gone and the other is not; lines that lack."""
    from zicha.conf import settings
    from zicha.services import erasure
    from zicha.store.queries import erasure as queries

    held = [each for each in values().values() if "title" in each or "evidence.0.sha256" in each]
    half = [each for each in held if ("title" in each) != ("evidence.0.sha256" in each)]
    marks = {line.mark for line in erasure.read_journal(home=settings.ZICHA_HOME)}
    said = {said["mark"] for _seq, said in queries.entries()}
    digests = {each["evidence.0.sha256"] for each in held if "evidence.0.sha256" in each}
    return {
        "values": sorted(digests),
        "files": sorted(kept_files()),
        "half": half,
        "told_without_line": sorted(said - marks),
    }


def sign_in():
    """Every line of every sheet."""
    return [[str(sheet), person] for sheet, person in rows("SELECT sheet_id, person FROM store_sheetmark")]


def report():
    """How far each report is, whether its bundle still proves itself, and whether the head is signed again."""
    from zicha.conf import settings
    from zicha.services import log, report_bundle, report_life

    lives = {month: report_life.life(which=deeds.whose(month)) for month in deeds.MONTHS}
    bundles = {
        month: report_bundle.verify(
            content=report_bundle.content(life, unit="U01", period=month), name="bundle.zip"
        ).is_good
        for month, life in lives.items()
        if life.state == "archived"
    }
    note = log.checkpoint(home=settings.ZICHA_HOME, recorded_at=deeds.clock())
    return {
        "steps": {month: len(life.steps) for month, life in lives.items()},
        "states": {month: life.state for month, life in lives.items()},
        "bundles": bundles,
        "checkpoint": note.split("\n")[1] == str(log.verify(home=settings.ZICHA_HOME).size),
    }


LOOKS = {each.__name__: each for each in (upload, erase, sign_in, report)}
