import re

from tests.architecture import source

SUPPRESSION = re.compile(r"#\s*(noqa|type: ignore)(?P<codes>[:\[][\w, :\]-]*?)?(?P<reason>\s+(--?|#|—|–)\s*\S.*)?$")


def test_each_suppressed_rule_carries_its_code_and_its_reason():
    bare = set()
    for folder in ("src", "tests", "bench", "tools"):
        for path in source.modules(source.ROOT / folder):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                found = SUPPRESSION.search(line)
                if found and not (found["codes"] and found["reason"]):
                    bare.add(f"{path.relative_to(source.ROOT)}:{number}: {line.strip()}")
    assert bare == set()
