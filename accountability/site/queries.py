"""What a machine asks before it sends people here: whether the database answers, and knows the newest tables."""

from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from accountability.core.db import db


def answers() -> bool:
    return bool(db.session.scalar(sa.text("SELECT 1")) == 1)


def is_migrated(folder: Path) -> bool:
    """Whether the database stands at the newest migration of the folder."""
    wanted = set(ScriptDirectory(str(folder)).get_heads())
    return set(MigrationContext.configure(db.session.connection()).get_current_heads()) == wanted
