"""Marks of mails whose repeats do not come any more are forgotten."""

from datetime import timedelta

import sqlalchemy as sa

from accountability.core import clock
from accountability.core.db import db
from accountability.letterbox.models import SeenMail

REPEATS_COME_FOR = timedelta(days=30)


def chase() -> int:
    """Returns how many were forgotten."""
    old = sa.delete(SeenMail).where(SeenMail.at < clock.now() - REPEATS_COME_FOR)
    forgotten = int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
    db.session.commit()
    return forgotten
