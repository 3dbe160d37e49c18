"""The ways out of the house: SMTP, or the sample outbox where nothing leaves."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import EmailPolicy
from urllib.parse import parse_qs, unquote, urlparse

from accountability.outbox.operations import Letter, Sender

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
        if letter.stop_link:  # RFC 8058: the reader's mail program posts there when they press its own button
            mail[STOP] = f"<{letter.stop_link}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(letter.text)
        return mail


def sender_for(url: str | None, sender: str) -> Sender:
    if url:
        return Smtp(url, sender)
    return keep_as_sample
