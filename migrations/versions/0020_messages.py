"""Words of messages that an administrator can change, what their readers wish, and who wants news."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import one_of

revision = "0020"
down_revision = "0019"

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
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("selection", sa.String(120), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("province_id", sa.Integer()),
        sa.Column("soum_id", sa.Integer()),
        sa.Column("facility_id", sa.Integer()),
        sa.Column("category_id", sa.Integer()),
        sa.Column("about_cases", sa.Boolean(), nullable=False),
        sa.Column("about_promises", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("seen_from", sa.DateTime(timezone=True)),
        sa.Column("seen_until", sa.DateTime(timezone=True)),
        sa.Column("checked_on", sa.Date()),
        sa.CheckConstraint("about_cases OR about_promises", name=op.f("ck_subscriptions_about_something")),
        sa.CheckConstraint("confirmed_at IS NULL OR seen_until IS NOT NULL", name=op.f("ck_subscriptions_confirmed_from_a_moment")),
        sa.ForeignKeyConstraint(["province_id"], ["areas.id"], name=op.f("fk_subscriptions_province_id")),
        sa.ForeignKeyConstraint(["soum_id"], ["areas.id"], name=op.f("fk_subscriptions_soum_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["organisations.id"], name=op.f("fk_subscriptions_facility_id")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_subscriptions_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("address_hash", "selection", name=op.f("uq_subscriptions_address_hash_selection")),
    )
    op.create_index("ix_subscriptions_checked", "subscriptions", ["checked_on", "id"])


def downgrade():
    op.drop_table("subscriptions")
    op.drop_index("ix_messages_gathered", "messages")
    op.drop_column("messages", "gathered_into")
    op.drop_table("preferences")
    op.drop_table("wordings")
