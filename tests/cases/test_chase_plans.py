"""Each question of the chase is answered by an index, on both databases: no sweep over open cases, however many there are."""

import pytest
from sqlalchemy import event

from accountability.cases.operations import chasing
from accountability.core.db import db

pytestmark = pytest.mark.slow
LARGE = ("cases", "routings", "messages", "trail_entries")


def questions_of_a_chase():
    asked = []
    listener = lambda _c, _cursor, statement, values, *_rest: asked.append((statement, values))  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    chasing.chase()
    event.remove(db.engine, "before_cursor_execute", listener)
    return [one for one in asked if one[0].lstrip().startswith("SELECT")]


def test_the_chase_asks_no_question_that_sweeps_a_large_table(cloned):
    with cloned.app_context():
        asked = questions_of_a_chase()
        assert len(asked) >= 8
        postgresql = db.engine.dialect.name == "postgresql"
        swept = set()
        with db.engine.connect() as connection:
            if postgresql:
                connection.exec_driver_sql("SET enable_seqscan = off")
            for statement, values in asked:
                rows = connection.exec_driver_sql(f"EXPLAIN {'' if postgresql else 'QUERY PLAN '}{statement}", values)
                plan = "\n".join(str(row[-1]) for row in rows)
                swept |= {(statement, table) for table in LARGE if f"Seq Scan on {table}" in plan or _scans(plan, table)}
        assert not swept


def _scans(plan, table):
    """SQLite says SCAN for reading it all, also through an index; a partial index is as small as what may come due."""
    return any(line.startswith(f"SCAN {table}") and "USING" not in line for line in plan.split("\n"))
