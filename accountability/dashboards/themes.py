"""What people say about conduct at small offices: themes of a province, never a story, never an office, never few voices."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from accountability.cases.models import Case, case_categories
from accountability.cases.workflow import Visibility
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.models import Area, Category

VOICES_AT_LEAST = 3
MONTHS = 3


def of_province(area: Area) -> list[Category]:
    """The topics that at least three voices of the last three full months have in common; they change once a month."""
    first, last = _window(clock.today(area.timezone))
    zone = ZoneInfo(area.timezone)
    since, until = (datetime.combine(on, time(), zone) for on in (first, last))
    found = (
        sa.select(Category)
        .join(case_categories, case_categories.c.category_id == Category.id)
        .join(Case, Case.id == case_categories.c.case_id)
        .where(Case.province_id == area.id, Case.visibility == Visibility.THEME)
        .where(Case.received_at >= since, Case.received_at < until, Category.about_conduct)
        .group_by(Category.id)
        .having(sa.func.count() >= VOICES_AT_LEAST)
        .order_by(Category.id)
    )
    return list(db.session.scalars(found))


def _window(today: date) -> tuple[date, date]:
    """From the first day of the third month back to the first day of this month."""
    months = today.year * 12 + today.month - 1
    return date(*_year_and_month(months - MONTHS), 1), date(*_year_and_month(months), 1)


def _year_and_month(months: int) -> tuple[int, int]:
    year, month = divmod(months, 12)
    return year, month + 1
