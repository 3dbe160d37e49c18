"""The conversation: what was said is answered by what was asked last, and by what the phone's cases wait for."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale

from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import DomainError
from accountability.core.vault import vault
from accountability.sms import labels, wording
from accountability.sms.commands import Command, Said, understood
from accountability.sms.models import Script, SmsPhone, Step
from accountability.sms.operations import filing, following

LONGEST = 5_000
LONGEST_PLACE = 100
_AGREEING = (Step.AGREE, Step.AGREE_SHARED, Step.WHERE_TO)


class Talk:
    """One message of one phone, and what it is answered with; the draft is what the phone is in the middle of."""

    def __init__(self, phone: SmsPhone, number: str, said: Said) -> None:
        self.phone, self.number, self.said = phone, number, said
        self.draft: dict[str, Any] = vault.open_fields(phone.draft, _purpose(phone)) if phone.draft else {}
        self.replies: list[str] = []

    def say(self, words: Any, **facts: Any) -> None:
        with force_locale(self.phone.locale):
            self.replies.append(wording.in_script(str(words) % facts if facts else str(words), self.phone.script))

    def ask(self, step: Step, **draft: Any) -> None:
        self.draft |= draft
        self.phone.step = step
        self.phone.draft = vault.seal_fields(self.draft, _purpose(self.phone))
        self.say(labels.ASKS[step])

    def rest(self) -> None:
        """Nothing is asked any more, and nothing that was typed is kept here."""
        self.phone.step, self.phone.draft, self.draft = Step.NONE, None, {}


def reply(phone_hash: str, number: str, typed: str) -> Talk:
    """Understands what came and does it; the answers stand in the talk, each with room for two parts."""
    phone, said = _phone(phone_hash), understood(typed)
    phone.script, phone.last_at = wording.script_of(said.text, phone.script), clock.now()
    talk = Talk(phone, number, said)
    try:
        with db.session.begin_nested():
            _act_of(talk)(talk)
            db.session.flush()
    except DomainError:
        talk.rest()
        talk.replies.clear()
        talk.say(labels.TOO_LATE)
    return talk


def _phone(phone_hash: str) -> SmsPhone:
    found = db.session.scalars(sa.select(SmsPhone).where(SmsPhone.hash == phone_hash).with_for_update()).first()
    if found is None:
        found = SmsPhone(hash=phone_hash, script=Script.CYRILLIC, locale="mn", step=Step.NONE, last_at=clock.now())
        db.session.add(found)
        db.session.flush()
    return found


def _purpose(phone: SmsPhone) -> str:
    return f"sms-draft:{phone.hash}"


def _act_of(talk: Talk) -> Callable[[Talk], None]:
    said, step = talk.said, talk.phone.step
    if said.command in _ANY_TIME:
        return _ANY_TIME[said.command]
    digit = _digit(talk)
    if digit is None:
        return _WORDS.get(step, _words) if said.is_words else _again
    if digit == 0:
        return _leave
    if digit in {1, 2, 3}:
        return lambda talk: following.judge(talk, digit)
    if digit == 4:
        return following.read
    return _DIGITS.get((step, digit), _help if digit == 9 and step != Step.PLACE else _again)


def _digit(talk: Talk) -> int | None:
    """What was typed, or what a yes or no means to the question that was asked."""
    yes = {Command.YES: True, Command.NO: False}.get(talk.said.command) if talk.said.command else None
    if yes is None:
        return talk.said.digit
    if talk.phone.step == Step.WHOSE:
        return 6 if yes else 5
    if talk.phone.step in _AGREEING:
        return 7 if yes else 8
    return 1 if yes else 3


# --- at any time -------------------------------------------------------------------------------------------------------


def _help(talk: Talk) -> None:
    talk.say(labels.HELP)


def _leave(talk: Talk) -> None:
    asked = talk.phone.step not in {Step.NONE, Step.WHY}
    talk.rest()
    talk.say(labels.LEFT if asked else labels.THANKS)


def _in_english(talk: Talk) -> None:
    talk.phone.locale = "en"
    talk.say(labels.LANGUAGE)


def _in_mongolian(talk: Talk) -> None:
    talk.phone.locale = "mn"
    talk.say(labels.HELP)


def _again(talk: Talk) -> None:
    """A digit that answers nothing: the question once more."""
    talk.say(labels.ASKS.get(talk.phone.step, labels.NOTHING_ASKED))


# --- words -------------------------------------------------------------------------------------------------------------


def _words(talk: Talk) -> None:
    """Nothing was asked here: an answer to a monitor's question, more words to a case, or something new."""
    if thread := following.asked_by_monitor(talk.phone):
        following.add_words(thread.case, talk.said.text)
        talk.say(labels.ADDED)
    elif following.open_ones(talk.phone):
        talk.ask(Step.WHERE_TO, story=talk.said.text)
    else:
        talk.ask(Step.WHOSE, story=talk.said.text)


def _more_of_it(talk: Talk) -> None:
    """Words instead of a digit: they go on with the story, and the question is asked once more."""
    story = f"{talk.draft.get('story', '')} {talk.said.text}".strip()
    if len(story) > LONGEST:
        talk.say(labels.TOO_LONG)
    else:
        talk.ask(talk.phone.step, story=story)


def _place(talk: Talk) -> None:
    if len(talk.said.text) > LONGEST_PLACE:
        _more_of_it(talk)
    else:
        talk.ask(Step.AGREE, place=talk.said.text)


def _why(talk: Talk) -> None:
    case = following.case_of(talk.phone, talk.draft.get("case", 0))
    if case is None:
        talk.rest()
        _words(talk)
        return
    following.add_words(case, talk.said.text)
    talk.rest()
    talk.say(labels.ADDED)


# --- digits ------------------------------------------------------------------------------------------------------------


def _file(talk: Talk) -> None:
    code = filing.file(talk.phone, talk.number, talk.draft, shared=False)
    talk.rest()
    talk.say(labels.FILED, code=code)


def _file_shared(talk: Talk) -> None:
    filing.file(talk.phone, talk.number, talk.draft, shared=True)
    talk.rest()
    talk.say(labels.FILED_SHARED)


def _add_to_last(talk: Talk) -> None:
    latest = following.open_ones(talk.phone)[-1]
    following.add_words(latest.case, talk.draft["story"])
    talk.rest()
    talk.say(labels.ADDED)


_ANY_TIME: dict[Command, Callable[[Talk], None]] = {
    Command.STOP: following.stop,
    Command.HELP: _help,
    Command.STATUS: following.tell_where,
    Command.ENGLISH: _in_english,
    Command.MONGOLIAN: _in_mongolian,
}
_WORDS: dict[Step, Callable[[Talk], None]] = {
    Step.WHOSE: _more_of_it,
    Step.PLACE: _place,
    Step.AGREE: _more_of_it,
    Step.AGREE_SHARED: _more_of_it,
    Step.WHERE_TO: _more_of_it,
    Step.WHY: _why,
}
_DIGITS: dict[tuple[Step, int], Callable[[Talk], None]] = {
    (Step.WHOSE, 5): lambda talk: talk.ask(Step.PLACE),
    (Step.WHOSE, 6): lambda talk: talk.ask(Step.AGREE_SHARED),
    (Step.PLACE, 9): lambda talk: talk.ask(Step.AGREE),
    (Step.AGREE, 7): _file,
    (Step.AGREE, 8): _leave,
    (Step.AGREE_SHARED, 7): _file_shared,
    (Step.AGREE_SHARED, 8): _leave,
    (Step.WHERE_TO, 7): _add_to_last,
    (Step.WHERE_TO, 8): lambda talk: talk.ask(Step.WHOSE),
}
