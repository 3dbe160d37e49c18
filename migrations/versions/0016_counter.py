"""The office's own book of who came to the counter, called or wrote."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import one_of

revision = "0016"
down_revision = "0015"

KINDS = "application complaint suggestion request criticism thanks information".split()
CHANNELS = "in_person phone written electronic other".split()
OUTCOMES = "solved explained refused forwarded noted".split()


def upgrade():
    op.create_table(
        "counter_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("who", sa.LargeBinary()),
        sa.Column("due_on", sa.Date()),
        sa.Column("longer_by", sa.SmallInteger()),
        sa.Column("longer_why", sa.LargeBinary()),
        sa.Column("noticed_on", sa.Date()),
        sa.Column("outcome", sa.String(32)),
        sa.Column("settled_on", sa.Date()),
        sa.Column("outcome_words", sa.LargeBinary()),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(one_of("kind", KINDS), name=op.f("ck_counter_entries_kind")),
        sa.CheckConstraint(one_of("channel", CHANNELS), name=op.f("ck_counter_entries_channel")),
        sa.CheckConstraint(one_of("outcome", OUTCOMES), name=op.f("ck_counter_entries_outcome")),
        sa.CheckConstraint("(outcome IS NULL) = (settled_on IS NULL)", name=op.f("ck_counter_entries_settled_with_outcome")),
        sa.CheckConstraint("settled_on IS NULL OR settled_on >= received_on", name=op.f("ck_counter_entries_settled_after_it_came")),
        sa.CheckConstraint("(longer_by IS NULL) = (noticed_on IS NULL)", name=op.f("ck_counter_entries_longer_with_notice")),
        sa.CheckConstraint("(longer_by IS NULL) = (longer_why IS NULL)", name=op.f("ck_counter_entries_longer_with_reason")),
        sa.CheckConstraint("longer_by IS NULL OR longer_by BETWEEN 1 AND 30", name=op.f("ck_counter_entries_at_most_thirty_days")),
        sa.ForeignKeyConstraint(["office_id"], ["organisations.id"], name=op.f("fk_counter_entries_office_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_counter_entries_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_entries")),
        sa.UniqueConstraint("office_id", "year", "number", name=op.f("uq_counter_entries_office_id_year_number")),
    )
    op.create_index("ix_counter_entries_book", "counter_entries", ["office_id", "settled_on", "due_on"])
    op.create_index("ix_counter_entries_received", "counter_entries", ["received_on"])


def downgrade():
    op.drop_table("counter_entries")
