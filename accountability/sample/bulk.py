"""The fast way into each database: COPY on PostgreSQL, one prepared statement for many rows on SQLite."""

from typing import Any

import sqlalchemy as sa

from accountability.core.db import db
from accountability.sample.writing import columns

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
CACHE_KIB = 256 * 1024


def prepare(next_ids: dict[str, int]) -> None:
    """Before the first row: whoever writes meanwhile on PostgreSQL gets ids behind ours."""
    if not _is_postgresql():
        db.session.execute(sa.text(f"PRAGMA cache_size = -{CACHE_KIB}"))
        return
    behind = sa.text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :number, false)")
    for table, number in next_ids.items():
        db.session.execute(behind, {"table": table, "number": number})
    db.session.commit()


def write(tables: dict[str, Any]) -> None:
    """One chunk, in the transaction of the session."""
    connection = db.session.connection()
    if not _is_postgresql():
        for table, rows in tables.items():
            marks = ", ".join("?" * len(columns(table)))
            # Names of our own tables and columns; the values are bound.
            connection.exec_driver_sql(f"INSERT INTO {table} ({_names(table)}) VALUES ({marks})", rows)  # nosec B608
        return
    connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
    cursor: Any = connection.connection.cursor()
    for table, text in tables.items():
        with cursor.copy(f"COPY {table} ({_names(table)}) FROM STDIN") as copy:
            copy.write(text)
    cursor.close()


def finish() -> None:
    """After the last row: fresh statistics for the planner."""
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def copy_text(rows: list[tuple[Any, ...]]) -> bytes:
    """Rows in the text form of PostgreSQL's COPY."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode()


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)
    return "\\\\x" + value.hex() if isinstance(value, bytes) else str(value)


def _names(table: str) -> str:
    return ", ".join(f'"{column.name}"' for column in columns(table))


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
