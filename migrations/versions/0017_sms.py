"""Text messages: the parts that came, what a phone was asked last, its cases, and what became of a message that went out."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import change_check, one_of

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True)
STEPS = ["none", "whose", "place", "agree", "agree_shared", "where_to", "why"]


def upgrade():
    change_check("cases", "ck_cases_channel", one_of("channel", ["web", "sms"]))
    op.add_column("messages", sa.Column("delivery", sa.String(12)))
    op.add_column("messages", sa.Column("delivered_at", MOMENT))
    op.create_table(
        "sms_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("phone_hash", sa.String(64), nullable=False),
        sa.Column("reference", sa.Integer()),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("parts", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.CheckConstraint("part BETWEEN 1 AND parts", name=op.f("ck_sms_parts_part_of_parts")),
        sa.CheckConstraint("(done_at IS NULL) = (body IS NOT NULL)", name=op.f("ck_sms_parts_words_until_done")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_parts")),
        sa.UniqueConstraint("mark", name=op.f("uq_sms_parts_mark")),
    )
    op.create_index("ix_sms_parts_waiting", "sms_parts", ["done_at", "at"])
    op.create_index("ix_sms_parts_joined", "sms_parts", ["phone_hash", "reference"])
    op.create_table(
        "sms_phones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("script", sa.String(32), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("draft", sa.LargeBinary()),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.CheckConstraint("step = 'none' OR draft IS NOT NULL", name=op.f("ck_sms_phones_asked_about_something")),
        sa.CheckConstraint(one_of("script", ["cyrillic", "latin"]), name=op.f("ck_sms_phones_script")),
        sa.CheckConstraint(one_of("step", STEPS), name=op.f("ck_sms_phones_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_phones")),
        sa.UniqueConstraint("hash", name=op.f("uq_sms_phones_hash")),
    )
    op.create_index("ix_sms_phones_last", "sms_phones", ["last_at"])
    op.create_table(
        "sms_threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(1), nullable=False),
        sa.Column("reading", sa.String(40)),
        sa.ForeignKeyConstraint(["phone_id"], ["sms_phones.id"], name=op.f("fk_sms_threads_phone_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sms_threads_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_threads")),
        sa.UniqueConstraint("phone_id", "case_id", name=op.f("uq_sms_threads_phone_id_case_id")),
    )
    op.create_index("ix_sms_threads_case", "sms_threads", ["case_id"])


def downgrade():
    """Cases that came by text message stay, as if they had come by the form."""
    op.drop_table("sms_threads")
    op.drop_table("sms_phones")
    op.drop_table("sms_parts")
    for name in ("delivery", "delivered_at"):
        op.drop_column("messages", name)
    op.execute("UPDATE cases SET channel = 'web' WHERE channel = 'sms'")
    change_check("cases", "ck_cases_channel", one_of("channel", ["web"]))
