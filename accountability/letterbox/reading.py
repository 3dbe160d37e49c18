"""A mail as it came, broken or not: who says that they wrote it, whether a machine did, and the words that are new in it."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from html.parser import HTMLParser

from accountability.core.mongolian import normal

_AUTOMATIC = re.compile(r"auto[-_ ]?(?:generated|replied|notified|reply|submitted)|bulk|junk|list", re.I)
_ROBOTS = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", re.I)
# Where a mail program puts what is answered: «… wrote:», a line of signs, the head of the older mail.
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,} ?(?:original|forwarded|эх|дамжуулсан)|_{8,}|(?:from|хэнээс|от кого|от|кімнен): .*@"
    r"|.{0,200}(?:wrote|бичив|бичсэн|бичлээ|пишет|написал\(?а?\)?|жазды)\s*:\s*$)",
    re.I,
)
_SIGNATURE = re.compile(r"^-- ?$")
_ATTRIBUTION = re.compile(r"^\s*(?:on|at|в|\d{4}) .{4,200}(?:@|>|,)\s*$", re.I)
MOST_HOPS = 30


@dataclass(frozen=True)
class Mail:
    """`attachments` counts what came with the words; it is not read."""

    sender: str
    words: str
    mail_id: str
    automatic: bool
    looping: bool
    attachments: int


def read(content: bytes) -> Mail:
    """Never raises for what a stranger sent: what cannot be read has no words."""
    mail = message_from_bytes(content, policy=policy.default)
    return Mail(
        sender=parseaddr(_head(mail, "From"))[1].lower(),
        words=own_words(_text(mail)),
        mail_id=_head(mail, "Message-ID").strip(),
        automatic=_is_automatic(mail),
        looping=len(mail.get_all("Received", [])) > MOST_HOPS,
        attachments=sum(1 for part in mail.walk() if part.get_content_disposition() == "attachment"),
    )


def _head(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except Exception:  # the parser of headers fails in many ways on what strangers send
        return ""


def _is_automatic(mail: EmailMessage) -> bool:
    """RFC 3834, and the older ways of saying so."""
    submitted = _head(mail, "Auto-Submitted").strip().lower()
    said = _AUTOMATIC.search(_head(mail, "Precedence")) or any(
        mail.get(name) for name in ("List-Id", "X-Autoreply", "X-Autorespond")
    )
    return bool(submitted not in {"", "no"} or said or _ROBOTS.match(parseaddr(_head(mail, "From"))[1]))


def _text(mail: EmailMessage) -> str:
    """The plain text, or what an HTML mail says; broken parts give what can be read of them."""
    try:
        body = mail.get_body(preferencelist=("plain", "html"))
    except Exception:  # a mail whose structure contradicts itself
        body = None
    if body is None:
        body = next((part for part in mail.walk() if part.get_content_maintype() == "text"), None)
    if body is None:
        return ""
    text = _decoded(body)
    return _plain(text) if body.get_content_type() == "text/html" else text


def _decoded(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


class _Words(HTMLParser):
    """The text of a page; what a browser would not show is left out, and so is what a mail program quotes."""

    HIDDEN = frozenset(("script", "style", "head", "title", "blockquote"))
    LINES = frozenset(("p", "div", "br", "li", "tr"))

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quoted = any(name == "class" and "quote" in (value or "") for name, value in attrs)
        if self.hidden or tag in self.HIDDEN or quoted:
            self.hidden += tag not in {"br", "img", "hr", "meta", "link", "input"}
        elif tag in self.LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - 1) if self.hidden else 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(" ".join(data.split()) + " " if data.strip() else " ")


def _plain(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    return "".join(reader.pieces)


def own_words(text: str) -> str:
    """Without what is quoted below, and without a signature; words above and between quotes stay."""
    lines = []
    for line in normal(text).split("\n"):
        if _SIGNATURE.match(line):
            break
        if _QUOTED.match(line):
            if line.lstrip().startswith(">"):
                continue
            break
        lines.append(line.rstrip())
    while lines and (not lines[-1].strip() or _ATTRIBUTION.match(lines[-1])):
        lines.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
