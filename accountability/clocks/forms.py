"""What an admin types about a term or a special day."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.fields import DateField
from wtforms.validators import InputRequired, Length, NumberRange

from accountability.clocks.labels import CLOCKS, KINDS, REST_OR_WORK, TRACKS, UNITS
from accountability.clocks.operations import NewDay, NewRule
from accountability.clocks.terms import Clock, Unit
from accountability.core.forms import BaseForm, choices

LONGEST = 366
SOURCE = _l("Where is it written? Name the law, the order or the page.")


class RuleForm(BaseForm):
    """A term from a day on."""

    clock = SelectField(_l("Which time"), choices=choices(CLOCKS.items()))
    kind = SelectField(_l("For which kind"))
    track = SelectField(_l("For which track"))
    term = IntegerField(_l("How many"), [InputRequired(_l("Write a number.")), NumberRange(1, LONGEST)])
    unit = SelectField(_l("Counted in"), choices=choices(UNITS.items()))
    valid_from = DateField(_l("In force from"), [InputRequired(_l("Choose the day."))])
    article = StringField(_l("Article or point"), [InputRequired(_l("Name the article.")), Length(max=120)])
    source = StringField(SOURCE, [InputRequired(_l("Name the source.")), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices([("", _l("All")), *KINDS.items()])
        self.track.choices = choices([("", _l("All")), *TRACKS.items()])

    @property
    def rule(self) -> NewRule:
        return NewRule(
            clock=Clock(self.clock.data),
            term=self.term.data,
            unit=Unit(self.unit.data),
            valid_from=self.valid_from.data,
            article=self.article.data,
            source=self.source.data,
            kind=self.kind.data,
            track=self.track.data,
        )


class DayForm(BaseForm):
    """A day that is rested or worked against the calendar."""

    on = DateField(_l("Which day"), [InputRequired(_l("Choose the day."))])
    rests = RadioField(_l("What about it?"), [InputRequired(_l("Choose one."))], choices=choices(REST_OR_WORK.items()))
    name_mn = StringField(_l("Its name in Mongolian"), [InputRequired(_l("Write a name.")), Length(max=80)])
    name_en = StringField(_l("Its name in English"), [InputRequired(_l("Write a name.")), Length(max=80)])
    source = StringField(SOURCE, [InputRequired(_l("Name the source.")), Length(max=200)])

    @property
    def day(self) -> NewDay:
        return NewDay(self.on.data, self.rests.data == "rest", self.name_mn.data, self.name_en.data, self.source.data)
