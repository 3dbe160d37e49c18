"""What may be typed about a page that identifies somebody, and about a breach."""

from datetime import UTC, datetime, time

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from accountability.core.forms import BaseForm, choices
from accountability.privacy.labels import DECISIONS
from accountability.privacy.operations import Happening

WORDS_LIMIT = 2_000


class AlertForm(BaseForm):
    """Which page, and how it shows who somebody is."""

    page = HiddenField(validators=[Length(max=200)])
    words = TextAreaField(_l("What on this page shows who somebody is?"), [Optional(), Length(max=WORDS_LIMIT)])
    website = StringField(_l("Leave this empty"), [Length(max=0, message=_l("Leave the last field empty, please."))])


class DecisionForm(BaseForm):
    decision = RadioField(_l("What did you find?"), [InputRequired(_l("Choose one."))], choices=choices(DECISIONS.items()))


class BreachForm(BaseForm):
    """A breach, without the name of anybody it touches."""

    happened = TextAreaField(_l("What happened?"), [InputRequired(_l("Write what happened.")), Length(max=5000)])
    touched = TextAreaField(
        _l("Which data, about what kind of people?"), [InputRequired(_l("Write which data.")), Length(max=5000)]
    )
    people = IntegerField(_l("How many people, at the most"), [Optional(), NumberRange(0, 10_000_000)])
    measures = TextAreaField(_l("What was done, what will be done"), [InputRequired(_l("Write some words.")), Length(max=5000)])
    noticed_on = DateField(_l("On which day was it noticed?"), [InputRequired(_l("Choose the day."))])

    @property
    def happening(self) -> Happening:
        noticed = datetime.combine(self.noticed_on.data, time(), UTC)
        return Happening(self.happened.data, self.touched.data, self.measures.data, noticed, self.people.data)
