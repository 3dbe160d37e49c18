"""What a reader wishes."""

from dataclasses import dataclass

import sqlalchemy as sa

from accountability.core.db import db
from accountability.preferences.models import Pace, Preference, Wants

# From when to when nobody is disturbed who did not say otherwise; None when the site has no such hours. Set by create_app.
DEFAULT_HOURS: dict[str, tuple[int, int] | None] = {"quiet": (21, 8)}


@dataclass(frozen=True)
class Wish:
    """What holds for a reader now; the default for whoever never said anything."""

    wants: Wants = Wants.EVERYTHING
    pace: Pace = Pace.NOW
    quiet: tuple[int, int] | None = None

    @property
    def stopped(self) -> bool:
        return self.wants == Wants.NOTHING


def row_of(reader: str) -> Preference | None:
    return db.session.scalars(sa.select(Preference).where(Preference.reader == reader)).first()


def wish_of(reader: str) -> Wish:
    row = row_of(reader)
    if row is None:
        return Wish(quiet=DEFAULT_HOURS["quiet"])
    quiet = (row.quiet_from, row.quiet_until) if row.quiet_from != row.quiet_until else None
    return Wish(row.wants, row.pace, quiet)
