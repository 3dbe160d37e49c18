"""By text alone: judge an answer, contest it, read what waits, answer a question, ask how it stands, end it all."""

from typing import TYPE_CHECKING, Any

from flask_babel import force_locale

from accountability.cases import queries
from accountability.cases.models import Case, ConsentPurpose, Direction
from accountability.cases.operations import authoring
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.commitments import queries as changes
from accountability.core import clock
from accountability.core.db import db
from accountability.sms import labels, wording
from accountability.sms.models import SmsPhone, SmsThread, Step

if TYPE_CHECKING:
    from accountability.sms.operations.talking import Talk

_VERDICTS = {1: VerdictAction.CONFIRM, 2: VerdictAction.PARTLY, 3: VerdictAction.DISPUTE}
_ANSWERED = {Status.ANSWERED, Status.CLOSED}
_READ_REASONS = {Status.CLOSED, Status.DECLINED, Status.WITH_OFFICE, Status.IN_REVIEW}
_TOLD_AT_ONCE = 2


def open_ones(phone: SmsPhone) -> list[SmsThread]:
    return [thread for thread in phone.threads if thread.case.is_open]


def asked_by_monitor(phone: SmsPhone) -> SmsThread | None:
    """The thread in which a monitor waits for words; the newest when there are several."""
    waiting = [thread for thread in phone.threads if thread.case.status == Status.NEEDS_INFO]
    return waiting[-1] if waiting else None


def case_of(phone: SmsPhone, case_id: int) -> Case | None:
    return next((thread.case for thread in phone.threads if thread.case_id == case_id), None)


def add_words(case: Case, words: str) -> None:
    authoring.add_words(queries.lock(case.id), words)


# --- the verdict -------------------------------------------------------------------------------------------------------


def judge(talk: "Talk", digit: int) -> None:
    """1, 2 or 3 to the case that asks; 3 contests a closed one too, as long as the rules allow it."""
    asking = [thread for thread in talk.phone.threads if _asks(thread.case)]
    if digit == 3 and not asking:
        asking = [thread for thread in talk.phone.threads if thread.case.status in _ANSWERED][-1:]
    thread = _chosen(talk, asking)
    if thread is None:
        return
    case = queries.lock(thread.case_id)
    if digit == 3:
        authoring.dispute(case, "not_done")
        _ask_why(talk, case)
    else:
        authoring.judge(case, _VERDICTS[digit])
        talk.say(labels.THANKS)


def _asks(case: Case) -> bool:
    return case.status in _ANSWERED and case.verdict in {Verdict.ASKED, Verdict.SILENT}


def _ask_why(talk: "Talk", case: Case) -> None:
    if case.is_open:
        talk.rest()
        talk.ask(Step.WHY, case=case.id)
    else:
        talk.say(labels.THANKS)


def _chosen(talk: "Talk", among: list[SmsThread]) -> SmsThread | None:
    """The thread that is meant; says so when it is none, or not clear which."""
    letter = talk.said.letter
    meant = [thread for thread in among if letter in {None, thread.letter}]
    if len(meant) > 1:
        talk.say(labels.WHICH, letters=", ".join(thread.letter for thread in meant))
    elif not meant:
        talk.say(labels.NOTHING_ASKED)
    return meant[0] if len(meant) == 1 else None


# --- reading -----------------------------------------------------------------------------------------------------------


def read(talk: "Talk") -> None:
    """What waits there, a page for each time that it is asked for: nothing of it goes out by itself."""
    waiting = [(thread, found) for thread in talk.phone.threads if (found := _waiting_text(thread.case))]
    if not waiting:
        talk.say(labels.NOTHING_TO_READ)
        return
    asked = [pair for pair in waiting if _asks(pair[0].case) or pair[0].case.status == Status.NEEDS_INFO] or waiting[-1:]
    thread = _chosen(talk, [one for one, _found in (waiting if talk.said.letter else asked)])
    if thread is None:
        return
    name, text = next(found for one, found in waiting if one is thread)
    talk.replies.append(_page(thread, name, wording.in_script(text, talk.phone.script), talk))


def _page(thread: SmsThread, name: str, text: str, talk: "Talk") -> str:
    before, _, place = (thread.reading or "").rpartition("@")
    start = int(place) if before == name and place.isdecimal() and int(place) < len(text) else 0
    with force_locale(talk.phone.locale):
        more = wording.in_script(str(labels.READ_ON), talk.phone.script).replace("4", f"{thread.letter}4")
    shown, rest = wording.page(text, start, wording.ROOM)
    if rest < len(text):
        shown, rest = wording.page(text, start, wording.ROOM - len(more) - 2)
        shown = f"{shown}… {more}"
    thread.reading = f"{name}@{rest}"
    return shown


def _waiting_text(case: Case) -> tuple[str, str] | None:
    """A name for the text and the text: the monitor's last words, or what the offices answered in this round."""
    told = [relay for relay in case.relays if relay.direction == Direction.TO_AUTHOR]
    if case.status in {Status.NEEDS_INFO, Status.DECLINED} and told:
        return f"r{told[-1].id}", authoring.relay_text(told[-1], case)
    decided = [one for one in case.appeals if one.decided_at]
    if decided and case.status in _READ_REASONS:
        return f"d{decided[-1].id}", decided[-1].reasons
    answers = [routing.answer for routing in case.routings if routing.answer and routing.cycle == case.cycle]
    if not answers:
        return None
    promised = [f"{made.text} ({made.due_on:%Y-%m-%d})" for made in changes.of_source("case", case.id) if made.due_on]
    return f"a{answers[-1].id}", " ".join([*(answer.text for answer in answers), *promised])


# --- where it stands, and the end --------------------------------------------------------------------------------------


def tell_where(talk: "Talk") -> None:
    """The newest ones, in a word each; which office has it is never said."""
    newest = [thread for thread in talk.phone.threads if thread.case.status in labels.STANDS][-_TOLD_AT_ONCE:]
    if not newest:
        talk.say(labels.NO_CASES)
        return
    with force_locale(talk.phone.locale):
        told = [f"{thread.letter}: {_standing(thread.case)}." for thread in newest]
    talk.replies.append(wording.in_script(" ".join(told), talk.phone.script))


def _standing(case: Case) -> str:
    dues = [routing.answer_due for routing in case.routings if routing.is_open and routing.answer_due]
    words: Any = labels.STANDS[case.status]
    if case.status == Status.WITH_OFFICE:
        return str(words) % {"day": f"{clock.day_of(min(dues), case.zone):%m-%d}"} if dues else str(labels.PASSED_ON)
    return str(words)


def stop(talk: "Talk") -> None:
    """No message any more: the consent is taken back, the number erased; the cases go on, and their codes still open them."""
    had = bool(talk.phone.threads)
    for thread in talk.phone.threads:
        case = queries.lock(thread.case_id)
        if not case.erased_at and case.agrees_to(ConsentPurpose.CONTACT):
            authoring.take_consent_back(case, ConsentPurpose.CONTACT)
    talk.rest()
    talk.phone.threads.clear()
    db.session.flush()
    talk.say(labels.STOPPED if had else labels.STOPPED_NOTHING)
