"""Plans what monitors do with a case until it goes to an office: take, ask, decline, merge, redact, decide who may read it."""

from datetime import timedelta

from accountability.access.rules import NEIGHBOURS_AFTER, POOL_AFTER
from accountability.cases.models import Kind, NoteKind
from accountability.cases.operations.reviewing import SERIOUS
from accountability.cases.workflow import VisibilityAction
from accountability.clocks.terms import Clock
from accountability.sample import days, phrases, rounds
from accountability.sample import events as ev
from accountability.sample.course import Course
from accountability.sample.events import Submit

HOUR = timedelta(hours=1)
# In the last weeks monitors have fallen behind, so that their queues are not empty.
BEHIND = timedelta(days=30)
RESTRICTIONS = ("recognisable", "recognisable", "recognisable", "author_wish", "law", "not_true")


def review(course: Course, twin: Course | None) -> bool:
    """True when the case is ready for an office."""
    _take(course)
    course.may_end("in_review", 0.5, timedelta(hours=8))
    if twin and _merge(course, twin):
        return False
    _aside(course)
    if course.pattern.kind != Kind.THANKS and course.chance(1 if course.doom == "needs_info" else 0.1):
        _ask(course)
    if course.is_placed and course.chance(0.045):
        course.at = course.staff_after(course.at, 3)
        course.add(ev.Decline(course.at, course.senior, *phrases.decline(course.rng)))
        return False
    course.at = course.staff_after(course.at, 14) if course.chance(0.3) else course.at + course.within(120, 2400)
    _prepare(course)
    if course.pattern.kind == Kind.THANKS:
        course.at += course.within(20, 120)
        course.add(ev.DeliverThanks(course.at, course.reviewer))
        return False
    return True


# --- who reads it ------------------------------------------------------------------------------------------------------


def _take(course: Course) -> None:
    """Mostly a monitor of the province within two days; else a neighbour, or the national pool."""
    came, roll = course.at, course.rng.random()
    if not course.is_placed:
        course.reviewer, course.at = course.one(course.world.country.pool), course.staff_after(came, 8)
    elif roll < 0.025 and course.province.neighbours:
        course.reviewer = course.one(course.province.neighbours)
        course.at = course.staff_after(came + NEIGHBOURS_AFTER, 6)
    elif roll < 0.035:
        course.reviewer = course.one(course.world.country.pool)
        course.at = course.staff_after(came + POOL_AFTER, 8)
    else:
        course.reviewer = course.one(course.province.monitors)
        behind = course.world.end - came < BEHIND and course.chance(0.3)
        course.at = course.staff_after(came, 240 if behind else 7, 1.0)
        if course.chance(0.01):
            _let_lie(course)
    course.add(ev.Take(course.at, course.reviewer))
    course.at += course.within(1, 40)
    course.add(ev.OpenStory(course.at, course.reviewer))


def _let_lie(course: Course) -> None:
    """Whoever took it does nothing for two days; a colleague goes on."""
    course.add(ev.Take(course.at, course.reviewer))
    others = [monitor for monitor in course.province.monitors if monitor != course.reviewer]
    course.at = course.staff_after(course.at + NEIGHBOURS_AFTER, 5)
    course.reviewer = course.one(others)


def _merge(course: Course, twin: Course) -> bool:
    """A like case of the same office came just before: this one joins it."""
    at = course.at + course.within(180, 1500)
    parent = twin.life
    if course.reviewer not in course.province.monitors or at < parent.events[0].at or at > course.world.end:
        return False
    course.at = at
    course.add(ev.Merge(at, course.reviewer, parent.case_id, parent.public_id))
    return True


def _aside(course: Course) -> None:
    """What a monitor does besides: notes, a look at the contact, handing over, looking again later."""
    if course.chance(0.08):
        kind = NoteKind.CALL if course.has_contact and course.chance(0.3) else NoteKind.NOTE
        course.at += course.within(30, 300)
        course.add(ev.AddNote(course.at, course.reviewer, kind, phrases.words(course.rng, "notes")))
    if course.has_contact and course.chance(0.025):
        course.at += course.within(30, 300)
        course.add(ev.OpenContact(course.at, course.reviewer, course.one(phrases.CONTACT_REASONS)))
    if course.chance(0.02):
        course.add(ev.LookAgain(course.at, course.reviewer, days.day_after(course.at, course.one((3, 7, 14)))))
    others = [monitor for monitor in course.province.monitors if monitor != course.reviewer]
    if course.is_placed and course.chance(0.02):
        course.at += course.within(60, 600)
        other = course.one(others)
        course.add(ev.HandOver(course.at, course.reviewer, other))
        course.reviewer = other
        course.at = course.staff_after(course.at, 4)


def _ask(course: Course) -> None:
    """A question through the relay: answered, or waited for in vain."""
    question, reply = phrases.question(course.rng)
    course.at += course.within(60, 900)
    course.add(ev.AskAuthor(course.at, course.reviewer, question))
    course.may_end("needs_info", 20, timedelta(days=10))
    longest = course.world.country.days(Clock.QUESTION, course.at)
    if course.chance(0.8 if course.has_contact else 0.4):
        course.at = course.author_after(course.at, 30, longest - HOUR)
        course.visit(course.at)
        course.add(ev.AddWords(course.at, reply))
    else:
        course.at = days.next_hour(course.at + longest)
        course.add(ev.TimeOut(course.at))
    course.at = course.staff_after(course.at, 6)
    course.add(ev.OpenStory(course.at, course.reviewer))


# --- the two texts, and who may read them -------------------------------------------------------------------------------


def _prepare(course: Course) -> None:
    """Redacted for the office and, when the author agrees, for everybody."""
    serious = min(course.pattern.criticality + (course.pattern.criticality > 0 and course.chance(0.12)), 5)
    if not course.may_publish:
        _save(course, "", serious)
        if course.chance(0.97):
            course.add(ev.Decide(course.at, course.reviewer, VisibilityAction.KEEP_PRIVATE, None))
    elif course.chance(0.06):
        _ask_approval(course, serious)
    else:
        _save(course, course.text.redacted, serious)
        course.at += course.within(20, 200)
        _decide(course, serious)


def _decide(course: Course, serious: int) -> None:
    roll = course.rng.random()
    if roll < 0.04:
        course.add(ev.Decide(course.at, course.senior, VisibilityAction.RESTRICT, course.one(RESTRICTIONS)))
        # Whose words stand behind a stub takes them back more often.
        course.doom = course.doom or (course.one(("with_office", "answered")) if course.chance(0.1) else None)
    elif roll < 0.11:
        course.add(ev.Decide(course.at, course.reviewer, VisibilityAction.KEEP_PRIVATE, None))
        if roll < 0.07:
            rounds.publish(course, course.staff_after(course.at, 200), serious)
    elif roll < 0.97:
        rounds.publish(course, course.at, serious)
        if not course.only_as_theme:
            _think_again(course, serious)


def _save(course: Course, text_public: str, serious: int, *, meaning_changed: bool = False) -> None:
    first, pattern = course.life.events[0], course.pattern
    unlisted = isinstance(first, Submit) and not first.facilities
    course.add(
        ev.Review(
            at=course.at,
            by=course.reviewer,
            text_office=course.text.redacted,
            text_public=text_public,
            kind=pattern.kind,
            service=pattern.service,
            categories=pattern.categories,
            facilities=course.facilities if unlisted else [],
            criticality=serious,
            meaning_changed=meaning_changed,
        )
    )


def _ask_approval(course: Course, serious: int) -> None:
    """The public text lost a sentence that mattered: the author says whether it may stand like that."""
    sentences = course.text.redacted.split(". ")
    _save(course, ". ".join(sentences[: max(1, len(sentences) - 1)]), serious, meaning_changed=True)
    if not course.chance(0.8 if course.has_contact else 0.3):
        return
    at = course.author_after(course.at, 40, timedelta(days=20))
    agrees = course.chance(0.88)
    course.visit(at)
    course.add(ev.Approve(at, agrees))
    after = course.staff_after(at, 10)
    if agrees:
        rounds.publish(course, after, serious)
    else:
        course.add(ev.Decide(after, course.reviewer, VisibilityAction.KEEP_PRIVATE, None))


def _think_again(course: Course, serious: int) -> None:
    """Some public texts are taken back behind a stub, some come out again, some are mended."""
    roll, shown = course.rng.random(), course.at
    if roll < 0.02:
        hidden = course.staff_after(shown, 400)
        course.add(ev.Decide(hidden, course.senior, VisibilityAction.RESTRICT, course.one(RESTRICTIONS)))
        if roll < 0.008:
            again = course.staff_after(hidden, 90)
            course.add(ev.Decide(again, course.senior, VisibilityAction.PUBLISH, None))
    elif roll < 0.03 and serious < SERIOUS:
        course.at += course.within(200, 900)
        _save(course, course.text.redacted, serious)
        course.add(ev.Decide(course.at, course.reviewer, VisibilityAction.PUBLISH, None))
