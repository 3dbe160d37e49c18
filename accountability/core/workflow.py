"""The engine that reads a table of moves; the tables themselves live in the features."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from accountability.core.errors import MoveNotAllowed

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """One row of a workflow: who may take it from where to where."""

    source: S
    action: StrEnum
    target: S
    permission: StrEnum
    needs_note: bool = False


class Workflow(Generic[S]):
    """A table of moves for one axis."""

    def __init__(self, moves: Iterable[Move[S]]) -> None:
        self.moves = list(moves)
        self._by_step = {(move.source, move.action): move for move in self.moves}

    def move(self, status: S, action: StrEnum) -> Move[S]:
        try:
            return self._by_step[status, action]
        except KeyError:
            raise MoveNotAllowed(status, action) from None

    def moves_from(self, status: S) -> list[Move[S]]:
        return [move for move in self.moves if move.source == status]

    def allows(self, status: S, action: StrEnum) -> bool:
        return (status, action) in self._by_step
