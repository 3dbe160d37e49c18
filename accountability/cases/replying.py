"""The address to which an author may reply: it names one message of ours, and nobody can make one up."""

import re

from accountability.cases.receipts import receipts

_ADDRESS = re.compile(r"([^+@]+)\+([0-9a-f]{1,12})\.([0-9a-f]{24})@([^@]+)")


def address_for(message_id: int, base: str) -> str:
    """`reply@example.mn` becomes `reply+1f.…@example.mn`, with the message's number and a keyed mark of it."""
    name, _, domain = base.partition("@")
    return f"{name}+{message_id:x}.{_mark(message_id)}@{domain}"


def message_id_in(address: str, base: str) -> int | None:
    """The message that an address of ours names; None for any other address."""
    found = _ADDRESS.fullmatch(address.strip().lower())
    if found is None or f"{found[1]}@{found[4]}" != base.lower():
        return None
    number = int(found[2], 16)
    return number if receipts.same(_mark(number), found[3]) else None


def _mark(message_id: int) -> str:
    return receipts.hash(f"reply:{message_id}")[:24]
