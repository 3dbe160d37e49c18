"""A life in the making: what it is about, who handles it, what has been planned so far and what time it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from accountability.cases.receipts import CROCKFORD
from accountability.sample import days
from accountability.sample import events as ev
from accountability.sample.country import Country, Office, Province
from accountability.sample.events import Event, Life
from accountability.sample.stories import Pattern, Text

T = TypeVar("T")
_PAIRS = [first + second for first in CROCKFORD for second in CROCKFORD]


@dataclass(frozen=True)
class World:
    """What all lives of one load share. `first_id` is the id of its first case."""

    country: Country
    cases: int
    seed: int
    until: date
    first_id: int

    @property
    def end(self) -> datetime:
        return days.midnight(self.until)


class TakenBack(Exception):
    """The author withdraws; nothing planned for later happens."""

    def __init__(self, at: datetime) -> None:
        super().__init__("withdrawn")
        self.at = at


@dataclass
class Course:
    """Changes while a life is planned; `at` is the present moment of its story."""

    world: World
    rng: Random
    life: Life
    province: Province
    pattern: Pattern
    facilities: list[Office]
    text: Text
    at: datetime
    has_contact: bool = False
    is_placed: bool = True
    may_publish: bool = False
    reviewer: int = 0
    doom: str | None = None
    visited: bool = False
    public_at: datetime | None = None
    gone_at: datetime | None = None
    sent: list["Sent"] = field(default_factory=list)

    @property
    def zone(self) -> str:
        return self.province.zone

    @property
    def only_as_theme(self) -> bool:
        """As cases.models.Case.only_as_theme."""
        about_conduct = not self.world.country.conduct.isdisjoint(self.pattern.categories)
        return about_conduct and any(office.is_small for office in self.facilities)

    @property
    def senior(self) -> int:
        return self.province.seniors[0]

    @property
    def cycle(self) -> int:
        """The round that offices are in."""
        return self.sent[-1].cycle if self.sent else 1

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def one(self, options: Sequence[T]) -> T:
        return options[int(self.rng.random() * len(options))]

    def within(self, shortest: int, longest: int) -> timedelta:
        """So many seconds, evenly."""
        return timedelta(seconds=shortest + int(self.rng.random() * (longest - shortest)))

    def add(self, event: Event) -> None:
        self.life.events.append(event)

    def staff_after(self, moment: datetime, hours: float, spread: float = 0.8) -> datetime:
        """When people in offices come to it."""
        return days.at_work(self.rng, days.after(self.rng, moment, hours, spread), self.zone)

    def author_after(self, moment: datetime, hours: float, longest: timedelta, spread: float = 0.9) -> datetime:
        """When the author comes to it, at most so much later (and then by night, too)."""
        later = days.awake(self.rng, days.after(self.rng, moment, hours, spread), self.zone)
        return later if later - moment < longest else moment + self.within(3600, int(longest.total_seconds()))

    def visit(self, at: datetime) -> None:
        """The author shows the receipt before doing something."""
        if not self.visited:
            self.add(ev.ComeBack(at - timedelta(seconds=1)))
            self.visited = True

    def may_end(self, stage: str, hours: float, longest: timedelta) -> None:
        """Some authors take their words back at this stage."""
        if self.doom == stage:
            raise TakenBack(self.author_after(self.at, hours, longest))


@dataclass
class Sent:
    """One routing while its life is planned; `ended` is when it was answered, returned or went higher.

    The office had it at `begun`, and the platform knew of that at `known_at`.
    """

    place: int
    office: Office
    cycle: int
    at: datetime
    ended: datetime | None = None
    answered: bool = False
    answer: str = ""
    answer_kind: str = ""
    level: int = 0
    by: int = 0
    begun: datetime = days.NEVER
    known_at: datetime = days.NEVER


def in_letters(bits: int) -> str:
    """Ten characters, as receipts.new_public_id makes them, out of the lowest 50 bits."""
    return "".join(_PAIRS[(bits >> shift) & 1023] for shift in (0, 10, 20, 30, 40))
