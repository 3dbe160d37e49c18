"""The trail only grows, and every change to it is found."""

import pytest
import sqlalchemy as sa

from accountability.access.actor import SYSTEM
from accountability.audit import operations, queries
from accountability.audit.models import TrailContent, TrailEntry
from accountability.core.db import db
from tests import factories as make


def three_entries():
    for number in range(3):
        operations.record("case:1", "take", SYSTEM, note=f"note {number}")
    db.session.flush()


def test_entries_hang_together(app):
    three_entries()
    make.make_answered()
    assert list(queries.broken()) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE trail_entries SET action = 'x'", "DELETE FROM trail_entries", "UPDATE trail_contents SET body = '{}'"],
)
def test_the_database_itself_refuses_to_change_the_trail(app, statement):
    three_entries()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_erasing_what_an_entry_says_keeps_the_chain_whole(app):
    three_entries()
    db.session.execute(sa.delete(TrailContent))
    db.session.expire_all()
    assert list(queries.broken()) == []
    assert queries.history("case:1")[0].content == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"action": "answer"}, "hang"), ({"role": "official"}, "hang"), ({"user_id": None, "chain": "case:1", "sequence": 9}, "missing"),
        ({"content_hash": "0" * 64}, "hang"),
    ],
)  # fmt: skip
def test_a_changed_entry_is_found(app, change, fault):
    entries = [operations.record("case:1", "take", SYSTEM, note=str(number)) for number in range(3)]
    for name, value in change.items():
        setattr(entries[1], name, value)
    with db.session.no_autoflush:
        found = [queries._fault(entries[1], entries[0].hash, 2)]
    db.session.expunge_all()
    assert fault in found[0]


def test_what_an_entry_says_can_be_read_again_in_order(app):
    three_entries()
    assert [line.content["note"] for line in queries.history("case:1")] == ["note 0", "note 1", "note 2"]


def test_every_move_of_a_whole_life_leaves_one_line(app):
    routing = make.make_answered()
    lines = [line.action for line in queries.history(routing.case.chain)]
    assert lines == ["submit", "take", "review", "route", "answer", "last_answer"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TrailEntry)) == 6
