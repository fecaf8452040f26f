"""How a database finds what it is asked for."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def plan(ask, *, about):
    """The plan of the first statement that names a table; PostgreSQL would rather read so few rows whole."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    statement = next(each["sql"] for each in asked.captured_queries if about in each["sql"])
    words = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{words} {statement}")
        return str(cursor.fetchall())
