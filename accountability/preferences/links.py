"""The link under a letter that may be stopped: sealed, so that it tells no address and no number, and nobody else makes one."""

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta

from accountability.core import clock
from accountability.core.vault import VaultError, vault

PURPOSE = "stop"
LIFE = timedelta(days=400)
LONGEST = 300


@dataclass(frozen=True)
class Reading:
    """What a link says: whose messages it is about, and whether its time is over."""

    reader: str
    is_over: bool


def make(reader: str, purpose: str = PURPOSE, life: timedelta = LIFE) -> str:
    ends = int((clock.now() + life).timestamp())
    return base64.urlsafe_b64encode(vault.seal_text(f"{ends} {reader}", purpose)).decode().rstrip("=")


def read(token: str, purpose: str = PURPOSE) -> Reading | None:
    """None for what is none of ours."""
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        opened = vault.open_text(base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True), purpose)
    except (binascii.Error, VaultError, ValueError):
        return None
    ends, _, reader = opened.partition(" ")
    return Reading(reader, int(ends) < clock.now().timestamp())
