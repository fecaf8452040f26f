"""What every test may lean on: a home folder of its own, a real database, and the programs of the system.

``--database postgresql`` runs the same tests on a PostgreSQL server that is started here, on a socket in a
temporary folder, and stopped at the end. Each worker of pytest-xdist has a home, and a server, of its own.
Temporary folders lie in memory where there is room; set ``TMPDIR`` for another place.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import hypothesis
import pytest

from tests import patterns

pytest_plugins = ["tests.tools"]

# A busy machine is no failure: no timing gates a test. And chance is none: the same examples for each run of a commit.
# `make hunt` looks for examples that nobody has tried.
_SLOW = hypothesis.HealthCheck.too_slow
hypothesis.settings.register_profile("hunt", deadline=None, suppress_health_check=[_SLOW])
hypothesis.settings.register_profile("same", hypothesis.settings.get_profile("hunt"), derandomize=True)
hypothesis.settings.load_profile("same")

_MEMORY, _ROOM = Path("/dev/shm"), 3 << 30
_STATE = pytest.StashKey[dict[str, object]]()


def pytest_addoption(parser):
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="which database to test on")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    work_in_memory()
    home = Path(tempfile.mkdtemp(prefix="zicha-tests-"))
    state = config.stash[_STATE] = {"home": home}
    url = ""
    if config.getoption("--database") == "postgresql":
        state["server"] = server = home / "postgresql"
        url = start_postgresql(server)
    patterns.keep_in(home / "patterns")
    os.environ["ZICHA_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    from zicha.conf import start

    start.django(home=home, database_url=url)
    # Workers of pytest-xdist inherit the environment; with these they would set Django up before they get here.
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(name, None)
    from django.conf import settings
    from django.db import connection

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not url:
        connection.settings_dict["TEST"]["NAME"] = str(home / "zicha-tests.sqlite3")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    state = config.stash.get(_STATE, {})
    if "server" in state:
        stop_postgresql(state["server"])
    if "home" in state:
        shutil.rmtree(state["home"], ignore_errors=True)


def work_in_memory():
    """Keep what tests write in memory, where syncing costs nothing: they kill programs, not the machine."""
    if "TMPDIR" not in os.environ and _MEMORY.is_dir() and _free() >= _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def _free():
    """Bytes that are free on the disk in memory, and in memory."""
    return min(shutil.disk_usage(_MEMORY).free, os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))


def start_postgresql(folder):
    """Start a server of its own in ``folder`` and return its address; PostgreSQL refuses to run as root."""
    from tests import tools

    initdb, server = tools.find("initdb"), tools.find("pg_ctl")
    if not initdb or not server:
        note = "--database postgresql needs a PostgreSQL server (Debian: apt-get install postgresql)"
        pytest.exit(note, returncode=1 if os.environ.get("ZICHA_REQUIRE_TOOLS") else 0)
    folder.mkdir(mode=0o700)
    _own(folder)
    _run(folder, initdb, "-D", str(folder / "data"), "-U", "zicha", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"-k {folder} -c listen_addresses='' -c max_connections=40"
    log = str(folder / "log")
    _run(folder, server, "-D", str(folder / "data"), "-o", options, "-l", log, "-w", "-t", "60", "start")
    return f"postgresql://zicha@/postgres?host={folder}"


def stop_postgresql(folder):
    from tests import tools

    _run(folder, tools.find("pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")


def _own(folder):
    if os.geteuid() == 0:
        shutil.chown(folder, user="postgres")
        folder.parent.chmod(0o755)


def _run(folder, *words):
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


@pytest.fixture
def home(request):
    """The data folder of this process."""
    return request.config.stash[_STATE]["home"]


@pytest.fixture(autouse=True)
def signed_anew(home):
    """What a test signed goes with its rows: the folder is one for all, and the next test's log is another one."""
    yield
    if (home / "log-key.pub").exists():
        shutil.rmtree(home / "checkpoints", ignore_errors=True)
        for name in ("log-key", "log-key.pub"):
            (home / name).unlink(missing_ok=True)


_FAR = """
    SELECT setval(pg_get_serial_sequence(quote_ident(table_name), column_name), 1000)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%')
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL takes no number back: let no test expect the first, which it has only if no other ran before it."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(_FAR)


@pytest.fixture(scope="module")
def undone_after_module(django_db_setup, django_db_blocker):
    """Room for what all tests of a file only look at: each undoes what it did itself, and the last one undoes this."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
