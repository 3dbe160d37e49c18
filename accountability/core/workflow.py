"""The engine that reads a table of moves; the tables themselves live in the features."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accountability.core.errors import MoveNotAllowed


@dataclass(frozen=True)
class Move:
    """One row of a workflow: who may take it from where to where."""

    source: StrEnum
    action: StrEnum
    target: StrEnum
    permission: StrEnum
    needs_note: bool = False


class Workflow:
    """A table of moves for one axis."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self.moves = list(moves)
        self._by_step = {(move.source, move.action): move for move in self.moves}

    def move(self, status: StrEnum, action: StrEnum) -> Move:
        try:
            return self._by_step[status, action]
        except KeyError:
            raise MoveNotAllowed(status, action) from None

    def moves_from(self, status: StrEnum) -> list[Move]:
        return [move for move in self.moves if move.source == status]

    def allows(self, status: StrEnum, action: StrEnum) -> bool:
        return (status, action) in self._by_step
