from bench import harness


def test_contenders_take_turns_after_one_unmeasured_round():
    order = []
    contenders = {"a": lambda: order.append("a"), "b": lambda: order.append("b")}
    timings = harness.interleave(contenders, rounds=2)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert [timing.name for timing in timings] == ["a", "b"]


def test_ratios_are_taken_to_the_first_contender(monkeypatch):
    ticks = iter([0, 9, 9, 18, 0, 2, 2, 5, 5, 7, 7, 10])
    monkeypatch.setattr(harness.time, "perf_counter", lambda: next(ticks))
    timings = harness.interleave({"a": lambda: None, "b": lambda: None}, rounds=2)
    assert timings == (harness.Timing("a", 2, 2, 2, 1.0), harness.Timing("b", 3, 3, 3, 1.5))


def test_report_prints_ratio_and_rate(capsys):
    harness.report("Reading", (harness.Timing("a", 2.0, 1.5, 3.0, 1.0),), items=10, unit="row")
    assert capsys.readouterr().out == (
        "\nReading\n      1.00 x     2.0000 s  (1.5000..3.0000)  a             5 row/s\n"
    )
