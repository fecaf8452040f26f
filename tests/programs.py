"""Programs of tests, started from a process that has already imported what they all import.

``run(["-m", "zicha.cli", "board"], …)`` does what ``subprocess.run([sys.executable, "-m", "zicha.cli", "board"], …)``
does, in a process of its own with the environment and the folder it is told, and takes a third of the time: the
process is forked off one that has read the libraries and what of zicha asks for no settings. Where the environment
says something to the interpreter itself, which reads it before its first line, it is started anew.
"""

import atexit
import functools
import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("zicha.core", "zicha.formats", "zicha.cli")
LIBRARIES = (
    "django.contrib.auth.hashers", "django.core.management", "django.core.serializers", "django.db.backends.sqlite3.base",
    "django.db.backends.postgresql.base", "django.db.migrations.executor", "django.db.models", "django.forms",
    "django.urls", "django.views.debug", "filelock", "multiprocessing.spawn", "zoneinfo",
)  # fmt: skip


def run(words, *, cwd, env, stdin="", timeout=None):
    """Run Python with these words behind its name, and return what it answered, as text."""
    if not hasattr(os, "fork") or _speaks_to_the_interpreter(env):
        words, said = [sys.executable, *words], {"input": stdin, "timeout": timeout}
        return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False, **said)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        asked = json.dumps({"words": [*map(os.fspath, words)], "cwd": os.fspath(cwd), "env": dict(env)}).encode()
        files = [given.fileno(), out.fileno(), err.fileno()]
        code = _forked(asked, files, words=words, timeout=timeout)
        return subprocess.CompletedProcess(words, code, *map(_text, (out, err)))


def _speaks_to_the_interpreter(env):
    def said(environ):
        return {name: each for name, each in environ.items() if name.startswith(("PYTHON", "LANG", "LC_"))}

    return said({**env, "PYTHONPATH": ""}) != said({**os.environ, "PYTHONPATH": ""})


def _forked(asked, files, *, words, timeout):
    ours = _started()
    ours.settimeout(None)
    socket.send_fds(ours, [_number(len(asked))], files)
    ours.sendall(asked)
    child = _read_number(ours)
    ours.settimeout(timeout)
    try:
        return _read_number(ours)
    except TimeoutError:
        os.kill(child, signal.SIGKILL)
        ours.settimeout(None)
        _read_number(ours)
        raise subprocess.TimeoutExpired(words, timeout) from None


def _number(value):
    return value.to_bytes(8, "big", signed=True)


def _read_number(connection):
    return int.from_bytes(_read(connection, 8), "big", signed=True)


def _text(file):
    file.seek(0)
    return file.read().decode()


@functools.cache
def _started():
    ours, theirs = socket.socketpair()
    source = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE", "DJANGO"))
    }
    words = [sys.executable, "-m", "tests.programs", str(theirs.fileno())]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    process = subprocess.Popen(
        words, cwd=ROOT, env=environ | {"PYTHONPATH": source}, pass_fds=[theirs.fileno()], **quiet
    )
    theirs.close()
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours


def _read(connection, size):
    found = b""
    while len(found) < size:
        piece = connection.recv(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found


def _serve(connection):
    """Fork for each that is asked; return, in the fork, what to run."""
    while True:
        size, files, _flags, _address = socket.recv_fds(connection, 8, 3)
        if not size:
            sys.exit()
        asked = json.loads(_read(connection, int.from_bytes(size, "big")))
        child = os.fork()
        if not child:
            connection.close()
            return asked, files
        for file in files:
            os.close(file)
        connection.sendall(_number(child))
        connection.sendall(_number(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _become(asked, files):
    """Run what was asked for with these files as input, output and errors."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    option, what, *rest = asked["words"]
    sys.argv = ["-c" if option == "-c" else what, *rest]
    sys.path[0] = "" if option == "-c" else asked["cwd"]
    if option == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    import_module("zicha.conf.start").use_sound_engine()
    for room in map(import_module, ROOMS):
        for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not each.name.endswith("__main__"):
                import_module(each.name)
    for library in LIBRARIES:
        import_module(library)
    gc.collect()
    gc.freeze()
    _become(*_serve(socket.socket(fileno=int(sys.argv[1]))))
