"""The trail is append-only: triggers refuse every update, and every delete but the lawful erasure of contents."""

from alembic import op

revision = "0002"
down_revision = "0001"

RULES = (("trail_entries", "UPDATE"), ("trail_entries", "DELETE"), ("trail_contents", "UPDATE"))


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for table, act in RULES:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
    )
    for table, act in RULES:
        op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    for table in ("trail_entries", "trail_contents"):
        op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()")


def downgrade():
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, act in RULES:
        op.execute(f"DROP TRIGGER {table}_no_{act.lower()}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        for table in ("trail_entries", "trail_contents"):
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
