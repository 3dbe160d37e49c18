"""Plans what one office does with what it was sent: delivery, acknowledgement, an answer, a return or nothing at all."""

from datetime import datetime

from accountability.clocks.terms import Clock
from accountability.directory.labels import ServiceLevel
from accountability.sample import days, phrases
from accountability.sample import events as ev
from accountability.sample.course import Course, Sent


def goes_up_at(course: Course, sent: Sent) -> datetime:
    """When the chase takes it higher: the hour after its day is over."""
    country, known = course.world.country, sent.known_at
    same = (one for one in course.sent if (one.cycle, one.level) == (sent.cycle, sent.level))
    starts = [one.begun for one in same if one.known_at <= known]
    due = country.due(Clock.WAY_UP, min(starts), course.zone)
    own = country.due(_answer_clock(sent), sent.begun, course.zone) if sent.office.level != ServiceLevel.PAUSED else None
    if due is None:
        return days.NEVER
    # Nothing is taken higher before the platform knows that the office has it.
    return days.next_hour(max(due, own or due, known))


def _answer_clock(sent: Sent) -> Clock:
    return Clock.ANSWER if sent.cycle == 1 else Clock.DISPUTE


def begin(course: Course, sent: Sent) -> None:
    """It reaches the office: at once, or with a letter."""
    office = sent.office
    paper = office.level != ServiceLevel.OPEN
    sent.by = office.official if office.official and not paper else course.reviewer
    if paper and office.coordinator and course.chance(0.35):
        sent.by = office.coordinator
    sent.known_at, sent.begun = _deliver(course, sent, sent.by) if paper else (sent.at, sent.at)


def deal_with(course: Course, sent: Sent, may_return: bool) -> None:
    """Acknowledgement, and an answer, a return or nothing at all."""
    office, rng, now, begun = sent.office, course.rng, sent.known_at, sent.begun
    paper = office.level != ServiceLevel.OPEN
    last = goes_up_at(course, sent)
    acknowledged = course.staff_after(now, 12 * office.pace)
    if course.chance(0.35 if paper else 0.85) and acknowledged < last:
        now = acknowledged
        course.add(ev.Acknowledge(now, sent.by, sent.place, phrases.responsible(rng, office.kind)))
    _end(course, sent, now, last, may_return)
    if office.level != ServiceLevel.PAUSED:
        due = course.world.country.due(_answer_clock(sent), begun, course.zone)
        reminder = days.next_hour(max(due, sent.at if not paper else now)) if due else None
        if reminder and reminder < last and (sent.ended is None or sent.ended > reminder):
            course.add(ev.RemindOffice(reminder, sent.place))


def _deliver(course: Course, sent: Sent, by: int) -> tuple[datetime, datetime]:
    """A letter: when its delivery was written down, and when it was handed over."""
    noted = course.staff_after(sent.at, 40)
    handed_over = sent.at + (noted - sent.at) * (0.3 + 0.7 * course.rng.random())
    handed_over = _on_working_day(course, max(handed_over.replace(microsecond=0), sent.at), noted)
    course.add(ev.Deliver(noted, by, sent.place, handed_over, course.one(phrases.DELIVERIES)))
    return noted, handed_over


def _end(course: Course, sent: Sent, now: datetime, last: datetime, may_return: bool) -> None:
    """What the office does before its time is over, if it does anything."""
    rng, office, roll = course.rng, sent.office, course.rng.random()
    paper = office.level != ServiceLevel.OPEN
    returns = may_return and roll < 0.085
    hours = (84 if sent.cycle == 1 else 130) * office.pace * (1.3 if paper else 1)
    ended = course.staff_after(now, 30 * office.pace) if returns else course.staff_after(now, hours, 0.75)
    if roll < 0.035 or ended >= last:
        return
    sent.ended = ended
    if returns:
        course.add(ev.GiveBack(ended, sent.by, sent.place, *phrases.give_back(rng)))
        return
    said = phrases.answer(rng, course.pattern.categories, office.kind)
    sent.answered, sent.answer, sent.answer_kind = True, said.text, said.kind
    dated = max(sent.begun, ended - course.within(3600, 60 * 3600)) if paper else None
    on = _on_working_day(course, dated, ended) if dated else None
    course.add(ev.AnswerIt(ended, sent.by, sent.place, said.kind, said.text, on))


def _on_working_day(course: Course, moment: datetime, otherwise: datetime) -> datetime:
    return moment if days.is_working_day(moment, course.zone) else otherwise
