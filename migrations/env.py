"""Runs migrations as the owner of the tables; on PostgreSQL the application's own role then gets only what it needs.

sensitive/env.py runs this file for the protected channel's own database, with BIND set.
"""

import sqlalchemy as sa
from alembic import context
from flask import current_app

BIND = globals().get("BIND")
db = current_app.extensions["migrate"].db
OWNER_URL = current_app.config.get("SENSITIVE_MIGRATION_DATABASE_URL" if BIND else "MIGRATION_DATABASE_URL")
APPLICATION_URL = db.engines[BIND].url
NEVER_CHANGED = {
    "trail_entries": "SELECT, INSERT",
    "trail_contents": "SELECT, INSERT, DELETE",
    "sealed_entries": "SELECT, INSERT",
    "sealed_contents": "SELECT, INSERT, DELETE",
}


def render_item(kind, value, _autogen):
    """Our column types are written as what they are in the database, so that a migration never imports the package."""
    if kind == "type" and type(value).__name__ in {"UtcDateTime", "UtcHour"}:
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(value).__name__ == "ByteOrdered":
        length = value.impl.length
        return f"sa.String({length}).with_variant(sa.String({length}, collation='C'), 'postgresql')"
    return False


def include_object(_thing, name, kind, _reflected, _other):
    """The search tables and indexes are made by hand (0003) and unknown to the models."""
    return not (name or "").startswith(("case_search", "ix_search"))


def grant_to_application(connection):
    role = connection.dialect.identifier_preparer.quote(APPLICATION_URL.username)
    connection.execute(sa.text(f"GRANT USAGE ON SCHEMA public TO {role}"))
    for table in sa.inspect(connection).get_table_names():
        rights = NEVER_CHANGED.get(table, "SELECT, INSERT, UPDATE, DELETE")
        if table == "alembic_version":
            rights = "SELECT"
        connection.execute(sa.text(f'REVOKE ALL ON "{table}" FROM {role}'))
        connection.execute(sa.text(f'GRANT {rights} ON "{table}" TO {role}'))
    connection.execute(sa.text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"))


def run():
    engine = sa.create_engine(OWNER_URL.replace("postgresql://", "postgresql+psycopg://", 1)) if OWNER_URL else db.engines[BIND]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadatas[BIND],
            render_as_batch=True,
            render_item=render_item,
            include_object=include_object,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if OWNER_URL and connection.dialect.name == "postgresql":
            grant_to_application(connection)
        connection.commit()


run()
