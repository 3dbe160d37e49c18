"""The service targets in force at the start, as dated rows; later rows take over from their day on."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

RULES = sa.table(
    "clock_rules",
    sa.column("clock", sa.String),
    sa.column("term", sa.Integer),
    sa.column("unit", sa.String),
    sa.column("valid_from", sa.Date),
    sa.column("article", sa.String),
    sa.column("source", sa.String),
)
SINCE = date(2020, 1, 1)
CHARTER = "Service charter of this platform"
ROWS = [
    ("review", 48, "hours", "charter 1"),
    ("acknowledge", 2, "working_days", "charter 2"),
    ("answer", 7, "days", "charter 3"),
    ("dispute", 15, "days", "charter 4"),
    ("question", 14, "days", "charter 5"),
    ("verdict", 21, "days", "charter 6"),
]


def upgrade():
    op.bulk_insert(
        RULES,
        [
            {"clock": clock, "term": term, "unit": unit, "valid_from": SINCE, "article": article, "source": CHARTER}
            for clock, term, unit, article in ROWS
        ],
    )


def downgrade():
    op.execute(sa.delete(RULES).where(RULES.c.clock.in_([row[0] for row in ROWS])))
