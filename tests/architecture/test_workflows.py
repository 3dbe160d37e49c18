"""The tables of moves are whole: every status reachable and named, and the docs say the same."""

import pytest

from accountability import features
from accountability.cases import labels, progress
from accountability.cases.models import AnswerKind, Approval, ContactWay, CopyState, Kind, NoteKind
from accountability.cases.workflow import (
    HANDLING,
    ROUTING,
    VERDICT,
    VISIBILITY,
    Action,
    RoutingStatus,
    Status,
    Verdict,
    VerdictAction,
    Visibility,
)
from accountability.core.errors import MoveNotAllowed
from accountability.sensitive import labels as protected
from accountability.sensitive.workflow import REPORT, State, Step
from accountability.site import docs

assert features.BLUEPRINTS, "the tables of all floors are in the docs"

TABLES = [
    (HANDLING, Status.RECEIVED),
    (ROUTING, RoutingStatus.ROUTED),
    (VISIBILITY, Visibility.UNDECIDED),
    (VERDICT, Verdict.NOT_ASKED),
    (REPORT, State.SEALED),
]


@pytest.mark.parametrize(("table", "start"), TABLES)
def test_every_status_can_be_reached(table, start):
    reached, frontier = {start}, [start]
    while frontier:
        for move in table.moves_from(frontier.pop()):
            if move.target not in reached:
                reached.add(move.target)
                frontier.append(move.target)
    assert reached == set(type(start))


@pytest.mark.parametrize(("table", "start"), TABLES)
def test_every_pair_outside_the_table_is_refused(table, start):
    actions = {move.action for move in table.moves}
    known = {(move.source, move.action) for move in table.moves}
    for status in type(start):
        for action in actions:
            if (status, action) not in known:
                with pytest.raises(MoveNotAllowed):
                    table.move(status, action)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (Status, labels.STATUSES), (RoutingStatus, labels.ROUTING_STATUSES), (Visibility, labels.VISIBILITIES), (Verdict, labels.VERDICTS),
        (Kind, labels.KINDS), (AnswerKind, labels.ANSWER_KINDS), (CopyState, labels.COPY_STATES), (Approval, labels.APPROVALS),
        (ContactWay, labels.CONTACT_WAYS), (State, protected.STATES), (Step, protected.STEPS),
    ],
)  # fmt: skip
def test_every_word_of_the_domain_has_its_words_on_screen(members, words):
    assert set(members) == set(words)


def test_every_action_has_a_line_in_the_history():
    moves = {move.action for table, _start in TABLES for move in table.moves if table is not REPORT}
    notes = {f"add_{kind.value}" for kind in NoteKind}
    moves -= {VerdictAction.ASK, VerdictAction.WAIT}  # follow from the answer, which has its line
    shown = (set(Action) | moves | notes | progress.DESK_ONLY | progress.AUTHOR_ONLY) - progress.SAID_ALREADY
    assert shown - set(labels.TRAIL) == set()


def test_the_workflows_in_the_docs_are_the_tables():
    assert REPORT in docs.TABLES.values()
    assert (docs.DOCS / "workflows.md").read_text("utf-8") == docs.workflows_page(), "run: flask --app wsgi docs build"
