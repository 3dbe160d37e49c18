"""A word with its tone, as tags and chips show it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Label:
    """A word with its tone: ok, wait, bad, said, mute or info."""

    text: Any
    tone: str
