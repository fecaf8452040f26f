"""The kinds every installation has."""

from zicha.core import built_in


def test_subject_of_each_kind_is_one_of_its_fields():
    fields = {kind: {field.id for field in built_in.KINDS[kind].fields} for kind in built_in.SUBJECTS}
    assert {kind: field for kind, field in built_in.SUBJECTS.items() if field not in fields[kind]} == {}
