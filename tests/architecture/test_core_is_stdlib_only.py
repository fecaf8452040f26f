import sys

from tests.architecture import source


def test_core_imports_only_the_standard_library_and_itself():
    foreign = {
        f"{path.relative_to(source.ROOT)} imports {name}"
        for path in source.modules(source.SRC / "core")
        for name in source.imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("zicha.core")
    }
    assert foreign == set()


def test_core_imports_nothing_that_does_io_or_draws_lots():
    banned = {"os", "pathlib", "io", "socket", "subprocess", "sqlite3", "urllib", "logging", "time", "secrets", "uuid"}
    found = {
        f"{path.relative_to(source.ROOT)} imports {name}"
        for path in source.modules(source.SRC / "core")
        for name in source.imported(path)
        if name.split(".")[0] in banned
    }
    assert found == set()
