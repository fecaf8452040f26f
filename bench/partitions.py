"""The table of facts cut by month against the same table in one piece, on PostgreSQL: what it earns and what it costs.

``ZICHA_PARTITION_YEARS`` and ``ZICHA_PARTITION_UNITS`` set the size (5 years of 1,000 units if not set, 200 facts a
unit and year).
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import lengths
from bench.harness import interleave, report

ROOT = Path(__file__).resolve().parent.parent
YEARS = int(os.environ.get("ZICHA_PARTITION_YEARS", "5"))
UNITS = int(os.environ.get("ZICHA_PARTITION_UNITS") or lengths.of(short=50, full=1000))
FIFTY, ONE, ENDING = lengths.of(short=(10_000, 12_345, 7_777), full=(100_000, 123_456, 77_777))
"""Numbers of records that are asked for."""
A_YEAR = 200
FOREVER = 253_402_300_799_000_000
SETUP = (
    "import sys; from pathlib import Path; from zicha.conf import start; home = Path(sys.argv[1]); "
    "start.django(home=home, database_url=sys.argv[2]); from zicha.services import installation; "
    "installation.initialise(home=home)"
)
CUT = (
    "import sys; from pathlib import Path; from zicha.conf import start; "
    "start.django(home=Path(sys.argv[1]), database_url=sys.argv[2]); from zicha.services import partitions; "
    "print(partitions.arrange(monthly=True), 'pieces')"
)
FILL = """
    INSERT INTO store_fact (seq, entry, number, unit, day, kind, rec_at, rec_to, withdrawn, backfilled, expected,
        present, evidence, fields)
    SELECT n, n, 1, 'U' || lpad((n %% %(units)s::bigint)::text, 5, '0'), date '2021-01-01' +
            (n / %(units)s::bigint * 365 / %(a_year)s)::int,
        'kind' || n %% 12, n * 1000000, %(forever)s, false, false, 30, 20 + n %% 10, '', '{}'
    FROM generate_series(1::bigint, %(units)s::bigint * %(years)s * %(a_year)s) AS n
"""
HALF = "day >= '2024-07-01' AND day < '2025-01-01' AND rec_to > %(now)s AND rec_at <= %(now)s AND NOT withdrawn"
SUMS = "SELECT kind, count(*), sum(present) FROM store_fact"
ASKED = {
    "one unit's half year": f"{SUMS} WHERE unit = 'U00042' AND {HALF} GROUP BY 1",
    "everybody's half year": f"{SUMS} WHERE {HALF} GROUP BY 1",
    "fifty records by number": "SELECT * FROM store_fact WHERE seq = ANY(%(fifty)s)",
    "one entry's states": "SELECT * FROM store_fact WHERE entry = %(one)s ORDER BY number",
}
ENDED = "UPDATE store_fact SET rec_to = rec_to WHERE entry = %(ending)s AND rec_to = %(now)s"


def main() -> None:
    """Fill both, check that they answer alike, and time them in turn."""
    clusters = importlib.import_module("tests.servers.clusters")
    with clusters.room() as room, tempfile.TemporaryDirectory(prefix="zicha-partitions-") as folder:
        server = clusters.make(room / "server")
        try:
            _compare({name: _filled(server.database(name), Path(folder) / name) for name in ("whole", "monthly")})
        finally:
            server.stop("immediate")


def _filled(url: str, home: Path) -> Any:
    import psycopg

    home.mkdir(mode=0o700)
    _child(SETUP, home, url)
    database = psycopg.connect(url, autocommit=True)
    database.execute(FILL, {"units": UNITS, "years": YEARS, "a_year": A_YEAR, "forever": FOREVER})
    if home.name == "monthly":
        _child(CUT, home, url)
    database.execute("VACUUM ANALYZE store_fact")
    return database


def _compare(databases: dict[str, Any]) -> None:
    now = {"now": 10**15, "fifty": list(range(FIFTY, FIFTY + 5_000, 100)), "one": ONE, "ending": ENDING}
    print(f"{UNITS * YEARS * A_YEAR:,} facts, {YEARS} years")
    for what, statement in (*ASKED.items(), ("ending a state", ENDED)):
        answers = {name: _rows(database, statement, now) for name, database in databases.items()}
        assert answers["whole"] == answers["monthly"]
        contenders = {name: (lambda one=database: _rows(one, statement, now)) for name, database in databases.items()}  # noqa: B023 -- run before the next round
        report(what, interleave(contenders, rounds=15))


def _rows(database: Any, statement: str, facts: dict[str, Any]) -> list[Any]:
    cursor = database.execute(statement, facts)
    return sorted(cursor.fetchall(), key=repr) if cursor.description else [cursor.rowcount]


def _child(program: str, home: Path, url: str) -> None:
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", program, str(home), url], check=True, env=environ, cwd=ROOT)


if __name__ == "__main__":
    main()
