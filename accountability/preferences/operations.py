"""Choosing, stopping with one tap, and undoing it."""

import sqlalchemy as sa

from accountability.core import clock
from accountability.core.db import db
from accountability.preferences import queries
from accountability.preferences.models import Pace, Preference, Wants

NO_QUIET = (0, 0)


def choose(reader: str, wants: Wants, pace: Pace = Pace.NOW, quiet: tuple[int, int] | None = None) -> None:
    """All that a reader can say; None for `quiet` disturbs at any hour."""
    row = _row(reader)
    row.wants, row.wants_before, row.pace = wants, None, pace
    row.quiet_from, row.quiet_until = quiet or NO_QUIET
    row.changed_at = clock.now()


def want(reader: str, wants: Wants) -> None:
    """The one choice that authors make; the hours stay as they are."""
    row = _row(reader)
    row.wants, row.wants_before, row.changed_at = wants, None, clock.now()


def stop(reader: str) -> None:
    """From now on only what must come. Pressed twice it does the same as once."""
    row = _row(reader)
    if row.wants != Wants.NOTHING:
        row.wants, row.wants_before, row.changed_at = Wants.NOTHING, row.wants, clock.now()


def resume(reader: str) -> None:
    """As it was before it was stopped."""
    row = _row(reader)
    if row.wants == Wants.NOTHING:
        row.wants, row.wants_before, row.changed_at = row.wants_before or Wants.EVERYTHING, None, clock.now()


def forget(reader: str) -> None:
    db.session.execute(sa.delete(Preference).where(Preference.reader == reader))


def _row(reader: str) -> Preference:
    """The reader's row, locked; made with what holds for everybody when there is none."""
    found = sa.select(Preference).where(Preference.reader == reader).with_for_update()
    row = db.session.scalars(found.execution_options(populate_existing=True)).first()
    if row is None:
        quiet_from, quiet_until = queries.DEFAULT_HOURS["quiet"] or NO_QUIET
        row = Preference(
            reader=reader,
            wants=Wants.EVERYTHING,
            pace=Pace.NOW,
            quiet_from=quiet_from,
            quiet_until=quiet_until,
            changed_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
    return row
