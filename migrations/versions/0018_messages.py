"""Words of messages that an administrator can change."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import one_of

revision = "0018"
down_revision = "0016"


def upgrade():
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200)),
        sa.Column("text", sa.Text()),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(one_of("channel", ["email", "sms"]), name=op.f("ck_wordings_channel")),
        sa.CheckConstraint("text IS NULL OR text <> ''", name=op.f("ck_wordings_has_text")),
        sa.CheckConstraint("text IS NOT NULL OR subject IS NULL", name=op.f("ck_wordings_no_subject_alone")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wordings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
    )
    op.create_index("ix_wordings_place", "wordings", ["kind", "locale", "channel", "id"])


def downgrade():
    op.drop_table("wordings")
