"""The newest rows of the board once more, side by side. The database copies each row that is written.

So a record takes no statement more for it. Rows that are kept already are copied here.
"""

from typing import Any

from django.db import migrations, models

_COPY = """
    INSERT INTO store_boardnewest (layout, year, unit, rec_at, cells)
    SELECT r.layout, r.year, r.unit, r.rec_at, r.cells
    FROM (SELECT layout, year, unit, max(rec_at) AS rec_at FROM store_boardrow GROUP BY layout, year, unit) n
    JOIN store_boardrow r ON r.layout = n.layout AND r.year = n.year AND r.unit = n.unit AND r.rec_at = n.rec_at
"""
_FOLLOW = """
    INSERT INTO store_boardnewest (layout, year, unit, rec_at, cells)
    VALUES (NEW.layout, NEW.year, NEW.unit, NEW.rec_at, NEW.cells)
    ON CONFLICT (layout, year, unit) DO UPDATE SET rec_at = excluded.rec_at, cells = excluded.cells
    WHERE store_boardnewest.rec_at <= excluded.rec_at;
"""
_BEGIN = {
    "sqlite": [
        f"CREATE TRIGGER store_boardrow_newest_{verb} AFTER {verb} ON store_boardrow BEGIN {_FOLLOW} END"
        for verb in ("insert", "update")
    ],
    "postgresql": [
        (
            "CREATE FUNCTION zicha_board_newest() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {_FOLLOW} RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER store_boardrow_newest AFTER INSERT OR UPDATE ON store_boardrow"
            " FOR EACH ROW EXECUTE FUNCTION zicha_board_newest()"
        ),
    ],
}
_END = {
    "sqlite": [f"DROP TRIGGER store_boardrow_newest_{verb}" for verb in ("insert", "update")],
    "postgresql": ["DROP TRIGGER store_boardrow_newest ON store_boardrow", "DROP FUNCTION zicha_board_newest()"],
}


def order_by_key(_apps: Any, editor: Any) -> None:
    """Let SQLite keep them in the order of their key, so that the rows of all units are one walk."""
    if editor.connection.vendor != "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'store_boardnewest'")
        statement = cursor.fetchone()[0]
        cursor.execute("DROP TABLE store_boardnewest")
        cursor.execute(f"{statement} WITHOUT ROWID")


def follow(_apps: Any, editor: Any) -> None:
    """Let the database copy what is written; only then, when nobody else can write, copy what is there."""
    for statement in (*_BEGIN[editor.connection.vendor], _COPY):
        editor.execute(statement)


def leave(_apps: Any, editor: Any) -> None:
    """Let the database copy nothing any more."""
    for statement in _END[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0018_built_in_kinds")]
    operations = [
        migrations.CreateModel(
            name="BoardNewest",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "layout", "year", "unit", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("layout", models.BigIntegerField()),
                ("year", models.IntegerField()),
                ("unit", models.CharField(max_length=64)),
                ("rec_at", models.BigIntegerField()),
                ("cells", models.BinaryField()),
            ],
        ),
        migrations.RunPython(order_by_key, migrations.RunPython.noop),
        migrations.RunPython(follow, leave),
    ]
