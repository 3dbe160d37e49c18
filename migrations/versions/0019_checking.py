"""Call-backs: each week's draw by lot, and the calls that it asks for."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import one_of

revision = "0019"
down_revision = "0018"

MOMENT = sa.DateTime(timezone=True)
VERDICTS = ["not_asked", "asked", "confirmed", "partly", "disputed", "silent"]
OUTCOMES = ["solved", "not_solved", "not_reached", "no_wish"]


def upgrade():
    op.create_table(
        "call_draws",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.CheckConstraint("drawn <= among", name=op.f("ck_call_draws_drawn_among")),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_call_draws")),
    )
    op.create_table(
        "call_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.SmallInteger(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("done_at", MOMENT),
        sa.Column("user_id", sa.Integer()),
        sa.CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name=op.f("ck_call_backs_done_with_outcome")),
        sa.CheckConstraint(one_of("verdict", VERDICTS), name=op.f("ck_call_backs_verdict")),
        sa.CheckConstraint(one_of("outcome", OUTCOMES), name=op.f("ck_call_backs_outcome")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_call_backs_case_id")),
        sa.ForeignKeyConstraint(["week"], ["call_draws.week"], name=op.f("fk_call_backs_week")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_call_backs_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_backs")),
        sa.UniqueConstraint("case_id", "cycle", name=op.f("uq_call_backs_case_id_cycle")),
    )
    op.create_index("ix_call_backs_open", "call_backs", ["done_at", "week"])
    op.create_index("ix_cases_received", "cases", ["received_at"])
    op.create_index("ix_cases_judged", "cases", ["verdict", "judged_at"])


def downgrade():
    op.drop_index("ix_cases_judged", "cases")
    op.drop_index("ix_cases_received", "cases")
    op.drop_table("call_backs")
    op.drop_table("call_draws")
