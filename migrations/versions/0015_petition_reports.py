"""Petition reports as they were made, and what offices filed themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_index("ix_routings_delivered", "routings", ["delivered_at"])
    op.create_table(
        "petition_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_petition_reports_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_reports")),
        sa.UniqueConstraint("scope", "period", "version", name=op.f("uq_petition_reports_scope_period_version")),
    )
    op.create_table(
        "filed_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("received >= 0 AND in_time >= 0 AND late >= 0", name=op.f("ck_filed_figures_not_negative")),
        sa.CheckConstraint("in_time + late <= received", name=op.f("ck_filed_figures_no_more_than_received")),
        sa.ForeignKeyConstraint(["office_id"], ["organisations.id"], name=op.f("fk_filed_figures_office_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_filed_figures_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_figures")),
        sa.UniqueConstraint("office_id", "period", name=op.f("uq_filed_figures_office_id_period")),
    )


def downgrade():
    op.drop_table("filed_figures")
    op.drop_table("petition_reports")
    op.drop_index("ix_routings_delivered", "routings")
