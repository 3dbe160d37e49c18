"""The chase among very many open cases: its work is that of what is due, not that of what is there.

    python3 dev.py drill chase [OPEN CASES] [DUE]      20,000 of which 300 are due, unless told; 1,000,000 by hand

One case is sent to an office through the operations and copied row by row; then some copies are made to come due. SQLite in memory,
or PostgreSQL when TEST_POSTGRES_URL names a server.
"""

import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from accountability import create_app
from accountability.cases.models import Case, CaseFacility, CaseSecret, Consent, Routing
from accountability.cases.operations import chasing
from accountability.core import clock
from accountability.core.db import db
from tests import databases
from tests import factories as make

MOST_SECONDS, MOST_GROWTH = 60.0, 60 * 1024
PORTION = 50_000


def copies(model, count, **changed):
    """Copies the one row of a table; `changed` are expressions of `n`, the number of the copy."""
    table = model.__table__
    kept = [column.name for column in table.columns if not (column.name == "id" and "id" not in changed)]
    values = ", ".join(changed.get(name, f'o."{name}"') for name in kept)
    names = ", ".join(f'"{name}"' for name in kept)
    for start in range(0, count, PORTION):
        end = min(start + PORTION, count)
        numbers = f"WITH RECURSIVE t(n) AS (SELECT {start + 2} UNION ALL SELECT n + 1 FROM t WHERE n < {end + 1})"
        first = f"(SELECT * FROM {table.name} LIMIT 1)"
        db.session.execute(sa.text(f"INSERT INTO {table.name} ({names}) {numbers} SELECT {values} FROM t, {first} o"))
    db.session.commit()


def fill(count):
    """So many open cases at one office, none of them due."""
    routing = make.make_routing(contact={"email": "author@example.mn"})
    db.session.commit()
    assert (routing.id, routing.case_id) == (1, 1)
    text = "CAST(n AS VARCHAR)"
    copies(Case, count, id="n", public_id=text, client_key=text, receipt_hash=text)
    copies(CaseFacility, count, case_id="n")
    copies(CaseSecret, count, case_id="n")
    copies(Consent, count, case_id="n")
    copies(Routing, count, id="n", case_id="n", number=text)
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def make_due(count):
    """A third is reminded, a third goes up, a third of authors is reminded."""
    now, third = clock.now(), count // 3
    late = now - timedelta(hours=1)
    reminded = sa.update(Routing).where(Routing.id.between(2, 1 + third)).values(answer_due=late)
    upward = sa.update(Routing).where(Routing.id.between(2 + third, 1 + 2 * third)).values(way_up_due=late, reminded=True)
    answered = sa.update(Routing).where(Routing.id.between(2 + 2 * third, 1 + 3 * third))
    asked = sa.update(Case).where(Case.id.between(2 + 2 * third, 1 + 3 * third))
    db.session.execute(reminded)
    db.session.execute(upward)
    db.session.execute(answered.values(status="answered", answered_at=late))
    db.session.execute(asked.values(status="answered", verdict="asked", asked_at=now - timedelta(days=8)))
    db.session.commit()
    return {"offices reminded": third, "gone up": third, "authors reminded": third}


def measured():
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = chasing.chase()
    return done, time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def main(count=20_000, due=300):
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        url = databases.prepare(Path(folder))
        app = create_app(databases.settings(url, Path(folder)))
        with app.app_context():
            fill(count)
            _done, idle, _growth = measured()
            expected = make_due(due)
            done, seconds, growth = measured()
            again, _, _ = measured()
            databases.close()
        databases.drop(url)
    found = {name: done[name] for name in expected}
    print(f"{count} open cases: {idle:.2f} s with nothing due, {seconds:.1f} s for {sum(found.values())} due ones,", end=" ")
    print(f"{growth / 1024:.0f} MiB more; again: {sum(again[name] for name in expected)}")
    good = found == expected and not any(again[name] for name in expected) and seconds < MOST_SECONDS and growth < MOST_GROWTH
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
