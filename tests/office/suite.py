"""LibreOffice with a profile of its own: conversions and edits, all by one running program."""

import json
import subprocess
import time
from pathlib import Path

from tests import tools

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8"}
SYSTEM_PYTHON = "/usr/bin/python3"


class Suite:
    """One running LibreOffice, spoken to through a pipe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pipe = f"zicha-{folder.name}-{time.monotonic_ns()}"
        self.made = 0
        words = [
            tools.program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--nologo", f"--accept=pipe,name={self.pipe};urp",
        ]  # fmt: skip
        self.running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def edit(self, content: bytes, *edits, source=".docx", target=".docx") -> bytes:
        """Return a document after edits, saved in a format."""
        self.made += 1
        before, after = (self.folder / f"{self.made}-{name}" for name in (f"before{source}", f"after{target}"))
        before.write_bytes(content)
        asked = {
            "pipe": self.pipe, "source": str(before), "target": str(after), "filter": FILTERS[target], "edits": edits,
        }  # fmt: skip
        done = subprocess.run(
            [SYSTEM_PYTHON, Path(__file__).with_name("uno_edit.py")],
            input=json.dumps(asked), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{done.returncode}: {done.stderr}"
        return after.read_bytes()

    def through_odt(self, content: bytes) -> bytes:
        """Return a Word file that was saved as OpenDocument and back."""
        return self.edit(self.edit(content, target=".odt"), source=".odt")

    def close(self) -> None:
        self.running.terminate()
        self.running.wait(30)
