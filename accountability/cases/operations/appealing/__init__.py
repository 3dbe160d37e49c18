"""An appeal: its author asks and takes back; a reviewer of another organisation takes, gives back and decides."""

from accountability.cases.operations.appealing.asking import ask, due, take_back, until
from accountability.cases.operations.appealing.deciding import Decision, decide, give_back, release, take

__all__ = ["Decision", "ask", "decide", "due", "give_back", "release", "take", "take_back", "until"]
