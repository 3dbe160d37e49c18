"""The ways out of the house: SMTP, a gateway for text messages, or the sample outbox where nothing leaves."""

import http.client
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlparse

from accountability.outbox.operations import Letter, Sender

EVERY_STATE = "31"  # what the gateway shall report: delivered, failed, waiting, taken, refused
STOP = "List-Unsubscribe"


def keep_as_sample(_letter: Letter, _message_id: str) -> str:
    """Without MAIL_URL nothing is sent; the outbox page shows what would have gone out."""
    return "sample"


class WholeLinks(EmailPolicy):
    """Folds no header that holds a link: a long one would be cut or encoded, and mail programs could not read it."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if _is_link(name, value) else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii") if _is_link(name, value) else super().fold_binary(name, value)


def _is_link(name: str, value: str) -> bool:
    return name == STOP and value.isascii()


class Smtp:
    """A sender over `smtp://user:pass@host:port?tls=1` that keeps its connection from one letter to the next."""

    def __init__(self, url: str, sender: str) -> None:
        self.parts, self.sender = urlparse(url), sender
        self.tls = parse_qs(self.parts.query).get("tls") == ["1"]
        self._server: smtplib.SMTP | None = None

    def __call__(self, letter: Letter, message_id: str) -> str:
        mail = self._mail(letter, message_id)
        try:
            self._connected().send_message(mail)
        except smtplib.SMTPServerDisconnected:  # it hung up since the last letter: once more, with the same id
            self.close()
            self._connected().send_message(mail)
        except (smtplib.SMTPException, OSError):
            self.close()
            raise
        return "smtp"

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            server = smtplib.SMTP(self.parts.hostname or "localhost", self.parts.port or 25, timeout=20)
            if self.tls:
                server.starttls(context=ssl.create_default_context())
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            self._server = server
        return self._server

    def _mail(self, letter: Letter, message_id: str) -> EmailMessage:
        mail = EmailMessage(WholeLinks())
        mail["From"], mail["To"], mail["Subject"] = self.sender, letter.to, letter.subject
        mail["Message-ID"] = f"<{message_id}@{self.sender.rsplit('@', maxsplit=1)[-1]}>"
        mail["Auto-Submitted"] = "auto-generated"
        if letter.reply_to:
            mail["Reply-To"] = letter.reply_to
        if letter.stop_link:  # RFC 8058: the reader's mail program posts there when they press its own button
            mail[STOP] = f"<{letter.stop_link}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(letter.text)
        return mail


class Kannel:
    """A sender over `http://user:password@host:port/cgi-bin/sendsms?from=1414`; its reports come to our own address.

    Words and numbers travel in the body and in headers, never in an address, which would end up in other people's logs.
    """

    def __init__(self, url: str, callback: str, secret: str) -> None:
        self.parts, self.callback, self.secret = urlparse(url), urlparse(callback), secret
        self.sender = parse_qs(self.parts.query).get("from", [""])[0]

    def __call__(self, letter: Letter, message_id: str) -> str:
        make = http.client.HTTPSConnection if self.parts.scheme == "https" else http.client.HTTPConnection
        server = make(self.parts.hostname or "localhost", self.parts.port, timeout=20)
        try:
            server.request("POST", self.parts.path, letter.text.encode(), self._headers(letter, message_id))
            answer = server.getresponse()
            answer.read()
        finally:
            server.close()
        if answer.status not in {200, 202}:
            raise ConnectionError(f"the gateway answered {answer.status}")
        return "sms"

    def _headers(self, letter: Letter, message_id: str) -> dict[str, str]:
        return {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": unquote(self.parts.username or ""),
            "X-Kannel-Password": unquote(self.parts.password or ""),
            "X-Kannel-From": self.sender,
            "X-Kannel-To": letter.to,
            "X-Kannel-Coding": "0" if letter.text.isascii() else "2",
            "X-Kannel-DLR-Mask": EVERY_STATE,
            "X-Kannel-DLR-Url": self._report_address(message_id),
        }

    def _report_address(self, message_id: str) -> str:
        """Kannel fills in %d; of the message there stands only its number."""
        query = urlencode({"message": message_id}) + "&state=%d"
        return f"{self.callback.scheme}://sms:{self.secret}@{self.callback.netloc}/gateway/sms/delivered?{query}"


def by_way(mail: Sender, text: Sender) -> Sender:
    """Each letter by the way that it is written for."""

    def send(letter: Letter, message_id: str) -> str:
        return (text if letter.by == "sms" else mail)(letter, message_id)

    return send


def sender_for(url: str | None, sender: str) -> Sender:
    if url:
        return Smtp(url, sender)
    return keep_as_sample


def out_of(config: Mapping[str, Any]) -> Sender:
    """All ways out that the settings open."""
    mail = sender_for(config["MAIL_URL"], config["MAIL_FROM"])
    url = config["SMS_URL"]
    return by_way(mail, Kannel(url, config["SITE_URL"], config["SMS_SECRET"]) if url else keep_as_sample)
