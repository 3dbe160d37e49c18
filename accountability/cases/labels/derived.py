"""What follows from several axes at once: the public label, which is never stored, and how long an office has left."""

from typing import Any

from flask_babel import gettext, ngettext

from accountability.cases.labels.words import DECLINE_REASONS, DECLINE_RESULTS, RESULTS, STATUSES, VERDICTS
from accountability.cases.models import About, AnswerKind, Appeal, Case, Result, Routing
from accountability.cases.workflow import RoutingStatus, Status, Verdict
from accountability.clocks.labels import rule_name
from accountability.commitments.labels import STANDINGS
from accountability.commitments.workflow import Standing
from accountability.core import clock
from accountability.core.i18n import date_text, localized
from accountability.core.labels import Label

CHANGES = {standing: STANDINGS[standing] for standing in set(Standing) - {Standing.ABANDONED}}


def status_label(case: Case) -> Label:
    """What everybody may read about where a case stands; derived from its axes, and never a bare “resolved”."""
    if case.status == Status.WITH_OFFICE:
        return _office_label(case)
    if case.status in {Status.ANSWERED, Status.CLOSED} and not case.is_thanks:
        return _answer_label(case)
    if case.status == Status.DECLINED:
        return Label(_reason(gettext("Declined"), DECLINE_REASONS, case.decline_reason), "mute")
    if case.is_thanks and case.status == Status.CLOSED:
        return Label(gettext("Thanks passed on"), "ok")
    return STATUSES[case.status]


def _office_label(case: Case) -> Label:
    open_routings = [routing for routing in case.routings if routing.is_open]
    now = clock.now()
    if any(routing.answer_due and routing.answer_due < now for routing in open_routings):
        return Label(gettext("Overdue"), "bad")
    if any(routing.status == RoutingStatus.ACKNOWLEDGED for routing in open_routings):
        return STATUSES[Status.WITH_OFFICE]
    if open_routings and all(routing.is_held for routing in open_routings):
        return Label(gettext("Waits for others"), "info")
    name = localized(open_routings[0].addressee) if open_routings else ""
    if open_routings and open_routings[0].level:
        return Label(gettext("Escalated to: %(office)s", office=name), "wait")
    return Label(gettext("Sent to: %(office)s", office=name), "info")


def _answer_label(case: Case) -> Label:
    if case.status == Status.CLOSED and case.verdict == Verdict.DISPUTED:
        return Label(gettext("Disputed; no office above is left"), "bad")
    if case.verdict in {Verdict.CONFIRMED, Verdict.PARTLY, Verdict.DISPUTED}:
        return VERDICTS[case.verdict]
    if case.change in CHANGES:
        return _change_label(case, CHANGES[case.change])
    kinds = [routing.answer.kind for routing in case.routings if routing.answer]
    if case.status == Status.CLOSED and kinds and all(kind == AnswerKind.NO_CHANGE for kind in kinds):
        return Label(gettext("Closed without change"), "mute")
    if case.verdict == Verdict.SILENT:
        return Label(gettext("Answered; the citizen has not spoken"), "mute")
    return STATUSES[Status.ANSWERED]


def _change_label(case: Case, words: Label) -> Label:
    """What an office promised or says it made; a promise names its day."""
    if case.change != Standing.PLANNED or case.change_due is None:
        return words
    day = date_text(case.change_due)
    if case.change_due < clock.today(case.zone):
        return Label(gettext("Change promised by %(day)s, late", day=day), "bad")
    return Label(gettext("Change promised by %(day)s", day=day), "wait")


def _reason(words: str, reasons: dict[str, Any], reason: str | None) -> str:
    return f"{words} ({str(reasons[reason]).lower()})" if reason in reasons else words


def due_chip(routing: Routing, zone: str) -> Label:
    """How long an office has left, as one chip."""
    if routing.answered_at:
        return Label(gettext("answered in time"), "ok") if routing.in_time else Label(gettext("answered late"), "mute")
    if not routing.is_open:
        return Label(gettext("no longer here"), "mute")
    if routing.answer_due is None:
        return Label(gettext("clock starts at delivery") if routing.on_paper else gettext("no date promised"), "mute")
    return _days_left((clock.day_of(routing.answer_due, zone) - clock.today(zone)).days)


def appeal_chip(appeal: Appeal) -> Label:
    """How long a reviewer has left."""
    if appeal.decided_at:
        return Label(gettext("decided"), "ok")
    return _days_left(appeal.days_left)


def result_label(appeal: Appeal) -> Label:
    """What was decided; what is said to the office reads otherwise than what is said to monitors."""
    if appeal.result is None:
        return Label(gettext("not decided yet"), "wait")
    words = DECLINE_RESULTS if appeal.about == About.DECLINE else RESULTS
    tones = {Result.UPHELD: "ok", Result.PARTLY: "said"}
    return Label(words[appeal.result], tones.get(appeal.result, "mute"))


def remedy_day(appeal: Appeal) -> str:
    """Until when the author can go where they are sent, and where that is written; honest where the day is over or not known."""
    if appeal.remedy_until is None:
        return gettext("No last day is known to us.")
    told = {"day": date_text(appeal.remedy_until, with_year=True), "article": rule_name(appeal.remedy_source or "")}
    if appeal.remedy_is_over:
        return gettext("The last day was %(day)s. Ask there whether it is still possible. Source: %(article)s.", **told)
    return gettext("Until %(day)s. Source: %(article)s.", **told)


def _days_left(days: int) -> Label:
    if days < 0:
        return Label(ngettext("%(num)s day late", "%(num)s days late", -days), "bad")
    if days == 0:
        return Label(gettext("due today"), "bad")
    return Label(ngettext("%(num)s day left", "%(num)s days left", days), "wait" if days <= 2 else "info")


def short_date(case: Case) -> str:
    return date_text(case.received_at, case.zone)
