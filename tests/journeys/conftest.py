"""A real server on a folder of its own, a real browser, and pictures of what was seen."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import patterns, ports, programs

ARTEFACTS = Path(__file__).with_name("artefacts")
PATIENCE = 20_000
"""How many milliseconds a journey waits for what has to come; a busy machine needs some of them."""
PREPARE = """
import sys
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from zicha.services import installation
installation.initialise(home=Path(sys.argv[1]))
from tests.web import world
world.found()
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(tmp_path):
    with serving(patterns.copied("world", make, into=tmp_path)) as address:
        yield address


def make(home, script=PREPARE):
    """Make an installation in a folder by a program that is handed the folder."""
    done = programs.run(["-c", script, str(home)], env=environment(home), cwd=ROOT)
    assert done.returncode == 0, done.stderr


def environment(home):
    """What a program on a folder finds around it."""
    environ = {**os.environ, "ZICHA_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environ.pop("DATABASE_URL", None)
    return environ


@contextmanager
def serving(home):
    """Serve a folder with the server of production, and say where."""
    port = ports.free()
    words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    running = subprocess.Popen([sys.executable, *words, "zicha.conf.wsgi:application"], env=environment(home), cwd=ROOT)
    try:
        yield wait_for(f"http://127.0.0.1:{port}")
    finally:
        running.terminate()
        running.wait(timeout=60)


def wait_for(address):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=30).close()
            return address
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def chromium():
    from tests import tools

    path = tools.program("chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # The driver keeps a loop running in this process until the session ends, and whatever test the process is given
    # next would be told by Django that it runs inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server, request):
    """Return a function that opens a window of a size; at the end no page may have complained, but one whose line breaks."""
    contexts, complaints = [], []

    def open_one(width: int, height: int, *, dark: bool = False, language: str = "zh", breaks: bool = False):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            base_url=server,
            accept_downloads=True,
            timezone_id="Asia/Shanghai",
        )
        context.add_cookies([{"name": "zicha_language", "value": language, "url": server}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if breaks:
            return page
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def picture(request):
    """Return a function that holds a page to its window's width, and leaves a picture of it if ZICHA_PICTURES is set."""

    def take(page, name: str) -> None:
        page.wait_for_load_state()
        if os.environ.get("ZICHA_PICTURES"):
            ARTEFACTS.mkdir(exist_ok=True)
            case = re.sub(r"[^\w-]+", "-", request.node.name)
            page.screenshot(path=ARTEFACTS / f"{case}-{name}.png", full_page=False)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide == 0, f"{name} is {too_wide} px too wide"

    return take
