"""What a machine asks before it sends people here: whether the database answers, and knows the newest tables."""

from pathlib import Path

import sqlalchemy as sa

from accountability.core.db import db


def answers() -> bool:
    return bool(db.session.scalar(sa.text("SELECT 1")) == 1)


def is_migrated(folder: Path, bind: str | None) -> bool:
    """Whether a database stands at the newest migration of the folder; they are numbered without a gap."""
    newest = max(path.name.split("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))
    asked = sa.text("SELECT version_num FROM alembic_version")
    return bool(db.session.scalar(asked, bind_arguments={"bind": db.engines[bind]}) == newest)
