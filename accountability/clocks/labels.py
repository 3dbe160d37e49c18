"""The words for clocks, units and sources, and how a date explains itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from accountability.clocks.deadlines import Deadline, Skipped
from accountability.clocks.terms import Clock, Term, Unit
from accountability.core.i18n import date_text, language, moment_text

CLOCKS = {
    Clock.REVIEW: _l("A monitor begins to read what you sent"),
    Clock.ACKNOWLEDGE: _l("The office says that it has it"),
    Clock.ANSWER: _l("The office answers"),
    Clock.DISPUTE: _l("The office answers again, when you say that it is not solved"),
    Clock.WAY_UP: _l("Without an answer it goes to the office above"),
    Clock.QUESTION: _l("We wait for your word to a question of ours"),
    Clock.VERDICT: _l("We wait for you to say whether it is solved"),
    Clock.REOPEN: _l("After the answer you can still say that it is not solved"),
    Clock.APPEAL: _l("After an answer or a refusal you can ask that another organisation reviews it"),
    Clock.APPEAL_DECISION: _l("The other organisation decides"),
    Clock.LEGAL: _l("By law, a signed petition is settled"),
    Clock.EXTENSION: _l("By law, the office may take longer once, and must tell you why"),
    Clock.COURT: _l("By law, after an answer you can go to the administrative court"),
    Clock.HUMAN_RIGHTS: _l("By law, after an answer you can go to the Human Rights Commission"),
    Clock.ANTI_CORRUPTION: _l("By law, after an answer you can go to the Anti-Corruption Agency"),
    Clock.OFFICE_ABOVE: _l("By law, after an answer you can complain to the office above"),
}
UNITS = {Unit.HOURS: _l("hours"), Unit.DAYS: _l("days of the calendar"), Unit.WORKING_DAYS: _l("working days")}
REST_OR_WORK = {"rest": _l("Nobody works that day"), "work": _l("It is worked, although it is a weekend or a holiday")}
CHARTER = "charter "

# The words for kinds and tracks of cases; this floor does not know cases, so create_app fills them in.
KINDS: dict[str, Any] = {}
TRACKS: dict[str, Any] = {}


def term_text(term: Any) -> str:
    """How long a term or rule is, in words: hours, days of the calendar, or working days."""
    words = {
        Unit.HOURS: ngettext("%(num)s hour", "%(num)s hours", term.term),
        Unit.DAYS: ngettext("%(num)s day", "%(num)s days", term.term),
        Unit.WORKING_DAYS: ngettext("%(num)s working day", "%(num)s working days", term.term),
    }
    return str(words[Unit(term.unit)])


def scope_text(rule: Any) -> str:
    """Of which cases a rule speaks: `Complaint · Signed petition`, or nothing when it speaks of all."""
    return " · ".join(str(words[code]) for words, code in ((KINDS, rule.kind), (TRACKS, rule.track)) if code in words)


def rule_name(article: str) -> str:
    """The name of a rule's source; the platform's own charter is translated, quoted law stays as it is."""
    if article.startswith(CHARTER):
        return gettext("our service charter, point %(point)s", point=article.removeprefix(CHARTER))
    return article


@dataclass(frozen=True)
class Promise:
    """One line of the service charter; `since` only when it is not in force yet."""

    what: str
    within: str
    scopes: list[str]
    source: str
    since: date | None


def charter(rules: Iterable[Any], on: date) -> list[Promise]:
    """What holds on a day, clock by clock, and what is set to hold later; equal terms stand together."""
    in_force: dict[tuple[str, str, str], Any] = {}
    later = []
    for rule in sorted(rules, key=lambda rule: rule.valid_from):
        if rule.valid_from > on:
            later.append(rule)
        else:
            in_force[rule.clock, rule.kind, rule.track] = rule
    alike: dict[tuple[Any, ...], list[Any]] = {}
    for rule in [*in_force.values(), *later]:
        since = rule.valid_from if rule.valid_from > on else None
        alike.setdefault((list(CLOCKS).index(rule.clock), rule.term, rule.unit, rule.article, since), []).append(rule)
    return [
        Promise(
            what=str(CLOCKS[rules[0].clock]),
            within=term_text(rules[0]),
            scopes=[scope for scope in map(scope_text, rules) if scope],
            source=rule_name(rules[0].article),
            since=key[-1],
        )
        for key, rules in sorted(alike.items(), key=lambda found: found[0][:2])
    ]


def explain(deadline: Deadline, extension: Deadline | None = None) -> list[str]:
    """How a date was counted, in sentences."""
    zone = deadline.zone
    lines = [gettext("It began on %(date)s; that day is day zero.", date=date_text(deadline.start, zone)), _unit(deadline.term)]
    for pause in deadline.pauses:
        span = {"first": date_text(pause.start, zone), "last": date_text(pause.until, zone)}
        lines.append(gettext("From %(first)s to %(last)s it stood still: a question waited for the author.", **span))
    lines += [_skipped(one) for one in deadline.skipped if not one.stood_still]
    lines.append(_end(deadline))
    if extension:
        days = extension.term.term
        lines.append(ngettext("Then %(num)s more day was added once.", "Then %(num)s more days were added once.", days))
        lines.append(_end(extension))
    return lines


def _unit(term: Term) -> str:
    if term.unit == Unit.WORKING_DAYS:
        return ngettext("%(num)s working day counts.", "%(num)s working days count.", term.term)
    if term.unit == Unit.DAYS:
        return ngettext(
            "%(num)s calendar day counts, weekends and holidays too.",
            "%(num)s calendar days count, weekends and holidays too.",
            term.term,
        )
    return ngettext("%(num)s hour counts.", "%(num)s hours count.", term.term)


def _skipped(skipped: Skipped) -> str:
    why = skipped.why_mn if language() == "mn" else skipped.why_en
    return gettext("%(date)s does not count: %(why)s.", date=date_text(skipped.on), why=why)


def _end(deadline: Deadline) -> str:
    article = rule_name(deadline.term.article)
    if deadline.term.unit == Unit.HOURS:
        until = moment_text(deadline.at, deadline.zone)
        return gettext("It lasts until %(moment)s. Source: %(article)s.", moment=until, article=article)
    until = date_text(deadline.at, deadline.zone)
    return gettext("It lasts until the end of %(date)s. Source: %(article)s.", date=until, article=article)
