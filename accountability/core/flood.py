"""Notices when submissions come in floods, and then asks each browser for a little work that a flood cannot afford.

Nobody is turned away: what comes without the work is taken and waits in quarantine. Counted for everybody and for each network,
in the database, under the key of the day; when the counters cannot be read, there is no flood.
"""

import hashlib
import hmac
import logging
import math
import secrets
import time

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from accountability.core import throttle
from accountability.core.db import db, reading

HOUR = 3600
FEWEST_BITS, MOST_BITS = 14, 18
LIFE = 600
ALL = "flood:all"


def _keys() -> tuple[str, str]:
    return ALL, f"flood:{throttle.visitor()}"


def count() -> None:
    """One more was taken. Called when no transaction is open: it is counted on a connection of its own."""
    if not current_app.config["LIMITS_ON"]:
        return
    try:
        for key in _keys():
            throttle.limiter.storage.incr(key, HOUR)
    except SQLAlchemyError as problem:
        logging.getLogger(__name__).error("flood: %s", type(problem).__name__)


def bits() -> int:
    """How much work is asked for now; none in calm times, twice as much for each doubling of the flood."""
    if not current_app.config["LIMITS_ON"]:
        return 0
    try:
        load = _load()
    except SQLAlchemyError as problem:
        logging.getLogger(__name__).error("flood: %s", type(problem).__name__)
        return 0
    return min(MOST_BITS, FEWEST_BITS + int(math.log2(load))) if load >= 1 else 0


def _load() -> float:
    """How many times over the limit we are, for everybody or for this network."""
    table = throttle.ThrottleCounter
    everybody, mine = _keys()
    found = sa.select(table.key, table.count).where(table.key.in_((everybody, mine)), table.expires_at > time.time())
    with reading(), db.engine.connect() as connection:
        counts = {row.key: row.count for row in connection.execute(found)}
    for_all, for_one = current_app.config["FLOOD_PER_HOUR"]
    return max(float(counts.get(everybody, 0) / for_all), float(counts.get(mine, 0) / for_one))


# --- the work ----------------------------------------------------------------------------------------------------------


def puzzle() -> dict[str, str | int]:
    """Find n so that SHA-256 of `salt:n` begins with so many nought bits. Nothing is kept: the signature says that it is ours."""
    wanted = bits()
    head = f"{wanted}.{int(time.time()) + LIFE}.{secrets.token_hex(8)}"
    return {"bits": wanted, "salt": _sign(head), "puzzle": head}


def is_solved(answer: str | None) -> bool:
    """Whether `puzzle~n` is a puzzle of ours, still good, solved, and sent for the first time."""
    head, _, number = (answer or "")[:120].partition("~")
    wanted, expires = _read(head)
    salt = _sign(head)
    if wanted < FEWEST_BITS or expires < time.time() or not (number.isascii() and number.isdecimal()):
        return False
    work = int.from_bytes(hashlib.sha256(f"{salt}:{number}".encode()).digest(), "big")
    return work >> (256 - wanted) == 0 and throttle.limiter.storage.incr(f"flood:done:{salt}", LIFE) == 1


def _read(head: str) -> tuple[int, int]:
    """Bits and end of a puzzle that is signed by us: the signature is the salt, which only we can know from the head alone."""
    parts = head.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isalnum() for part in parts):
        return 0, 0
    wanted, expires = parts[:2]
    return (int(wanted), int(expires)) if wanted.isdecimal() and expires.isdecimal() and len(expires) < 12 else (0, 0)


def _sign(head: str) -> str:
    """Without SECRET_KEY nobody can make the salt of a puzzle of their own, so nobody can solve one that we did not hand out."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"flood:{head}".encode(), hashlib.sha256).hexdigest()[:24]
