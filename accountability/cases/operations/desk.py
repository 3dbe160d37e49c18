"""What a monitor does to the queue itself: views kept, acts on many cases, leave handed over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.accounts import queries as accounts
from accountability.cases.models import Case, SavedView
from accountability.cases.operations import quarantining, reading, reviewing
from accountability.core.db import db
from accountability.core.errors import DomainError


def do_to_all(cases: list[Case], actor: Actor, act: str, colleague_id: int | None, on: date | None) -> int:
    """Does one act to each case that allows it; returns how many did."""
    colleague = accounts.actor_for(colleague_id) if colleague_id else None
    done = 0
    for case in cases:
        try:
            with db.session.begin_nested():
                _ACTS[act](case, actor, colleague, on)
            done += 1
        except DomainError:
            continue
    return done


def _take(case: Case, actor: Actor, _colleague: Any, _on: Any) -> None:
    reviewing.take(case, actor)


def _hand_over(case: Case, actor: Actor, colleague: Actor | None, _on: Any) -> None:
    if colleague is None or colleague.user_id is None:
        raise DomainError("nobody chosen")
    reviewing.hand_over(case, actor, colleague.user_id, colleague)


def _look_again(case: Case, actor: Actor, _colleague: Any, on: date | None) -> None:
    reading.look_again(case, actor, on)


def _let_through(case: Case, actor: Actor, _colleague: Any, _on: Any) -> None:
    quarantining.let_through(case, actor)


def _refuse_spam(case: Case, actor: Actor, _colleague: Any, _on: Any) -> None:
    quarantining.refuse_spam(case, actor)


_ACTS: dict[str, Callable[[Case, Actor, Actor | None, date | None], None]] = {
    "take": _take,
    "hand_over": _hand_over,
    "look_again": _look_again,
    "let_through": _let_through,
    "refuse_spam": _refuse_spam,
}


def save_view(actor: Actor, name: str, query: str) -> None:
    db.session.add(SavedView(user_id=actor.user_id, name=name, query=query))


def forget_view(actor: Actor, view_id: int) -> None:
    db.session.execute(sa.delete(SavedView).where(SavedView.id == view_id, SavedView.user_id == actor.user_id))
