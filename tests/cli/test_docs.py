import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_commands_is_what_help_says():
    """``make docs`` writes it anew."""
    done = subprocess.run([sys.executable, ROOT / "tools" / "docs.py", "--check"], check=False, cwd=ROOT)
    assert done.returncode == 0
