"""Which mails came before."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, moment


class SeenMail(Model):
    """A keyed mark of a mail that was taken, so that its repeat adds nothing; forgotten after some weeks."""

    __tablename__ = "seen_mails"
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[moment] = mapped_column(index=True)
