"""What happens to cases in the drill of clocks: what people do, chosen by chance, and what must follow from it, worked out by days.

`expected` knows nothing of the platform but the rules on its charter: it counts days and is held against what the trail says.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass

TOP = 3  # health centre, department, ministry, oversight
FIRST_TERM, NEXT_TERM, WAY_UP = 7, 15, 30
REMINDERS, VERDICT, QUESTION = (7, 14), 21, 14
LAST_CYCLE = 6


@dataclass(frozen=True)
class Life:
    """Days count from the beginning of the drill; None means never."""

    number: int
    filed: int
    replies_after: int | None
    is_asked: bool
    withdraws: int | None
    seed: int

    def answers_after(self, cycle, level):
        """So many days after an office has it, or never."""
        rng = random.Random(f"{self.seed}:{self.number}:{cycle}:{level}")
        return None if rng.random() < 0.2 else rng.choice((1, 3, 6, 8, 9, 12, 16, 17, 25, 30, 31, 32, 40, 60))

    def reacts(self, cycle):
        """What the author does after an answer, and after how many days."""
        rng = random.Random(f"{self.seed}:{self.number}:{cycle}")
        if cycle >= LAST_CYCLE:
            return "confirm", 1
        return rng.choice((
            ("confirm", rng.choice((1, 6, 7, 8, 14, 20))), ("dispute", rng.choice((1, 7, 13, 15, 20))), ("silent", None),
            ("late", rng.choice((1, 20, 59))), ("dispute", 2),
        ))  # fmt: skip


def lives(count, days, seed):
    rng = random.Random(seed)
    for number in range(count):
        filed = rng.randrange(max(1, days - 30))
        is_asked = rng.random() < 0.15
        withdraws = filed + rng.randrange(1, 150) if rng.random() < 0.05 else None
        yield Life(number, filed, rng.choice((None, 1, 5, 13)) if is_asked else None, is_asked, withdraws, seed)


def expected(life, days):
    """What the chase must have done, as (what, day), each as often as it must happen."""
    everything = list(_all(life))
    last = days
    if life.withdraws is not None and not _is_closed(everything, life.withdraws):
        last = min(days, life.withdraws)
    return Counter({(what, day): 1 for what, day in everything if day < last and what not in {"closed", "reopened"}})


def _is_closed(everything, day):
    """Whether the case was over that morning: then its author has nothing to take back."""
    before = [what for what, when in everything if what in {"closed", "reopened"} and when < day]
    return bool(before) and before[-1] == "closed"


def _all(life):
    """Everything until the end of time; the caller cuts it. People act in the morning, the chase comes at noon."""
    day, cycle, level, answers = life.filed, 1, 0, defaultdict(int)
    if life.is_asked:
        day = life.filed + (QUESTION + 1 if life.replies_after is None else life.replies_after)
    if life.is_asked and life.replies_after is None:
        yield "time_out", life.filed + QUESTION
    while True:
        after = life.answers_after(cycle, level)
        yield from _waiting(day, FIRST_TERM if cycle == 1 else NEXT_TERM, level, after)
        if level < TOP and _goes_up(after):
            day, level = day + WAY_UP + 1, level + 1
            continue
        if after is None:
            return
        day, what, when = day + after, *life.reacts(cycle)
        answers[level] += 1
        yield from _after_answer(day, what, when)
        if what in {"confirm", "silent"}:
            return
        day += when if what == "dispute" else VERDICT + when
        yield "reopened", day
        cycle += 1
        if answers[level] >= 2 and level == TOP:
            yield "exhausted", day
            yield "closed", day
            return
        level += answers[level] >= 2


def _goes_up(after):
    return after is None or after > WAY_UP + 1


def _waiting(day, term, level, after):
    """What the chase does while an office has it."""
    if after is None or after > term + 1:
        yield "overdue", day + term + 1
    if _goes_up(after):
        yield ("went_up" if level < TOP else "no_way_up"), day + WAY_UP + 1


def _after_answer(day, what, when):
    """What it does while the author is asked."""
    yield from (("reminder", day + span) for span in REMINDERS if when is None or what == "late" or when > span)
    if what in {"silent", "late"}:
        yield "give_up", day + VERDICT
        yield "closed", day + VERDICT
    if what == "confirm":
        yield "closed", day + when
