"""Plans what offices do with a case and what its author says to that, round after round."""

from datetime import datetime, timedelta

from accountability.cases.ladder import ANSWERS_OF_ONE_LEVEL
from accountability.cases.models import AnswerKind
from accountability.cases.operations.chasing import REMIND_AFTER
from accountability.cases.operations.reviewing import SERIOUS
from accountability.cases.workflow import VerdictAction, VisibilityAction
from accountability.clocks.terms import Clock
from accountability.directory.labels import OfficeKind
from accountability.sample import days, phrases
from accountability.sample import events as ev
from accountability.sample.country import Country, Office
from accountability.sample.course import Course, Sent, in_letters
from accountability.sample.dealing import begin, deal_with, goes_up_at

MOST_ROUNDS = 3
# How an answer is taken: confirmed, partly, else disputed.
TAKEN = {
    AnswerKind.CORRECTION: (0.72, 0.17),
    AnswerKind.APOLOGY: (0.5, 0.28),
    AnswerKind.EXPLANATION: (0.42, 0.3),
    AnswerKind.REFERRAL: (0.4, 0.28),
    AnswerKind.NO_CHANGE: (0.12, 0.3),
}


def publish(course: Course, at: datetime, serious: int) -> None:
    """For everybody to read; a serious case only by a senior monitor, and conduct at a small office only as a theme."""
    if course.only_as_theme:
        course.add(ev.Decide(at, course.reviewer, VisibilityAction.KEEP_AS_THEME, None))
        return
    course.public_at = at
    by = course.senior if serious >= SERIOUS else course.reviewer
    course.add(ev.Decide(at, by, VisibilityAction.PUBLISH, None))


def go(course: Course) -> None:
    """Sent to an office, and again for as long as the author disputes."""
    sent = _send(course, _addressees(course))
    if course.chance(0.03):
        sent = _send_one_more(course, sent)
    asked_at = _wait(course, sent, may_return=True)
    while asked_at:
        course.at = asked_at
        course.may_end("answered", 30, timedelta(days=6))
        _look_through(course)
        disputed_at = _verdict(course, asked_at)
        if disputed_at is None:
            return
        cycle, offices = course.cycle + 1, _next_round(course)
        sent = [_add(course, office, disputed_at, cycle, level) for office, level in offices]
        asked_at = _wait(course, sent, may_return=False)


def _next_round(course: Course) -> list[tuple[Office, int]]:
    """As cases.ladder.next_round, with the level."""
    found: dict[int, tuple[Office, int]] = {}
    for one in _answered_now(course):
        answers = sum(other.answered and other.office is one.office for other in course.sent)
        higher = above(course.world.country, one.office) if answers >= ANSWERS_OF_ONE_LEVEL else one.office
        if higher:
            found.setdefault(higher.id, (higher, one.level + (higher is not one.office)))
    return list(found.values())


def above(country: Country, office: Office) -> Office | None:
    return country.offices.get(office.supervisor_id or 0)


def _answered_now(course: Course) -> list[Sent]:
    return [one for one in course.sent if one.cycle == course.cycle and one.answered]


# --- sending -----------------------------------------------------------------------------------------------------------


def _addressees(course: Course) -> list[Office]:
    """The office itself; now and then the one above it as well."""
    found = list(course.facilities)
    above = course.world.country.offices.get(found[0].supervisor_id or 0)
    if above and above not in found and course.chance(0.08):
        found.append(above)
    return found


def _send(course: Course, offices: list[Office]) -> list[Sent]:
    course.add(ev.Route(course.at, course.reviewer, offices))
    return [_add(course, office, course.at, course.cycle) for office in offices]


def _add(course: Course, office: Office, at: datetime, cycle: int, level: int = 0) -> Sent:
    sent = Sent(len(course.sent), office, cycle, at, level=level)
    course.sent.append(sent)
    course.life.numbers.append(in_letters(course.rng.getrandbits(50)))
    return sent


def _send_one_more(course: Course, sent: list[Sent]) -> list[Sent]:
    """A monitor finds that another office should know of it too, before anybody answered."""
    other = _another_office(course)
    course.at += course.within(300, 2400)
    return [*sent, *_send(course, [other])]


def _another_office(course: Course) -> Office:
    """One that does not have it yet: the one above, or another of the province."""
    has, offices = {one.office.id for one in course.sent}, course.province.offices
    kinds = (OfficeKind.HEALTH_DEPARTMENT, OfficeKind.HOSPITAL, OfficeKind.WELFARE, OfficeKind.DISABILITY_BOARD)
    above = course.world.country.offices.get(course.facilities[0].supervisor_id or 0)
    options = [above] if above else []
    options += [office for kind in kinds for office in offices.get(kind, [])]
    return next(office for office in options if office.id not in has)


def _wait(course: Course, sent: list[Sent], *, may_return: bool) -> datetime | None:
    """When the last office of the round had answered, or None when some never does."""
    for one in sent:
        begin(course, one)
    for one in sent:
        deal_with(course, one, may_return)
    sent = [*sent, *_go_up(course, sent)]
    _add_words(course, sent)
    ends = [one.ended for one in sent if one.ended]
    course.at = sent[-1].at
    course.may_end("with_office", 40, max((max(ends) if ends else course.world.end) - course.at, timedelta(hours=2)))
    if len(ends) < len(sent):
        return None
    if any(one.answered for one in sent):
        return max(ends)
    course.at = course.staff_after(max(ends), 8)
    course.add(ev.OpenStory(course.at, course.reviewer))
    course.at += course.within(60, 900)
    return _wait(course, _send(course, [_another_office(course)]), may_return=False)


# --- the way up ----------------------------------------------------------------------------------------------------------


def _go_up(course: Course, sent: list[Sent]) -> list[Sent]:
    """What stays without an answer goes higher, one step after the other, in the order in which the days come."""
    waiting, made = [one for one in sent if one.ended is None], []
    while waiting:
        one = min(waiting, key=lambda other: (goes_up_at(course, other), other.place))
        waiting.remove(one)
        at = goes_up_at(course, one)
        if at >= course.world.end:
            break
        course.add(ev.GoUp(at, one.place))
        higher = above(course.world.country, one.office)
        if higher is None:
            continue
        one.ended = at
        if not any(other.office is higher and other.cycle == one.cycle for other in course.sent):
            new = _add(course, higher, at, one.cycle, one.level + 1)
            begin(course, new)
            deal_with(course, new, may_return=False)
            made.append(new)
            if new.ended is None:
                waiting.append(new)
    return made


# --- the author --------------------------------------------------------------------------------------------------------


def _add_words(course: Course, sent: list[Sent]) -> None:
    """While the office works the author remembers something, and a monitor passes it on."""
    first = sent[0]
    if not course.chance(0.06):
        return
    at = course.author_after(first.at, 30, timedelta(days=5))
    if first.ended and at > first.ended:
        return
    words = phrases.words(course.rng, "author_additions")
    course.visit(at)
    course.add(ev.AddWords(at, words))
    passed = course.staff_after(at, 8)
    if course.chance(0.6) and not (first.ended and passed >= first.ended):
        course.add(ev.PassWords(passed, course.reviewer, first.place, words))


def _look_through(course: Course) -> None:
    """A monitor decides what the public reads of the answers of a public case."""
    if course.public_at is None:
        return
    for one in _answered_now(course):
        at, roll = course.staff_after(max(one.ended or course.at, course.public_at), 14), course.rng.random()
        if roll < 0.86:
            course.add(ev.PublishAnswer(at, course.reviewer, one.place, one.answer))
        elif roll < 0.92:
            course.add(ev.WithholdAnswer(at, course.reviewer, one.place))


def _verdict(course: Course, asked_at: datetime) -> datetime | None:
    """Confirmed, partly, disputed (then when), or nothing heard at all."""
    speaks = course.chance(0.7 if course.has_contact else 0.35)
    term = course.world.country.days(Clock.VERDICT, asked_at)
    at = course.author_after(asked_at, 50, term - timedelta(hours=1), 1.0)
    reminders = [days.next_hour(asked_at + span) for span in REMIND_AFTER]
    for reminder in reminders:
        if not speaks or reminder < at:
            course.add(ev.RemindAuthor(reminder))
    if not speaks:
        gave_up = days.next_hour(asked_at + term)
        course.add(ev.GiveUp(gave_up))
        return _late_word(course, gave_up)
    course.visit(at)
    return _judge(course, at)


def _judge(course: Course, at: datetime) -> datetime | None:
    confirmed, partly = TAKEN[AnswerKind(_answered_now(course)[-1].answer_kind)]
    roll, told, last = course.rng.random(), course.chance(0.85), course.cycle >= MOST_ROUNDS
    if roll >= confirmed + partly and not last:
        return _dispute(course, at, told)
    marks = (course.one((4, 5, 5)), course.one((4, 5, 5))) if roll < confirmed else (course.one((3, 4)), course.one((2, 3, 4)))
    verdict = VerdictAction.CONFIRM if roll < confirmed else VerdictAction.PARTLY
    course.add(ev.Judge(at, verdict, *(marks if told else (None, None))))
    if roll < 0.12:
        course.add(ev.AddWords(at + course.within(60, 600), phrases.words(course.rng, "thanks_lines")))
    if last or not course.chance(0.015):
        return None
    return _dispute(course, course.author_after(at, 400, timedelta(days=58)), told)


def _late_word(course: Course, closed_at: datetime) -> datetime | None:
    """After the case was closed without a word, some authors speak all the same."""
    roll, at = course.rng.random(), course.author_after(closed_at, 300, timedelta(days=58))
    if roll > 0.05 or course.cycle >= MOST_ROUNDS:
        return None
    course.visit(at)
    if roll > 0.02:
        course.add(ev.Judge(at, VerdictAction.CONFIRM if roll > 0.035 else VerdictAction.PARTLY, 4, 3))
        return None
    return _dispute(course, at, told=True)


def _dispute(course: Course, at: datetime, told: bool) -> datetime:
    reason, words = phrases.dispute(course.rng)
    if not course.has_contact and course.chance(0.25):
        course.add(ev.Dispute(at, course.reviewer, reason, None, None, None))
    else:
        marks = (course.one((1, 2, 3)), course.one((1, 2))) if told else (None, None)
        course.visit(at)
        course.add(ev.Dispute(at, None, reason, words if course.chance(0.8) else None, *marks))
    return at
