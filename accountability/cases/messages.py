"""What authors, offices and monitors read when something happened: neutral words, and a link to where it stands.

No message names the office, the matter or the story: whoever looks at the screen of a phone learns nothing.
"""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from accountability.accounts import queries as accounts
from accountability.accounts.models import User
from accountability.cases import queries, receipts
from accountability.cases.models import Appeal, Case, Routing
from accountability.cases.moves import ASKING
from accountability.core.db import db
from accountability.core.pages import site_name
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer, secret_of

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


def _to_author(message: Message) -> Letter | None:
    """Only to the address that the author left; None when there is none, or when the case was taken back."""
    case = db.session.get(Case, message.subject_id)
    to = queries.contact_of(case).get("email") if case else None
    if not to:
        return None
    if message.kind in ASKING:
        token = secret_of(message)
        return _letter(to, message.locale, "ask" if token else "author", AUTHOR[message.kind], "track", code="", token=token)
    code = receipts.grouped(secret_of(message)) if message.sealed_secret else ""
    return _letter(to, message.locale, "author", AUTHOR[message.kind], "track", code=code)


def _to_office(message: Message) -> Letter | None:
    routing = db.session.get(Routing, message.subject_id)
    person = next((one for one in accounts.officials_of(_receiver(message)) if one.email), None)
    if routing is None or person is None:
        return None
    return _to_staff(person, OFFICE[message.kind], f"office/{routing.number}")


def _to_monitor(message: Message) -> Letter | None:
    case, person = db.session.get(Case, message.subject_id), db.session.get(User, _receiver(message))
    if case is None or person is None or not person.is_active or not person.email:
        return None
    return _to_staff(person, MONITOR[message.kind], f"desk/{case.public_id}")


def _to_reviewer(message: Message) -> Letter | None:
    """Nobody once it was decided, taken, or taken back."""
    appeal, person = db.session.get(Appeal, message.subject_id), db.session.get(User, _receiver(message))
    if appeal is None or not appeal.is_open or appeal.holder_id or person is None or not person.is_active or not person.email:
        return None
    return _to_staff(person, REVIEWER[message.kind], f"reviews/{appeal.number}")


def _receiver(message: Message) -> int:
    """The id in `user:7` or `organisation:12`."""
    return int(message.receiver.split(":")[1])


def _to_staff(person: User, words: Any, path: str) -> Letter:
    return _letter(person.email or "", person.locale, "staff", words, path, name=person.name)


def _letter(to: str, locale: str, template: str, words: Any, path: str, **facts: Any) -> Letter:
    with force_locale(locale):
        site = f"{current_app.config['SITE_URL']}/{locale}"
        link, answer = f"{site}/{path}", f"{site}/solved/{facts.get('token', '')}"
        text = render_template(f"cases/messages/{template}.txt", words=words, link=link, answer=answer, **facts)
        return Letter(to, gettext("News for you from %(site)s", site=site_name()), text)


WORDS = {**AUTHOR, **OFFICE, **MONITOR, **REVIEWER}
RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(AUTHOR, _to_author),
    **dict.fromkeys(OFFICE, _to_office),
    **dict.fromkeys(MONITOR, _to_monitor),
    **dict.fromkeys(REVIEWER, _to_reviewer),
}
