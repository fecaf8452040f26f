"""What src imports is declared, what is declared is used, and the lock files name no place to fetch from."""

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from tests.architecture import source

OUR_OWN = {"zicha", "tests", "bench", "tools"}

USED_WITHOUT_AN_IMPORT = {
    "psycopg": "Django's PostgreSQL backend loads it",
    "tzdata": "zoneinfo reads it where the system has no zone files",
    "granian": "`zicha serve` starts it as a program",
}


def project() -> dict:
    return tomllib.loads((source.ROOT / "pyproject.toml").read_text("utf-8"))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(lines: list[str]) -> set[str]:
    return {canonical(re.match(r"[\w.-]+", line)[0]) for line in lines}


def declared() -> set[str]:
    return names(project()["project"]["dependencies"]) | extra()


def extra() -> set[str]:
    """Return what only the optional extras bring."""
    return set().union(*map(names, project()["project"]["optional-dependencies"].values()))


def imports(*folders: Path) -> dict[str, str]:
    """Return the top-level names of other people's packages that folders import, each with one file that does."""
    return {
        name.split(".")[0]: str(path.relative_to(source.ROOT))
        for folder in folders
        for path in source.modules(folder)
        for name in source.imported(path)
        if name and name.split(".")[0] not in OUR_OWN | sys.stdlib_module_names
    }


def named_in_settings() -> set[str]:
    """Return the top-level names of apps, middleware and backends, which Django imports by their names."""
    constants = ast.walk(source.tree(source.SRC / "conf" / "settings.py"))
    words = {node.value for node in constants if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word.split(".")[0] for word in words if re.fullmatch(r"[a-z_]+(\.\w+)*", word)}


def distributions(top: str) -> set[str]:
    return {canonical(name) for name in metadata.packages_distributions().get(top, [top])}


def text(lock: str) -> str:
    return (source.ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")


def test_each_imported_package_is_declared():
    assert {top: file for top, file in imports(source.SRC).items() if not distributions(top) & declared()} == {}


def test_what_tests_and_benchmarks_import_is_locked():
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (source.ROOT / "requirements" / "dev.txt").read_text("utf-8"), re.MULTILINE)
    )
    used = imports(*(source.ROOT / folder for folder in ("tests", "bench", "tools")))
    assert {top: file for top, file in used.items() if not distributions(top) & locked} == {}


def test_each_declared_dependency_is_used():
    used = set().union(*(distributions(top) for top in imports(source.SRC).keys() | named_in_settings()))
    assert declared() - used - USED_WITHOUT_AN_IMPORT.keys() == set()


def test_each_declared_dependency_is_locked_with_hashes():
    wanted = {"run": names(project()["project"]["dependencies"]), "s3": declared()}
    missing = {
        (lock, name)
        for lock, declared_there in wanted.items()
        for name in declared_there
        if not re.search(rf"^{name}==\S+.*\\\n    --hash=sha256:", text(lock), re.MULTILINE)
    }
    assert missing == set()


def test_the_run_and_dev_locks_agree():
    pin = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
    run, extra_too, dev = (dict(pin.findall(text(name))) for name in ("run", "s3", "dev"))
    assert (run.items() - dev.items(), extra_too.items() - dev.items()) == (set(), set())


def test_the_locks_name_no_place_to_fetch_from():
    for name in ("run", "s3", "dev"):
        assert re.findall(r"://|--index|--find-links|^-", text(name), re.MULTILINE) == []
