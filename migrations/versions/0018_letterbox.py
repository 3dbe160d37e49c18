"""Marks of mails that were taken, so that a repeat adds nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade():
    op.create_table(
        "seen_mails",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_seen_mails")),
    )
    op.create_index("ix_seen_mails_at", "seen_mails", ["at"])


def downgrade():
    op.drop_table("seen_mails")
