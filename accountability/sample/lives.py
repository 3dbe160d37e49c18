"""Plans lives: who writes where about what, how it reaches a monitor, and when it all ends."""

import hashlib
from bisect import bisect
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random

from accountability.cases.models import ConsentPurpose, ContactWay, Kind
from accountability.core.clock import CAPITAL
from accountability.directory.labels import OfficeKind
from accountability.sample import days, phrases, reviews, rounds, stories
from accountability.sample import events as ev
from accountability.sample.country import Country, Office, Province
from accountability.sample.course import Course, TakenBack, World, in_letters
from accountability.sample.events import Event, Life
from accountability.sample.stories import Pattern

LANGUAGE_PROVINCE = "MN-071"
# Where people sign in with sample accounts there is something to do: more comes in about one office, and in the last weeks
# a campaign brings more from the whole province.
SHOWN_PROVINCE, SHOWN_OFFICE, SHOWN_WEIGHT = "MN-046", "18540-HC-01", 20
CAMPAIGN, CAMPAIGN_SHARE = timedelta(days=30), 0.25
STAGES = ("received", "in_review", "needs_info", "with_office", "answered")
STAGE_WEIGHTS = (3, 3, 1, 5, 2)
WITHDRAWN_SHARE = 0.025
COMPOSITION = {
    "sex": (("woman", 58), ("man", 40), ("other", 2)),
    "age_band": (("under_18", 2), ("18_34", 34), ("35_59", 44), ("60_up", 20)),
    "disability": (("yes", 12), ("no", 88)),
    "herder": (("yes", 30), ("no", 70)),
}


def name_of(seed: int, number: int) -> str:
    """The public id of a case, known before its life is."""
    return in_letters(int.from_bytes(hashlib.sha256(f"name:{seed}:{number}".encode()).digest()[:8]))


def plan(world: World, number: int, before: Course | None = None) -> Course:
    """The life of case `number`; `before` is the one planned just before, of which this may be a like one."""
    rng = days.random_for(world.seed, number)
    twin = before if before and before.gone_at is None and rng.random() < 0.04 else None
    on = days.day_of(number, world.cases, world.until, world.seed)
    province = twin.province if twin else _province(rng, world.country, recent=on >= world.until - CAMPAIGN)
    pattern = twin.pattern if twin else _pattern(rng, province)
    facilities = twin.facilities if twin else _facilities(rng, province, pattern)
    at = min(days.received(rng, on, province.zone), world.end - timedelta(minutes=1 + number % 50))
    course = Course(
        world=world,
        rng=rng,
        life=Life(world.first_id + number, name_of(world.seed, number)),
        province=province,
        pattern=pattern,
        facilities=facilities,
        text=stories.fill(pattern, rng, facilities[0].soum_name, province.name),
        at=at,
    )
    if rng.random() < WITHDRAWN_SHARE:
        course.doom = rng.choices(STAGES, STAGE_WEIGHTS)[0]
    _live(course, twin)
    return course


def _live(course: Course, twin: Course | None) -> None:
    """The whole way, cut where the author takes it back and where the load ends."""
    try:
        _write(course)
        course.may_end("received", 3, timedelta(days=2))
        if reviews.review(course, twin):
            rounds.go(course)
    except TakenBack as end:
        course.life.events = [event for event in course.life.events if event.at < end.at]
        course.visit(end.at)
        course.add(ev.Withdraw(end.at))
    last = course.world.end
    events = sorted((event for event in course.life.events if event.at <= last), key=_moment)
    course.life.events = events
    gone = (event.at for event in events if isinstance(event, ev.Merge | ev.Decline | ev.Withdraw))
    course.gone_at = next(gone, None)


def _moment(event: Event) -> datetime:
    return event.at


# --- where, and about what ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _populations(ids: tuple[int, ...], counts: tuple[int, ...]) -> list[int]:
    return list(accumulate(counts))


def _province(rng: Random, country: Country, *, recent: bool) -> Province:
    """By population, so that large provinces say more."""
    found = country.provinces
    if recent and rng.random() < CAMPAIGN_SHARE:
        return next(one for one in found if one.iso_code == SHOWN_PROVINCE)
    sums = _populations(tuple(one.id for one in found), tuple(one.population for one in found))
    return found[bisect(sums, rng.random() * sums[-1])]


@lru_cache(maxsize=64)
def _pattern_sums(here: bool) -> list[float]:
    """Stories about languages nearly all come from Bayan-Ulgii."""
    return list(accumulate((6 if here else 0.05) if one.is_about_language else 1 for one in stories.patterns()))


def _pattern(rng: Random, province: Province) -> Pattern:
    sums = _pattern_sums(province.iso_code == LANGUAGE_PROVINCE)
    return stories.patterns()[bisect(sums, rng.random() * sums[-1])]


def _facilities(rng: Random, province: Province, pattern: Pattern) -> list[Office]:
    """The office it is about; now and then two."""
    kinds = [kind for kind in pattern.offices if kind in province.offices]
    here = province.offices[kinds[int(rng.random() * len(kinds))] if kinds else OfficeKind.HOSPITAL]
    weights = [SHOWN_WEIGHT if office.code == SHOWN_OFFICE else 1 for office in here]
    first = rng.choices(here, weights)[0]
    if rng.random() > 0.04:
        return [first]
    other = OfficeKind.HEALTH_DEPARTMENT if first.kind == OfficeKind.HOSPITAL else OfficeKind.HOSPITAL
    return [first, province.offices[other][0]]


# --- what the author sends ---------------------------------------------------------------------------------------------


def _write(course: Course) -> None:
    rng, pattern, at = course.rng, course.pattern, course.at
    story = course.text.story
    if pattern.better and course.chance(0.25):
        story = f"{story}\n\n{pattern.better}"
        course.text = stories.Text(story, f"{course.text.redacted}\n\n{pattern.better}")
    contact = _contact(course)
    course.has_contact = bool(contact)
    course.may_publish = course.chance(0.6)
    unlisted, first = course.chance(0.04), course.facilities[0]
    course.is_placed = not (unlisted and course.chance(0.15))
    course.add(
        ev.Submit(
            at=at,
            story=story,
            facilities=[] if unlisted else course.facilities,
            facility_text=f"{first.soum_name} сум, {phrases.OFFICE_WORDS[first.kind]}" if unlisted else None,
            province_id=course.province.id if course.is_placed else None,
            soum_id=first.soum_id if course.is_placed else None,
            zone=course.zone if course.is_placed else CAPITAL,
            kind=pattern.kind if course.chance(0.4) else None,
            service=None,
            month=f"{at - timedelta(days=rng.choice((0, 5, 20, 40))):%Y-%m}" if course.chance(0.3) else None,
            alias=course.one(phrases.ALIASES) if course.chance(0.06) else None,
            away_until=None,
            contact=contact,
            wish_public=course.may_publish or course.chance(0.1),
            reissue_ok=course.chance(0.5),
            consents={
                ConsentPurpose.STORE: True,
                ConsentPurpose.PASS_ON: True,
                ConsentPurpose.PUBLISH: course.may_publish,
                ConsentPurpose.CONTACT: course.has_contact,
            },
            composition={},
            locale="en" if course.chance(0.01) else "mn",
        )
    )
    if course.chance(0.35):
        _tell_more(course)
    if course.chance(0.03):
        course.at = course.author_after(at, 2, timedelta(hours=30))
        course.visit(course.at)
        course.add(ev.AddWords(course.at, phrases.words(rng, "author_additions")))


def _contact(course: Course) -> dict[str, str | bool]:
    """Numbers that no telephone has, and addresses of a domain that does not exist."""
    number = course.rng.randrange(10**7)
    if course.chance(0.38):
        return {}
    if course.chance(0.7):
        return {"way": ContactWay.PHONE.value, "phone": f"+9760{number:07d}", "shared": course.chance(0.15)}
    return {"way": ContactWay.EMAIL.value, "email": f"irgen{number}@jishee.example", "shared": course.chance(0.05)}


def _tell_more(course: Course) -> None:
    """The second page, a few minutes later."""
    pattern = course.pattern
    told = {name: _weighted(course.rng, options) for name, options in COMPOSITION.items() if course.chance(0.6)}
    course.add(
        ev.AddDetails(
            at=course.at + course.within(60, 420),
            kind=pattern.kind if course.chance(0.5) else None,
            service=pattern.service if course.chance(0.5) else None,
            month=f"{course.at:%Y-%m}" if course.chance(0.5) else None,
            alias=course.one(phrases.ALIASES) if course.chance(0.1) else None,
            better=pattern.better if course.chance(0.3) and pattern.kind != Kind.THANKS else None,
            categories=pattern.categories[:1] if course.chance(0.3) else [],
            composition=told,
        )
    )
    course.at += timedelta(minutes=8)


def _weighted(rng: Random, options: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in options], [weight for _, weight in options])[0]
