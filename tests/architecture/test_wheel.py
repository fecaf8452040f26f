import subprocess
import sys
import zipfile

from tests.architecture import source


def test_the_wheel_carries_every_file_of_the_package(tmp_path):
    copy = tmp_path / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "src", "pyproject.toml", "README.md", "LICENSE"],
        cwd=source.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((source.ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", tmp_path, copy], check=True)
    (wheel,) = tmp_path.glob("zicha-*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in listed if name.startswith("src/") and name.removeprefix("src/") not in carried} == set()
