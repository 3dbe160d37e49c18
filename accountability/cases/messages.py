"""What authors, offices and monitors read when something happened: neutral words, and a link to where it stands.

No message names the office, the matter or the story: whoever looks at the screen of a phone learns nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.accounts.staff_letters import letter_to, reader_in
from accountability.cases import queries, receipts, replying
from accountability.cases.models import Appeal, Case, CopyState, Routing
from accountability.cases.moves import ASKING
from accountability.cases.workflow import OPEN, RoutingStatus, Status
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer, secret_of
from accountability.wording import writing
from accountability.wording.kinds import AUTHOR_LETTER, Kind, Role, to_staff

AUTHOR: dict[str, Any] = {
    "received": _l("Your words have arrived. A monitor will read them within two days."),
    "receipt": _l("You asked us to send you your code. Keep it where only you find it."),
    "reissued": _l("Here is a new code. The old one opens nothing any more."),
    "question": _l("A monitor has a question for you."),
    "routed_author": _l("Your words were passed on. We will write to you when there is an answer."),
    "answered": _l("There is an answer for you. Please tell us whether it solved the matter."),
    "reminder": _l("An answer waits for your word: did it solve the matter?"),
    "declined": _l("A monitor has decided. The reason is written there."),
    "merged": _l("Others wrote the same. Your words were joined to theirs, and you can follow them together."),
    "separated": _l("The words that yours were joined to were taken back. Yours are read on their own again."),
    "approval": _l("A monitor changed a text that others may read. Please look whether it still says what you mean."),
    "change_asks": _l("Something changed about what was promised to you. Please look, and say whether it is solved."),
    "went_up": _l("No answer came in time. We took it one step higher, and you do not have to do anything."),
    "carried": _l("An organisation signed what you wrote and brings it to the office."),
    "registered": _l("It was entered in a register. From that day the term of the law runs."),
    "extended": _l("More time was given for an answer. The page says why, and until when."),
    "exhausted": _l("There is no office above any more that could answer. The page says what else you can do."),
    "appeal_decided": _l("The review that you asked for is decided. The page says how, why, and what you can do next."),
    "thanks_delivered": _l("Your kind words were passed on."),
}
OFFICE: dict[str, Any] = {
    "routed": _l("Something new waits for your office."),
    "disputed_office": _l("Something that you answered has come back. Please look at it again."),
    "words_added": _l("There are more words to something that waits for your office."),
    "taken_higher": _l("The time for an answer is over. What waited for your office went to the office above."),
    "given_back": _l("Something that you returned was given back to your office. Please answer it."),
    "signed": _l("Something that waits for your office was signed as a petition. Please enter it in your register."),
    "overdue": _l("The time for an answer is over. Please answer now."),
}
MONITOR: dict[str, Any] = {
    "author_wrote": _l("The author wrote again."),
    "disputed": _l("The author says that it is not solved. It went back for a new answer."),
    "returned": _l("Something was returned to you. Please find the right addressee."),
    "went_up_monitor": _l("No answer came in time. The case went to the office above."),
    "no_way_up": _l("No answer came in time, and no office stands above. Please ask there yourself."),
    "exhausted_monitor": _l("The author says that it is not solved, and no office stands above any more. The case is closed."),
    "answer_came": _l("An answer has come. Its public copy waits for your look."),
    "separated_monitor": _l("A case that was joined to another one is yours to read again: the other one was taken back."),
    "term_longer": _l("More time was given in a case that your organisation carries."),
    "carry_asked": _l("An author asks that an organisation carries it to the office."),
    "appeal_decided_monitor": _l("A review was decided. The public copy of its reasons waits for your look."),
    "timed_out": _l("A question stayed without an answer for two weeks. Work goes on."),
}

REVIEWER: dict[str, Any] = {"appeal_waits": _l("Somebody asks for a review, and your organisation may decide it.")}


# How an author who wrote by text message is told; the floor above knows (see features.py).
BY_TEXT: list[Callable[[Message, Case, dict[str, Any]], Letter | None]] = []
CODED = ("receipt", "reissued")
# The law gives more time only with a notice to whoever wrote.
BY_LAW = ("extended",)
ASKS = (
    *("question", "answered", "reminder", "declined", "approval", "change_asks"),
    *("routed", "disputed_office", "given_back", "signed", "overdue"),
    *("author_wrote", "returned", "no_way_up", "answer_came", "separated_monitor", "carry_asked"),
)


def _of_author(kind: str) -> Kind:
    """A code travels where it was asked for, a link for one tap where something is asked."""
    needs = ("link", "code") if kind in CODED else ("link", "answer") if kind in ASKING else ("link",)
    coded = kind in CODED
    must = coded or kind in BY_LAW
    return Kind(Role.AUTHOR, AUTHOR[kind], AUTHOR_LETTER, needs, asks=kind in ASKS, must=must, at_once=coded)


def _to_author(message: Message) -> Letter | None:
    """Only to the address that the author left; None when there is none, or when the case was taken back."""
    case = db.session.get(Case, message.subject_id)
    contact = queries.contact_of(case) if case else {}
    if case and contact.get("texts"):
        return BY_TEXT[0](message, case, contact)
    to = contact.get("email")
    if case is None or not to:
        return None
    site, secret = f"{current_app.config['SITE_URL']}/{message.locale}", secret_of(message)
    facts = {"link": f"{site}/track"}
    if message.kind in ASKING:
        facts["answer"] = f"{site}/solved/{secret}" if secret else ""
    if message.kind in CODED:
        facts["code"] = receipts.grouped(secret)
    written, reply_to = writing.write(message.kind, message.locale, facts), _reply_address(message)
    with force_locale(message.locale):
        hint = gettext("You can also simply reply to this mail; a monitor reads what you write.") if reply_to else ""
    zone = case.province.timezone if case.province else clock.CAPITAL
    return Letter(
        to,
        written.subject,
        f"{written.text}\n{hint}".rstrip(),
        reader=f"case:{message.subject_id}",
        locale=message.locale,
        zone=zone,
        link=facts["link"],
        reply_to=reply_to,
    )


def _reply_address(message: Message) -> str:
    """None beside a code, which a reply would quote."""
    base = "" if message.kind in CODED else current_app.config["MAIL_REPLY"]
    return replying.address_for(message.id, base) if base else ""


def _to_office(message: Message) -> Letter | None:
    routing = db.session.get(Routing, message.subject_id)
    person = reader_in(_receiver(message), message.kind)
    if routing is None or person is None:
        return None
    return letter_to(person, message.kind, f"office/{routing.number}")


def _to_monitor(message: Message) -> Letter | None:
    case, person = db.session.get(Case, message.subject_id), db.session.get(User, _receiver(message))
    if case is None or person is None or not person.is_active or not person.email:
        return None
    return letter_to(person, message.kind, f"desk/{case.public_id}")


def _to_reviewer(message: Message) -> Letter | None:
    """Nobody once it was decided, taken, or taken back."""
    appeal, person = db.session.get(Appeal, message.subject_id), db.session.get(User, _receiver(message))
    if appeal is None or not appeal.is_open or appeal.holder_id or person is None or not person.is_active or not person.email:
        return None
    return letter_to(person, message.kind, f"reviews/{appeal.number}")


def _receiver(message: Message) -> int:
    """The id in `user:7` or `organisation:12`."""
    return int(message.receiver.split(":")[1])


WORDS = {**AUTHOR, **OFFICE, **MONITOR, **REVIEWER}
KINDS = {
    **{kind: _of_author(kind) for kind in AUTHOR},
    **to_staff(Role.OFFICE, OFFICE, ASKS),
    **to_staff(Role.MONITOR, MONITOR, ASKS),
    **to_staff(Role.REVIEWER, REVIEWER, REVIEWER),
}
RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(AUTHOR, _to_author),
    **dict.fromkeys(OFFICE, _to_office),
    **dict.fromkeys(MONITOR, _to_monitor),
    **dict.fromkeys(REVIEWER, _to_reviewer),
}


# --- whether it is still worth saying in a day's letter ----------------------------------------------------------------


def _waits_there(message: Message) -> bool:
    routing = db.session.get(Routing, message.subject_id)
    return routing is not None and routing.status in {RoutingStatus.ROUTED, RoutingStatus.ACKNOWLEDGED}


def _is_theirs(message: Message) -> bool:
    """The monitor still has the case, and it is still here."""
    case = db.session.get(Case, message.subject_id)
    gone = {Status.WITHDRAWN, Status.DIVERTED}
    return case is not None and case.reviewer_id == _receiver(message) and case.status not in gone


def _review_waits(message: Message) -> bool:
    """Nobody took it, decided it, or took it back."""
    appeal = db.session.get(Appeal, message.subject_id)
    return appeal is not None and appeal.is_open and appeal.holder_id is None


def _waits_in(*statuses: Status) -> Callable[[Message], bool]:
    return lambda message: _is_theirs(message) and db.session.get_one(Case, message.subject_id).status in statuses


def _copy_waits(message: Message) -> bool:
    """Nobody has looked at the public copy of an answer yet."""
    routings = db.session.get_one(Case, message.subject_id).routings if _is_theirs(message) else []
    return any(one.answer and one.answer.copy_state == CopyState.PENDING for one in routings)


STILL = {
    **dict.fromkeys(OFFICE, _waits_there),
    **dict.fromkeys(MONITOR, _is_theirs),
    **dict.fromkeys(REVIEWER, _review_waits),
    "returned": _waits_in(Status.IN_REVIEW),
    "separated_monitor": _waits_in(Status.IN_REVIEW),
    "no_way_up": _waits_in(Status.WITH_OFFICE),
    "author_wrote": _waits_in(*OPEN),
    "carry_asked": _waits_in(*OPEN),
    "answer_came": _copy_waits,
}
# That it went higher is said although nothing waits there any more.
del STILL["taken_higher"]
