import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture import source

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

FORBIDDEN_LINES = {
    "core/periods.py": "from zicha.formats import scheme_yaml",
    "core/units.py": "import django",
    "formats/scheme_yaml.py": "from django.conf import settings",
    "services/schemes.py": "from zicha.store.models import Account",
    "cli/main.py": "from zicha.store.writes import ledger",
    "web/clock.py": "from zicha.cli import main",
}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(root / "src"), "PATH": "", "COLUMNS": "200"}
    command = [LINT_IMPORTS, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_every_contract_is_kept():
    result = lint_imports(source.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_each_forbidden_import_breaks_a_contract(tmp_path):
    shutil.copytree(source.SRC, tmp_path / "src" / "zicha", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(source.ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "zicha" / "utils").mkdir()
    (tmp_path / "src" / "zicha" / "utils" / "__init__.py").touch()
    for name, line in FORBIDDEN_LINES.items():
        path = tmp_path / "src" / "zicha" / name
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    report = lint_imports(tmp_path).stdout
    missed = {line for name, line in FORBIDDEN_LINES.items() if f"zicha.{name[:-3].replace('/', '.')}" not in report}
    assert missed == set()
    assert "zicha.utils" in report
