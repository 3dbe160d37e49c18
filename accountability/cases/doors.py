"""The way in with a receipt, for floors above: they say whether a code is theirs, and end their visits (see features.py)."""

from collections.abc import Callable
from dataclasses import dataclass

from accountability.cases.models import Case


@dataclass(frozen=True)
class Way:
    """Where a code leads, and the ticket by which the browser comes back during its visit."""

    endpoint: str
    ticket: str


@dataclass(frozen=True)
class Door:
    """`enter` is asked for every code, so that all codes take equally long; the case that the code also found may be None."""

    enter: Callable[[str, Case | None], Way | None]
    leave: Callable[[str | None], None]


DOORS: list[Door] = []


def way_in(digits: str, case: Case | None) -> Way | None:
    ways = [door.enter(digits, case) for door in DOORS]
    return next((way for way in ways if way), None)


def leave(ticket: str | None) -> None:
    for door in DOORS:
        door.leave(ticket)
