"""Marks in the texts that leave the monitor's room: what the detector finds, a person decides; undecided, nothing leaves."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.cases.models import Case, ClearedMark, SecondReading
from accountability.cases.receipts import receipts
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.redaction import detector


@dataclass(frozen=True)
class Mark:
    """A part of a text that may identify somebody; `digest` stands for its words, which are kept nowhere else."""

    words: str
    kind: str
    digest: str
    is_cleared: bool


def marks(case: Case, *texts: str) -> list[Mark]:
    """What is marked in these texts, each words once; fewer than two statements."""
    found = marked(*texts)
    if not found:
        return []
    known = set(db.session.scalars(sa.select(ClearedMark.digest).where(ClearedMark.case_id == case.id)))
    digests = {key: digest_of(case.public_id, *key) for key in found}
    return [Mark(words, kind, digests[kind, words], digests[kind, words] in known) for kind, words in found]


def marked(*texts: str) -> list[tuple[str, str]]:
    """Kind and words of each marked part, each once."""
    composed = [unicodedata.normalize("NFC", text) for text in texts]
    return list(dict.fromkeys((span.kind, text[span.start : span.end]) for text in composed for span in detector.scan(text)))


def digest_of(public_id: str, kind: str, words: str) -> str:
    """Hashed with the platform's key, so that a stolen table tells neither a phone number nor a name."""
    return receipts.hash(f"mark:{public_id}:{kind}:{' '.join(words.casefold().split())}")


def clear(case: Case, actor: Actor, texts: Iterable[str], digests: frozenset[str] | None) -> None:
    """Keeps the decision that marked parts identify nobody; None means every mark in these texts."""
    # The same words in capitals are one decision.
    for mark in {mark.digest: mark for mark in marks(case, *texts)}.values():
        if not mark.is_cleared and (digests is None or mark.digest in digests):
            row = ClearedMark(case_id=case.id, digest=mark.digest, kind=mark.kind, user_id=actor.user_id, at=clock.now())
            db.session.add(row)
    db.session.flush()


def require_clear(case: Case, text: str) -> None:
    """Before a text leaves: every mark decided, and a text that nobody but people can read looked through by a second one."""
    if any(not mark.is_cleared for mark in marks(case, text)):
        raise Invalid("marks", "undecided")
    if not detector.is_readable(text) and not _was_read_twice(case, text):
        raise Invalid("marks", "second_reader")


def is_unchecked(*texts: str) -> bool:
    """Whether one of them is in a language that the detector cannot read."""
    return any(text and not detector.is_readable(text) for text in texts)


def read_second(case: Case, actor: Actor, *texts: str) -> None:
    """A second person looked through the texts and found nobody identified."""
    for text in filter(None, texts):
        if not _was_read_twice(case, text):
            db.session.add(SecondReading(case_id=case.id, digest=_of_text(text), user_id=actor.user_id, at=clock.now()))
    db.session.flush()


def _was_read_twice(case: Case, text: str) -> bool:
    found = sa.select(SecondReading.id).where(SecondReading.case_id == case.id, SecondReading.digest == _of_text(text))
    return db.session.scalar(found) is not None


def _of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
