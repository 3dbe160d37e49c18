"""What somebody wants to hear of, and where to."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import DataRequired

from accountability.core.forms import BaseForm, choices, email_field
from accountability.core.i18n import localized
from accountability.directory import queries as directory
from accountability.subscriptions.models import Subscription
from accountability.subscriptions.queries import Selection

REFUSED: dict[str, Any] = {
    "nothing": _l("Choose cases, promises or both."),
    "no_promises": _l("Promises have no topic. Choose cases too, or all topics."),
    "had_already": _l("You have this one already."),
}


class SelectionForm(BaseForm):
    """Place, office and topic in any combination; a soum or an office comes from the page that led here."""

    soum, facility = HiddenField(), HiddenField()
    province = SelectField(_l("Province"), default="")
    category = SelectField(_l("Topic"), default="")
    about_cases = BooleanField(_l("What people say"))
    about_promises = BooleanField(_l("What offices promise"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere, everything = ("", _l("The whole country")), ("", _l("All topics"))
        self.province.choices = choices([everywhere, *((one.iso_code, localized(one)) for one in directory.provinces())])
        self.category.choices = choices([everything, *((one.code, localized(one)) for one in directory.categories())])

    @property
    def chosen(self) -> Selection:
        """What the codes name; one that names nothing is 404."""
        categories = directory.categories_by_code([self.category.data]) if self.category.data else []
        return Selection(
            province=directory.province(self.province.data) if self.province.data else None,
            soum=directory.soum(self.soum.data) if self.soum.data else None,
            facility=directory.facility(self.facility.data) if self.facility.data else None,
            category=next(iter(categories), None),
            about_cases=self.about_cases.data,
            about_promises=self.about_promises.data,
        )

    def refuse(self, field: str, reason: str) -> None:
        self[field].errors = [str(REFUSED[reason])]


class AskForm(SelectionForm):
    email = email_field(_l("Your e-mail address"), validators=[DataRequired(_l("Write your e-mail address."))])


def showing(one: Subscription) -> SelectionForm:
    """The form with what is chosen now."""
    return SelectionForm(
        formdata=None,
        province=one.province.iso_code if one.province else "",
        soum=one.soum.nso_code if one.soum else "",
        facility=one.facility.code if one.facility else "",
        category=one.category.code if one.category else "",
        about_cases=one.about_cases,
        about_promises=one.about_promises,
    )
