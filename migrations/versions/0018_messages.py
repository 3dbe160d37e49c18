"""Words of messages that an administrator can change, and what their readers wish."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import one_of

revision = "0018"
down_revision = "0016"

WANTS = "everything asks nothing".split()


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


    op.create_table(
        "preferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(40), nullable=False),
        sa.Column("wants", sa.String(32), nullable=False),
        sa.Column("wants_before", sa.String(32)),
        sa.Column("pace", sa.String(32), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_until", sa.SmallInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(one_of("wants", WANTS), name=op.f("ck_preferences_wants")),
        sa.CheckConstraint(one_of("wants_before", WANTS), name=op.f("ck_preferences_wants_before")),
        sa.CheckConstraint(one_of("pace", ["now", "daily"]), name=op.f("ck_preferences_pace")),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23", name=op.f("ck_preferences_quiet_from_an_hour")),
        sa.CheckConstraint("quiet_until BETWEEN 0 AND 23", name=op.f("ck_preferences_quiet_until_an_hour")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
        sa.UniqueConstraint("reader", name=op.f("uq_preferences_reader")),
    )
    op.add_column("messages", sa.Column("gathered_into", sa.Integer()))
    inside = sa.text("gathered_into IS NOT NULL")
    op.create_index("ix_messages_gathered", "messages", ["gathered_into"], sqlite_where=inside, postgresql_where=inside)


def downgrade():
    op.drop_index("ix_messages_gathered", "messages")
    op.drop_column("messages", "gathered_into")
    op.drop_table("preferences")
    op.drop_table("wordings")
