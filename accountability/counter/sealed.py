"""What the book seals: who came, what they said, what became of it in words."""

from accountability.core.rotating import Sealed
from accountability.core.vault import vault
from accountability.counter.models import CounterEntry

PURPOSE = "counter"


def seal(words: str) -> bytes:
    return vault.seal_text(words.strip(), PURPOSE)


def text(sealed: bytes | None) -> str:
    """The words in plain; nothing where nothing was written."""
    return vault.open_text(sealed, PURPOSE) if sealed else ""


def _purpose(_row: CounterEntry) -> str:
    return PURPOSE


COLUMNS = (CounterEntry.about, CounterEntry.who, CounterEntry.longer_why, CounterEntry.outcome_words)
SEALED = [Sealed(column, _purpose) for column in COLUMNS]
