"""Search over the two analysed texts: FTS5 on SQLite, tsvector with GIN on PostgreSQL. The story is in neither."""

from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = ("public_terms", "staff_terms")


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        for column in COLUMNS:
            op.execute(f"CREATE INDEX ix_search_{column} ON cases USING gin (to_tsvector('simple', {column}))")
        return
    op.execute("CREATE VIRTUAL TABLE case_search USING fts5(public_terms, staff_terms, content='cases', content_rowid='id')")
    gone = "INSERT INTO case_search(case_search, rowid, public_terms, staff_terms) VALUES ('delete', old.id, old.public_terms, old.staff_terms)"
    new = "INSERT INTO case_search(rowid, public_terms, staff_terms) VALUES (new.id, new.public_terms, new.staff_terms)"
    op.execute(f"CREATE TRIGGER case_search_insert AFTER INSERT ON cases BEGIN {new}; END")
    op.execute(f"CREATE TRIGGER case_search_delete AFTER DELETE ON cases BEGIN {gone}; END")
    op.execute(f"CREATE TRIGGER case_search_update AFTER UPDATE OF public_terms, staff_terms ON cases BEGIN {gone}; {new}; END")


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        for column in COLUMNS:
            op.execute(f"DROP INDEX ix_search_{column}")
        return
    for name in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER case_search_{name}")
    op.execute("DROP TABLE case_search")
