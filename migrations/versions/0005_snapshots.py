"""Snapshots: the published figures of the nation, provinces, soums and facilities."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def words(*members, name):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_kind", words("nation", "province", "soum", "facility", name="place_kind"), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("period", words("weekly", "monthly", name="period"), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint("(place_kind = 'nation') = (place_id IS NULL)", name=op.f("ck_snapshots_nation_has_no_id")),
        sa.CheckConstraint(
            "(place_kind IN ('nation', 'province')) = (period = 'weekly')", name=op.f("ck_snapshots_period_of_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index("uq_snapshots_place", "snapshots", ["place_kind", "place_id", "until"], unique=True)
    nation = sa.text("place_id IS NULL")
    op.create_index(
        "uq_snapshots_nation", "snapshots", ["until"], unique=True, sqlite_where=nation, postgresql_where=nation
    )


def downgrade():
    op.drop_table("snapshots")
