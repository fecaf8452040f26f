"""Reads the source as text and as syntax trees, for the tests beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "zicha"


def modules(under: Path = SRC) -> Iterator[Path]:
    """Yield the Python files under a folder, migrations left out, in order."""
    return (path for path in sorted(under.rglob("*.py")) if "migrations" not in path.parts)


def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> set[str]:
    """Return the dotted names a file imports, wherever in the file the import stands."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def place(path: Path, node: ast.AST) -> str:
    """Return ``file:line`` for a message."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
