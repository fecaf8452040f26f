"""Writes requirements/run.txt, s3.txt (with the extra for a bucket) and dev.txt: versions and hashes, for every system.

No index or host is named in them, so they serve behind any mirror. s3.txt and dev.txt repeat run.txt's versions.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")


def compile_lock(*, target: str, arguments: list[str]) -> None:
    """Resolve one set of requirements into ``requirements/<target>.txt``."""
    command = [UV, "pip", "compile", "pyproject.toml", *arguments]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"]
    command += ["--no-annotate", "--custom-compile-command", "make lock", "--quiet"]
    subprocess.run([*command, "--output-file", f"requirements/{target}.txt"], cwd=ROOT, check=True)  # noqa: S603 -- fixed words


if __name__ == "__main__":
    upgrade = sys.argv[1:]
    compile_lock(target="run", arguments=["--group", "build", *upgrade])
    compile_lock(target="s3", arguments=["--extra", "s3", "--constraints", "requirements/run.txt", *upgrade])
    compile_lock(target="dev", arguments=["--group", "dev", "--constraints", "requirements/run.txt", *upgrade])
