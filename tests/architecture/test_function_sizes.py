import ast
import statistics

from tests.architecture import source

MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_FILE = 500


def functions():
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1, source.place(path, node), node.name


def test_functions_are_small():
    sizes = sorted(functions(), reverse=True)
    lines = [size for size, _place, _name in sizes]
    print(f"{len(lines)} functions: median {statistics.median(lines):g} lines, longest {lines[0]} ({sizes[0][1]})")
    assert statistics.median(lines) <= 12
    assert [each for each in sizes if each[0] > MOST_LINES_OF_A_FUNCTION] == []


def test_files_are_small():
    # A table of sentences is as long as there are sentences.
    files = [path for path in source.modules() if path.parent.name != "message_tables"]
    sizes = {str(path.relative_to(source.ROOT)): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in sizes.items() if lines > MOST_LINES_OF_A_FILE} == {}
