"""The ways out of the house: SMTP, or the sample outbox where nothing leaves."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlparse

from accountability.outbox.operations import Letter, Sender


def keep_as_sample(_letter: Letter, _message_id: str) -> str:
    """Without MAIL_URL nothing is sent; the outbox page shows what would have gone out."""
    return "sample"


def smtp(url: str, sender: str) -> Sender:
    """A sender over `smtp://user:pass@host:port?tls=1`."""
    parts = urlparse(url)
    tls = parse_qs(parts.query).get("tls") == ["1"]

    def send(letter: Letter, message_id: str) -> str:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, letter.to, letter.subject
        mail["Message-ID"] = f"<{message_id}@{sender.rsplit('@', maxsplit=1)[-1]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=20) as server:
            if tls:
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(mail)
        return "smtp"

    return send


def sender_for(url: str | None, sender: str) -> Sender:
    if url:
        return smtp(url, sender)
    return keep_as_sample
