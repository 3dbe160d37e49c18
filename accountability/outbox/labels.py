"""What became of a message, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.outbox.models import Message

OUTCOMES: dict[str, Any] = {
    "smtp": _l("sent by e-mail"),
    "sms": _l("sent by text message"),
    "sample": _l("kept as a sample"),
    "nobody": _l("not sent: nobody to write to"),
    "failed": _l("given up after many tries"),
}
DELIVERY: dict[str, Any] = {
    "accepted": _l("taken by the gateway"),
    "buffered": _l("waits for the phone"),
    "delivered": _l("on the phone"),
    "failed": _l("did not arrive"),
}
WAITS = _l("waits")


def state_of(message: Message) -> Any:
    """The newest that is known: delivery to the phone, else how it went out."""
    if message.delivery:
        return DELIVERY[message.delivery]
    return OUTCOMES.get(message.outcome, message.outcome) if message.outcome else WAITS
