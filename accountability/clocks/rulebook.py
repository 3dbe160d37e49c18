"""Which term holds for a clock: of all rules in force on the day it began, the one that speaks of this kind and track."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accountability.clocks.calendar import Calendar
from accountability.clocks.deadlines import Deadline, Pause, due
from accountability.clocks.terms import Term
from accountability.core import clock as clocks

ANY = ""


@dataclass(frozen=True)
class Rule:
    """A term from a day on; an empty kind or track means every one."""

    valid_from: date
    term: Term
    kind: str = ANY
    track: str = ANY


class Rulebook:
    """All rules and the calendar, read once; `version` counts the changes made to them."""

    def __init__(self, rules: Iterable[Rule], calendar: Calendar, version: int) -> None:
        self.rules, self.calendar, self.version = list(rules), calendar, version
        self._by_clock: dict[str, list[Rule]] = {}
        for rule in self.rules:
            self._by_clock.setdefault(rule.term.clock, []).append(rule)

    def term(self, clock: str, on: date, kind: str = ANY, track: str = ANY) -> Term | None:
        """The most particular rule in force that day, the newest of them; None where no such clock runs."""
        found = [
            rule
            for rule in self._by_clock.get(clock, [])
            if rule.valid_from <= on and rule.kind in {ANY, kind} and rule.track in {ANY, track}
        ]
        return max(found, key=lambda rule: (rule.track != ANY, rule.kind != ANY, rule.valid_from)).term if found else None

    def due(
        self, clock: str, start: datetime, zone: str, kind: str = ANY, track: str = ANY, pauses: Iterable[Pause] = ()
    ) -> Deadline | None:
        term = self.term(clock, clocks.day_of(start, zone), kind, track)
        return due(start, term, zone, self.calendar, pauses) if term else None
