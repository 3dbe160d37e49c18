"""The fast writer writes what the operations would have written: the same lives, told twice, compared row by row."""

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
import time_machine

from accountability.audit import queries as audit
from accountability.cases import figures, queries
from accountability.cases.models import Case
from accountability.cases.operations import chasing
from accountability.cases.workflow import (
    HANDLING,
    ROUTING,
    VERDICT,
    VISIBILITY,
    Action,
    RoutingAction,
    RoutingStatus,
    Status,
    Verdict,
    VerdictAction,
    Visibility,
    VisibilityAction,
)
from accountability.core.db import db
from accountability.core.workflow import Workflow
from accountability.facts.models import FactDelta
from accountability.sample import bulk, country, lives, loader, writing
from accountability.sample.course import World
from accountability.sample.drafts import Draft, Rows
from tests.sample import reading
from tests.sample.replay import replay

UNTIL = date(2026, 11, 23)
WORKFLOWS = {"handling": HANDLING, "routing": ROUTING, "visibility": VISIBILITY, "verdict": VERDICT}
# An author is asked once an office answered; before a second round their verdict is always "disputed".
NEVER = {("verdict", verdict, VerdictAction.ASK) for verdict in set(Verdict) - {Verdict.NOT_ASKED, Verdict.DISPUTED}}
# A case that others joined is never taken back in the sample.
NEVER |= {("handling", Status.MERGED, Action.SEPARATE)}
# Nor does anybody in it take a single consent back, or a monitor change their mind about a theme.
NEVER |= {
    ("visibility", seen, VisibilityAction.TAKE_BACK) for seen in (Visibility.PUBLIC, Visibility.RESTRICTED, Visibility.THEME)
}
NEVER |= {("visibility", Visibility.THEME, act) for act in (VisibilityAction.PUBLISH, VisibilityAction.KEEP_PRIVATE)}
# Nor does any office of it promise yet: the author is asked at once.
NEVER |= {("verdict", verdict, VerdictAction.WAIT) for verdict in set(Verdict)}
NEVER |= {("verdict", Verdict.NOT_ASKED, VerdictAction.DISPUTE)}
# No case of it is sent to and fro twice, and none is disputed up to the top.
NEVER |= {("handling", Status.IN_REVIEW, Action.SETTLE), ("routing", RoutingStatus.RETURNED, RoutingAction.SETTLE)}
NEVER |= {("handling", status, Action.EXHAUST) for status in (Status.ANSWERED, Status.CLOSED)}
# No case of it is reviewed by another organisation.
NEVER |= {("handling", move.source, move.action) for move in HANDLING.moves if Status.APPEALED in {move.source, move.target}}
# Nothing goes to the protected channel in the sample.
NEVER |= {
    (name, move.source, move.action)
    for name in ("handling", "visibility")
    for move in WORKFLOWS[name].moves
    if move.action == "divert"
}


def world(cases, seed):
    return World(country.read(), cases, seed, UNTIL, 1)


def plans(of, numbers):
    found, before = [], None
    for number in numbers:
        before = lives.plan(of, number, None if number % loader.CHUNK == 0 else before)
        found.append(before.life)
    return found


def folded(rows):
    total = Counter()
    for row in rows:
        total[tuple(row[name] for name in ("measure", "on_day", "province_id", "soum_id", "facility_id"))] += row["amount"]
    return {fact: amount for fact, amount in total.items() if amount}


def deltas(since=0):
    return reading.rows(FactDelta, FactDelta.id > since)


def last_delta():
    return db.session.scalar(sa.select(sa.func.max(FactDelta.id))) or 0


def check_same(of, chosen):
    """Lives each of the chosen again and compares all that there is."""
    for life in chosen:
        loaded, mark = reading.everything(life.case_id), last_delta()
        again = replay(life)
        with time_machine.travel(of.end, tick=False):
            chasing.clear_leftovers()
        db.session.commit()
        assert reading.everything(again) == loaded
        alone = Rows(dict.fromkeys(writing.NUMBERED, 1))
        writing.write(life, of.country, alone, of.end)
        assert folded(deltas(mark)) == folded(alone.tables["fact_deltas"])


def check_all_holds(of):
    """Chains hold, figures equal a recount, and there is nothing left to do for the worker at the end of the load."""
    assert list(audit.broken()) == []
    counted = Counter()
    for case_id in db.session.scalars(sa.select(Case.id)):
        counted.update(figures.counted(queries.lock(case_id)))
    assert folded(deltas()) == {tuple(fact): count for fact, count in counted.items() if count}
    db.session.rollback()
    with time_machine.travel(of.end, tick=False):
        assert not any(chasing.chase().values())


def test_loaded_cases_equal_those_that_the_operations_write(sample):
    of = world(90, 3)
    loader.load(90, 3, UNTIL, workers=0, progress=lambda count: None)
    lived = plans(of, range(90))
    check_same(of, lived[:-4:3] + lived[-4:])
    check_all_holds(of)


# --- every move --------------------------------------------------------------------------------------------------------


def steps(of, life):
    """From where to where each event brought the case, its visibility, its verdict or one of its routings."""
    case, found = Draft(life, life.events[0], of.country, Rows(dict.fromkeys(writing.NUMBERED, 1))), set()
    state = snapshot(case)
    for event in life.events:
        writing.ACTS[type(event)](case, event)
        before, state = state, snapshot(case)
        found |= {(axis, before.get(axis), value, type(event)) for axis, value in state.items() if before.get(axis) != value}
        found.add((type(event), case.visibility))
        found.add((type(event), case.status, case.has_contact))
    return {(axis[:8], *rest) if isinstance(axis, str) else (axis, *rest) for axis, *rest in found}


def snapshot(case):
    axes = {"handling": case.status, "visibility": case.visibility, "verdict": case.verdict, "approval": case.approval}
    return axes | {f"routing {place:03d}": routing.status for place, routing in enumerate(case.routings)}


def covering(of, count):
    """As few lives as show every step that any of so many lives takes, each with the one that it was merged into."""
    planned = plans(of, range(count))
    shows = {life.case_id: steps(of, life) for life in planned}
    missing, chosen = set().union(*shows.values()), []
    while missing:
        best = max(planned, key=lambda life: (len(shows[life.case_id] & missing), -life.case_id))
        chosen.append(best)
        missing -= shows[best.case_id]
    parents = {event.parent_id for life in chosen for event in life.events if hasattr(event, "parent_id")}
    parents -= {life.case_id for life in chosen}
    return [life for life in planned if life.case_id in parents] + chosen


def load_only(of, chosen):
    made = Rows(dict.fromkeys(writing.NUMBERED, 1))
    for life in sorted(chosen, key=lambda life: life.case_id):
        writing.write(life, of.country, made, of.end)
    packed = {table: writing.pack(table, made.tables[table]) for table in writing.ROOM if table in made.tables}
    postgresql = db.engine.dialect.name == "postgresql"
    bulk.prepare({name: len(made.tables[name]) + 1 for name in writing.NUMBERED} | {"cases": of.cases + 1})
    bulk.write({table: bulk.copy_text(rows) if postgresql else rows for table, rows in packed.items()})
    db.session.commit()


@pytest.mark.once
@pytest.mark.slow
def test_every_move_is_written_as_the_operations_write_it(sample, monkeypatch):
    of = world(2000, 4)
    chosen = covering(of, 2000)
    assert len(chosen) >= 30
    load_only(of, chosen)
    taken = set()
    decide = Workflow.move

    def noted(self, status, action):
        taken.update((name, status, action) for name, table in WORKFLOWS.items() if table is self)
        return decide(self, status, action)

    monkeypatch.setattr(Workflow, "move", noted)
    check_same(of, chosen)
    every = {(name, move.source, move.action) for name, table in WORKFLOWS.items() for move in table.moves}
    assert every - taken == NEVER
    check_all_holds(of)
