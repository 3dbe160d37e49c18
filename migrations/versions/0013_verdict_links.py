"""Links by which an author says with one tap whether it is solved."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade():
    op.create_table(
        "verdict_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.SmallInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_verdict_links_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_verdict_links_token_hash")),
    )
    op.create_index(op.f("ix_verdict_links_case_id"), "verdict_links", ["case_id"])
    op.create_index(op.f("ix_verdict_links_expires_at"), "verdict_links", ["expires_at"])


def downgrade():
    op.drop_table("verdict_links")
