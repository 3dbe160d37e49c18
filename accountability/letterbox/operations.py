"""Taking a mail: the words join the case, or the sender is told why not."""

from datetime import timedelta

from flask_babel import force_locale, ngettext
from sqlalchemy.exc import IntegrityError

from accountability.cases import queries, replying
from accountability.cases.models import Case
from accountability.cases.operations import authoring
from accountability.cases.receipts import receipts
from accountability.core import clock, throttle
from accountability.core.db import db
from accountability.core.errors import DomainError
from accountability.letterbox import reading
from accountability.letterbox.models import SeenMail
from accountability.outbox import operations as outbox
from accountability.outbox.models import Message

LONGEST = 5_000
GOOD_FOR = timedelta(days=90)
AN_HOUR, MOST_AN_HOUR = 3600, 20


class Refused(Exception):
    """Why a mail is not taken, as its sender's mail server passes it on; nothing personal stands in it."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


UNKNOWN = Refused(550, "5.1.1 This address takes no replies, or not any more.")
OVER = Refused(550, "5.7.1 This matter takes no more words.")
NOT_YOURS = Refused(550, "5.7.1 Please reply from the address that we wrote to.")
NO_WORDS = Refused(554, "5.6.0 We found no words in this mail. Please write them as plain text above our letter.")
TOO_LONG = Refused(552, f"5.3.4 Please write at most {LONGEST} characters.")
TOO_MANY = Refused(452, "4.2.2 Too many mails. Please try again in an hour.")
LOOPING = Refused(554, "5.4.6 This mail goes round in circles.")


def letter_named_by(address: str, base: str) -> Message:
    """The letter to an author that is replied to.

    Raises:
        Refused: the address is not ours, was made up, or is too old.
    """
    number = replying.message_id_in(address, base)
    message = db.session.get(Message, number) if number else None
    if message is None or message.subject_kind != "case" or message.receiver != "author":
        raise UNKNOWN
    if message.created_at < clock.now() - GOOD_FOR:
        raise UNKNOWN
    return message


def over_limit(case_id: int) -> bool:
    """Whether too many mails came about this case; counted while no transaction is open."""
    if throttle.switched_off():
        return False
    return throttle.limiter.storage.incr(f"mail:{case_id}", AN_HOUR) > MOST_AN_HOUR


def bounced(message: Message) -> None:
    """Our letter did not arrive: the desk sees it."""
    outbox.note_delivery(outbox.message_id(message), "failed")


def take(message: Message, content: bytes) -> None:
    """Adds what is new in the mail to the case; a machine's reply is taken and dropped, and so is a repeat.

    Raises:
        Refused: with the reason for its sender.
    """
    mail = reading.read(content)
    if mail.looping:
        raise LOOPING
    if mail.automatic:
        return
    case = db.session.get(Case, message.subject_id)
    if case is None or case.erased_at:
        raise OVER
    if not mail.sender or mail.sender != str(queries.contact_of(case).get("email", "")).lower():
        raise NOT_YOURS
    if not mail.words:
        raise NO_WORDS
    if len(mail.words) > LONGEST:
        raise TOO_LONG
    if _is_new(mail, content):
        _add(case, mail)


def _is_new(mail: reading.Mail, content: bytes) -> bool:
    mark = receipts.hash(f"mail:{mail.mail_id or content.hex()}:{mail.words}")
    try:
        with db.session.begin_nested():
            db.session.add(SeenMail(mark=mark, at=clock.now()))
    except IntegrityError:
        return False
    return True


def _add(case: Case, mail: reading.Mail) -> None:
    words = mail.words
    if mail.attachments:
        with force_locale(case.locale):
            left = ngettext("(%(num)s file was not taken.)", "(%(num)s files were not taken.)", mail.attachments)
        words = f"{words}\n{left}"
    try:
        authoring.add_words(queries.lock(case.id), words)
    except DomainError as refused:
        raise OVER from refused
