"""Whether this process can do its work: its database, its tables, its storage."""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from accountability.core.db import SENSITIVE
from accountability.core.storage import storage
from accountability.site import queries

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def checks() -> dict[str, bool]:
    return {
        "database": _holds(queries.answers),
        "migrations": _holds(
            lambda: queries.is_migrated(MIGRATIONS, None) and queries.is_migrated(MIGRATIONS / SENSITIVE, SENSITIVE)
        ),
        "storage": _holds(_can_write),
    }


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, OSError) as problem:
        logging.getLogger(__name__).error("not ready: %s", type(problem).__name__)
        return False


def _can_write() -> bool:
    key = f"ready-{os.getpid()}-{threading.get_ident()}"
    storage.save(key, b"ready")
    storage.delete(key)
    return True
