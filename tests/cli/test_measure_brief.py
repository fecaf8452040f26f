"""The number alone is the number of the figure."""

ASKED = ("measure", "exit_inspections", "--unit", "U01", "--period", "2026H1", "--subtree", "--on", "2026-11-23")


def test_brief_measure_is_the_figure_without_its_records(demo):
    whole = demo(*ASKED, "--format", "json").json
    brief = demo(*ASKED, "--brief", "--format", "json").json
    del whole["as_known_at"], brief["as_known_at"]  # two questions, two moments
    assert brief == {key: whole[key] for key in ("measure", "unit", "subtree", "period", "on", "value", "text")}
    assert brief["value"] == len(whole["records"]) > 0


def test_brief_measure_is_told_in_one_line(demo):
    whole, brief = demo(*ASKED), demo(*ASKED, "--brief")
    assert (brief.code, brief.err) == (0, "")
    assert brief.out.splitlines() == whole.out.splitlines()[:1]
