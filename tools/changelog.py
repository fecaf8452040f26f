"""Moves the fragments of changelog.d into a new section of CHANGELOG.md."""

from __future__ import annotations

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = ROOT / "CHANGELOG.md"


def section(*, version: str, date: str, fragments: list[Path]) -> str:
    """Return the section of one release: one line a fragment, by topic."""
    lines = [" ".join(path.read_text(encoding="utf-8").split()) for path in fragments]
    return f"## {version} – {date}\n\n" + "".join(f"- {line}\n" for line in lines)


def main() -> None:
    """Write the section above the earlier releases and delete the fragments it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--date", required=True)
    asked = parser.parse_args()
    fragments = sorted(path for path in (ROOT / "changelog.d").glob("*.md") if path.name != "README.md")
    head, mark, earlier = CHANGELOG.read_text(encoding="utf-8").partition("\n## ")
    new = section(version=asked.version, date=asked.date, fragments=fragments)
    CHANGELOG.write_text(f"{head.rstrip()}\n\n{new}{mark}{earlier}", encoding="utf-8")
    for path in fragments:
        path.unlink()


if __name__ == "__main__":
    main()
