"""The way up: levels of routings, what went higher, what a coordinator settled; oversight above the ministries."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from migrations.checks import change_check, one_of

revision = "0011"
down_revision = "0010"

STATUSES = "routed acknowledged answered returned recalled".split()
KINDS = "HC HOSP FHC HD WEL DIS GOV X MIN CSO".split()
MOMENT = sa.DateTime(timezone=True)
OPEN = "status IN ('routed', 'acknowledged')"
# What a chase looks for, each as small as the number of rows that may come due.
INDEXES = [
    ("ix_routings_way_up", "routings", ["way_up_due"], sa.text(OPEN)),
    ("ix_routings_to_remind", "routings", ["answer_due"], sa.text(f"{OPEN} AND NOT reminded")),
    ("ix_cases_unjudged", "cases", ["reminders", "asked_at"], sa.text("status = 'answered' AND verdict = 'asked'")),
    ("ix_cases_questions", "cases", ["question_at"], sa.text("status = 'needs_info'")),
]
RULE = "(status = 'escalated') = (escalated_at IS NOT NULL)"
RULES = sa.table(
    "clock_rules",
    *(sa.column(name) for name in "clock kind track term unit article source".split()),
    sa.column("valid_from", sa.Date),
)
WAY_UP = {
    "clock": "way_up", "kind": "", "track": "", "term": 30, "unit": "days", "article": "charter 8", "valid_from": date(2020, 1, 1),
    "source": "Service charter of this platform",
}  # fmt: skip


def upgrade():
    change_check("routings", "ck_routings_status", one_of("status", [*STATUSES, "escalated"]))
    change_check("organisations", "ck_organisations_kind", one_of("kind", [*KINDS, "OVS"]))
    op.add_column("routings", sa.Column("level", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("routings", sa.Column("went_up_from", sa.Integer()))
    kind = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute(f"ALTER TABLE routings ADD COLUMN escalated_at {kind} CONSTRAINT ck_routings_escalated_when_escalated CHECK ({RULE})")
    op.add_column("routings", sa.Column("topped_at", MOMENT))
    op.add_column("routings", sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, table, columns, rows in INDEXES:
        op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
    op.bulk_insert(RULES, [WAY_UP])
    # What is under way is counted again by the next chase, now with a day on which it goes up.
    op.execute("UPDATE routings SET counted_under = -1 WHERE status IN ('routed', 'acknowledged')")


def downgrade():
    """What went higher counts as taken back from the first office; the office above keeps it."""
    op.execute("DELETE FROM clock_rules WHERE clock = 'way_up'")
    for name, table, _columns, _rows in INDEXES:
        op.drop_index(name, table)
    op.execute("UPDATE routings SET status = 'recalled', escalated_at = NULL WHERE status = 'escalated'")
    for name in ("settled", "topped_at", "escalated_at", "went_up_from", "level"):
        op.drop_column("routings", name)
    op.execute("UPDATE organisations SET kind = 'MIN' WHERE kind = 'OVS'")
    change_check("organisations", "ck_organisations_kind", one_of("kind", KINDS))
    change_check("routings", "ck_routings_status", one_of("status", STATUSES))
