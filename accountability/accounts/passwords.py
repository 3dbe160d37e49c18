"""Passwords by NIST SP 800-63B-4: long, not common, not made of what everybody knows of you; hashed with argon2id.

There are no rules of composition and nothing runs out: those make people choose worse ones.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accountability.accounts.wordlist import CYRILLIC_KEYS, LATIN_KEYS, common
from accountability.core.errors import Busy

SHORTEST_ALONE = 15
SHORTEST = 8
LONGEST = 128
FEWEST_LETTERS = 5
# What has to be left when the words that everybody knows of somebody are taken out.
OWN_PART = 8
MEMORY_KIB, PASSES = 64 * 1024, 3
# Of a worker's eight threads two may hash and four wait for a turn, so that two are always left for people who file.
AT_ONCE, MAY_WAIT, LONGEST_WAIT = 2, 4, 3.0

hasher = PasswordHasher(memory_cost=MEMORY_KIB, time_cost=PASSES, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)
_queue = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)
_site_names: list[str] = []
_WALKS = [
    "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
    "qawsedrftgyhujikolp", "abcdefghijklmnopqrstuvwxyz", CYRILLIC_KEYS, LATIN_KEYS, "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
]  # fmt: skip
_LOOKS_LIKE = str.maketrans("013457@$!", "oleastasi")


def configure(site_names: Iterable[str]) -> None:
    """The names of the site, which are no secret."""
    _site_names[:] = site_names


@contextmanager
def _place() -> Iterator[None]:
    """At most two hashes are made at once in a process: each takes 64 MiB, and others want to be served meanwhile.

    Whoever would have to stand in a long queue is asked to come back in a few seconds instead.
    """
    if not _queue.acquire(blocking=False):
        raise Busy("too many passwords at once")
    try:
        if not _places.acquire(timeout=LONGEST_WAIT):
            raise Busy("too many passwords at once")
        try:
            yield
        finally:
            _places.release()
    finally:
        _queue.release()


def normal(password: str) -> str:
    """The same letters however a keyboard composes them (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    with _place():
        return hasher.hash(normal(password))


@cache
def _nobodys(_parameters: tuple[int, int]) -> str:
    return hasher.hash("nobody has this password")


def is_right(password_hash: str | None, password: str) -> bool:
    """Takes the same time whether the person exists or not."""
    with _place():
        try:
            kept = password_hash or _nobodys((hasher.memory_cost, hasher.time_cost))
            return hasher.verify(kept, normal(password)) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(password_hash: str | None) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return password_hash is not None and hasher.check_needs_rehash(password_hash)


def fault(password: str, known: Iterable[str | None], *, alone: bool) -> str | None:
    """Why nobody should choose this one, or None.

    `known` are the words that others know of the person: name, login, office, place. `alone` says that no second factor protects
    the account.
    """
    plain = normal(password)
    if len(plain) < (SHORTEST_ALONE if alone else SHORTEST):
        return "too_short_alone" if alone else "too_short"
    if len(plain) > LONGEST:
        return "too_long"
    plain = plain.casefold()
    if _is_common(plain):
        return "common"
    return "known" if _is_known(plain, [*known, *_site_names]) else None


def _is_common(plain: str) -> bool:
    if len(set(plain)) < FEWEST_LETTERS or _is_walk(plain):
        return True
    core = plain.strip("0123456789!?.,;:-_*#@$%&+= ")
    return any(_stands_in_list(word) for word in (plain, core, plain.translate(_LOOKS_LIKE), core.translate(_LOOKS_LIKE)))


def _stands_in_list(word: str) -> bool:
    """The word itself, or a common or very short one over and over."""
    if word in common():
        return True
    over_and_over = re.fullmatch(r"(.+?)[\s\d_.-]*(?:\1[\s\d_.-]*)+", word)
    return bool(over_and_over) and (len(over_and_over[1]) < FEWEST_LETTERS or over_and_over[1] in common())  # type: ignore[index]


def _is_walk(plain: str) -> bool:
    """A way along the keys or the alphabet, forwards or backwards, also round and round."""
    return any(plain in walk * 3 or plain in walk[::-1] * 3 for walk in _WALKS)


def _is_known(plain: str, known: Iterable[str | None]) -> bool:
    """Made of the person's own name, address, office, place or of the site's name, with little else."""
    words = {word for text in known if text for word in re.split(r"[\s@.:,«»\"'()-]+", normal(text).casefold()) if len(word) > 2}
    left = plain
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != plain and sum(letter.isalnum() for letter in left) < OWN_PART
