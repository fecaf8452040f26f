"""PostgreSQL servers of a test's own, on sockets in its folder: started, restarted, killed, doubled by a replica.

A server keeps its settings in ``postgresql.auto.conf``; PostgreSQL refuses to run as root.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import tools

PORT = 5432


@dataclass(frozen=True)
class Server:
    """One server; its socket, its log and its data are in ``folder``."""

    folder: Path

    @property
    def data(self):
        return self.folder / "data"

    @property
    def url(self):
        return f"postgresql://zicha@/postgres?host={self.folder}"

    def database(self, name):
        """Make an empty database and return its address."""
        self.ask(f"CREATE DATABASE {name}")
        return f"postgresql://zicha@/{name}?host={self.folder}"

    def start(self):
        words = ["-o", f"-k {self.folder} -c listen_addresses=''", "-l", str(self.folder / "log"), "-w", "-t", "60"]
        run(self.folder, "pg_ctl", "-D", str(self.data), *words, "start")

    def stop(self, mode="fast"):
        run(self.folder, "pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def kill(self):
        """Kill the postmaster and everything it started, as a power cut would."""
        first = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        everything = (first, *children(first))
        for pid in everything:
            _kill(pid)
        while any(_is_there(pid) for pid in everything):
            time.sleep(0.01)
        # Where nobody reaps the dead, their process ids stay taken and PostgreSQL believes its own locks.
        for lock in (self.data / "postmaster.pid", self.folder / f".s.PGSQL.{PORT}.lock"):
            lock.unlink()

    def set(self, **settings):
        """Write settings that hold from the next start or reload on."""
        for name, value in settings.items():
            self.ask(f"ALTER SYSTEM SET {name} = '{value}'")

    def reload(self):
        self.ask("SELECT pg_reload_conf()")

    def ask(self, sql):
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def is_up(self):
        return (self.data / "postmaster.pid").exists()


@contextmanager
def room():
    """A folder that PostgreSQL's user may pass through too; pytest keeps its own folders closed."""
    place = Path(tempfile.mkdtemp(prefix="zicha-servers-"))
    place.chmod(0o711)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def make(folder, *, checksums=True):
    """Return a new server, started."""
    server = Server(prepare(folder))
    words = ["-U", "zicha", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", *(["-k"] if checksums else [])]
    run(folder, "initdb", "-D", str(server.data), *words)
    server.start()
    return server


def replica_of(primary, folder):
    """Return a streaming replica of a server, started: a base backup that goes on receiving."""
    replica = Server(prepare(folder))
    run(folder, "pg_basebackup", "-h", str(primary.folder), "-U", "zicha", "-D", str(replica.data), "-R", "-c", "fast")
    replica.start()
    return replica


def prepare(folder):
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, user="postgres")
    return folder


def run(folder, name, *words):
    """Run a program of PostgreSQL's; as its own user if this is root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*prefix, tools.program(name), *words]
    subprocess.run(words, check=True, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def children(pid):
    """The processes a process started."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _status(path.name)[1:2] == [str(pid)]]


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _is_there(pid):
    return _status(pid)[:1] not in ([], ["Z"])


def _status(pid):
    """State and parent of a process, as proc_pid_stat(5) has them; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return []
