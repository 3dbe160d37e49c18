"""A phone that writes to the platform through the gateway's door, and reads what goes out to it."""

import base64
import itertools

from accountability.cases.models import Case
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.sms.models import SmsPhone

SECRET = "gateway-secret"
NUMBER = "+97699112233"
STORY = "Сумын эмийн санд даралтын эм хоёр сар алга."
_seconds = itertools.count(1)


def headers(number=NUMBER, sent_at=None, udh=None, secret=SECRET):
    given = {
        "Authorization": "Basic " + base64.b64encode(f"sms:{secret}".encode()).decode(),
        "Content-Type": 'text/plain; charset="UTF-8"',
        "X-Kannel-From": number,
        "X-Kannel-Time": sent_at or f"2026-11-30 10:00:{next(_seconds)}",
    }
    return given | ({"X-Kannel-UDH": "".join(f"%{byte:02x}" for byte in udh)} if udh else {})


class Phone:
    def __init__(self, client, number=NUMBER):
        self.client, self.number, self.letters = client, number, []

    def brings(self, text, **how):
        """One part as the gateway brings it; returns its answer."""
        return self.client.post("/gateway/sms", data=text.encode(), headers=headers(self.number, **how))

    def says(self, text, **how):
        """Sends, and returns what comes back."""
        assert self.brings(text, **how).status_code == 200
        return self.reads()

    def reads(self):
        """What went out to this phone since it last looked."""
        before = len(self.letters)
        outbox.deliver(self._take, 500)
        return [letter.text for letter in self.letters[before:]]

    def _take(self, letter, _message_id):
        if letter.by == "sms" and letter.to == self.number:
            self.letters.append(letter)
        return "sms"

    def files(self, story=STORY, place="Увс, Тариалан"):
        """The whole conversation up to the code; the case is the newest one."""
        for text in (story, "5", place, "7"):
            replies = self.says(text)
        return replies[-1], newest_case()


def newest_case():
    return db.session.query(Case).order_by(Case.id.desc()).first()


def kept():
    return db.session.query(SmsPhone).one_or_none()
