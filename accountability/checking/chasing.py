"""Draws the sample when a new week has begun."""

from accountability.checking import operations
from accountability.core import clock
from accountability.core.db import db


def chase() -> int:
    """Returns how many calls were drawn."""
    made = operations.draw(clock.today())
    db.session.commit()
    return made.drawn if made else 0
