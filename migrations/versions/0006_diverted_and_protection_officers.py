"""Cases may be diverted to the protected channel, and there are protection officers.

Only CHECK constraints change. SQLite cannot alter one, and making `cases` anew would take its triggers and the rows that hang on
it along; so the constraint's text is changed in the schema, the way SQLite's own manual describes for this (lang_altertable, 7).
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NEW = frozenset({"diverted", "protection_officer", "protection"})
# table, constraint, its text around the list, the words of the list
CHANGES = (
    (
        "cases",
        "ck_cases_status",
        "status IN ({})",
        "received in_review needs_info with_office answered closed declined merged withdrawn diverted",
    ),
    (
        "cases",
        "ck_cases_ended_when_over",
        "(status IN ({})) = (ended_at IS NOT NULL)",
        "closed declined merged withdrawn diverted",
    ),
    ("grants", "ck_grants_role", "role IN ({})", "monitor senior_monitor official coordinator admin protection_officer"),
    ("invitations", "ck_invitations_preset", "preset IN ({})", "cso office oversight national_pool protection"),
)


def upgrade():
    change(with_new=True)


def downgrade():
    """What is diverted cannot come back: those rows hold no words any more and go; accounts lose the unknown role."""
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM invitations WHERE preset = 'protection'"))
    connection.execute(sa.text("DELETE FROM grants WHERE role = 'protection_officer'"))
    connection.execute(sa.text("UPDATE cases SET status = 'withdrawn', visibility = 'withdrawn' WHERE status = 'diverted'"))
    change(with_new=False)


def rule(text, words, with_new):
    listed = ", ".join(f"'{word}'" for word in words.split() if with_new or word not in NEW)
    return f"CHECK ({text.format(listed)})"


def change(with_new):
    if op.get_bind().dialect.name == "sqlite":
        change_schema(with_new)
        return
    for table, name, text, words in CHANGES:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule(text, words, with_new)}")


def change_schema(with_new):
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, name, text, words in CHANGES:
        found = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        schema = connection.exec_driver_sql(found, (table,)).scalar_one()
        before = f"CONSTRAINT {name} {rule(text, words, not with_new)}"
        if schema.count(before) != 1:
            raise RuntimeError(f"{name} says something else in {schema}")
        schema = schema.replace(before, f"CONSTRAINT {name} {rule(text, words, with_new)}")
        connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (schema, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
