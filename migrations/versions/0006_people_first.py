"""What protects a person: roots of the trail, themes, letters held back, alerts, breaches, marks looked at."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import change_check, one_of

revision = "0006"
down_revision = "0005"

SEEN_BEFORE = ("undecided", "private", "public", "restricted", "withdrawn")
SEEN = ("undecided", "private", "public", "restricted", "theme", "withdrawn")
DELIVERED_BEFORE = "delivered_at IS NOT NULL OR on_paper"
DELIVERED = "delivered_at IS NOT NULL OR on_paper OR held_until IS NOT NULL"
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.add_column("cases", sa.Column("recognisable_self", sa.String(10)))
    op.add_column("cases", sa.Column("recognisable_monitor", sa.String(10)))
    op.add_column("cases", sa.Column("send_later", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("unchecked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("erased_at", MOMENT))
    op.create_index("ix_cases_ended", "cases", ["ended_at"])
    op.add_column("routings", sa.Column("held_until", MOMENT))
    op.create_index("ix_routings_held", "routings", ["held_until"])
    op.add_column("attachments", sa.Column("original_id", sa.Integer()))
    change_check("cases", "ck_cases_visibility", one_of("visibility", SEEN))
    change_check("routings", "ck_routings_delivered_or_on_paper", DELIVERED)
    _create_tables()


def _create_tables():
    op.create_table(
        "trail_roots",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("on_day", sa.Date(), nullable=False, unique=True),
        sa.Column("last_entry_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("tree", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id")),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", words("open", "paused", "mended", "hidden", "unfounded", name="state"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decide_by", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
    )
    op.create_index("ix_alerts_state", "alerts", ["state", "at"])
    op.create_index("ix_alerts_case", "alerts", ["case_id"])
    op.create_table(
        "breaches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("touched", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer()),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.Column("authority_told_at", MOMENT),
        sa.Column("people_told_at", MOMENT),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
    )
    op.create_table(
        "cleared_marks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_cleared_marks_case", "cleared_marks", ["case_id", "digest"], unique=True)
    op.create_table(
        "second_readings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_second_readings_case", "second_readings", ["case_id", "digest"])


def words(*members, name):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade():
    """Themes become private, and what is held goes out: the release before knows neither."""
    for table in ("second_readings", "cleared_marks", "breaches", "alerts", "trail_roots"):
        op.drop_table(table)
    op.execute("UPDATE cases SET visibility = 'private' WHERE visibility = 'theme'")
    op.execute("UPDATE routings SET delivered_at = held_until WHERE delivered_at IS NULL AND NOT on_paper")
    change_check("cases", "ck_cases_visibility", one_of("visibility", SEEN_BEFORE))
    change_check("routings", "ck_routings_delivered_or_on_paper", DELIVERED_BEFORE)
    op.execute("DELETE FROM attachments WHERE kind = 'blotted'")
    op.drop_column("attachments", "original_id")
    op.drop_index("ix_routings_held", "routings")
    op.drop_column("routings", "held_until")
    op.drop_index("ix_cases_ended", "cases")
    for column in ("erased_at", "unchecked", "send_later", "recognisable_monitor", "recognisable_self"):
        op.drop_column("cases", column)
