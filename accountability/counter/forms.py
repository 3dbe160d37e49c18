"""The short form at the counter, the longer term, and what became of it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from accountability.core.forms import BaseForm, choices
from accountability.core.i18n import localized
from accountability.counter.labels import CHANNELS, KINDS, OUTCOMES
from accountability.counter.models import Channel, Kind
from accountability.counter.operations import Told
from accountability.directory.models import Organisation

ABOUT_LIMIT, WHO_LIMIT = 2_000, 300
REFUSED: dict[str, Any] = {
    "received_on not_possible": _l("The day cannot lie in the future, nor more than a year back."),
    "settled_on not_possible": _l("The day cannot lie in the future, nor before it came."),
    "noticed_on not_possible": _l("The day cannot lie in the future, nor before it came."),
    "days only_once": _l("The law allows one longer term only, and it was given already."),
    "days too_late": _l("The term is over: it cannot be made longer any more."),
    "days too_many": _l("The law allows at most 30 days more."),
    "about needed": _l("Write in a few words what it is about."),
    "why needed": _l("Say why."),
}


class EntryForm(BaseForm):
    """Five fields, most of them filled already: an entry takes less than half a minute."""

    office = SelectField(_l("Office"), [InputRequired()])
    kind = RadioField(_l("What is it?"), [InputRequired(_l("Choose one."))], choices=choices(KINDS.items()))
    channel = RadioField(
        _l("How did it come?"), [InputRequired()], choices=choices(CHANNELS.items()), default=Channel.IN_PERSON.value
    )
    received_on = DateField(_l("On which day?"), [DataRequired(_l("Give the day."))])
    about = TextAreaField(
        _l("What is it about, in a few words?"),
        [DataRequired(_l("Write in a few words what it is about.")), Length(max=ABOUT_LIMIT)],
    )
    who = StringField(_l("Who, and how to reach them"), [Optional(), Length(max=WHO_LIMIT)])
    refusals = {"received_on": "received_on", "about": "about"}

    def offer(self, offices: list[Organisation]) -> "EntryForm":
        self.office.choices = choices((office.code, localized(office)) for office in offices)
        return self

    @property
    def told(self) -> Told:
        return Told(Kind(self.kind.data), Channel(self.channel.data), self.received_on.data, self.about.data, self.who.data or "")


class SearchForm(BaseForm):
    q = StringField(_l("Name, words or number"), [Optional(), Length(max=ABOUT_LIMIT)])


class LongerForm(BaseForm):
    days = IntegerField(_l("How many days longer?"), [InputRequired(_l("Write how many days.")), NumberRange(min=1, max=30)])
    why = StringField(_l("Why?"), [DataRequired(_l("Say why.")), Length(max=500)])
    noticed_on = DateField(_l("When was the citizen told?"), [DataRequired(_l("Without notice there is no longer term."))])
    refusals = {"days": "days", "why": "why", "noticed_on": "noticed_on"}


class SettleForm(BaseForm):
    outcome = RadioField(_l("What became of it?"), [InputRequired(_l("Choose one."))], choices=choices(OUTCOMES.items()))
    settled_on = DateField(_l("On which day?"), [DataRequired(_l("Give the day."))])
    words = TextAreaField(_l("In a few words"), [Optional(), Length(max=ABOUT_LIMIT)])
    refusals = {"settled_on": "settled_on"}
