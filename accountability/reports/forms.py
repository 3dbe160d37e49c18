"""What is typed into the report: what an office reported by itself."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from accountability.core.forms import BaseForm
from accountability.reports.operations import Filed

_MOST = 1_000_000


def _number(label: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(_l("Write a number.")), NumberRange(min=0, max=_MOST)])


class FiledForm(BaseForm):
    received = _number(_l("Received"))
    in_time = _number(_l("Settled in time"))
    late = _number(_l("Settled late"))
    source = StringField(_l("Where does it stand?"), [DataRequired(_l("Say where it stands.")), Length(max=200)])

    def validate_received(self, field: Any) -> None:
        parts = (self.in_time.data or 0) + (self.late.data or 0)
        if field.data is not None and parts > field.data:
            raise ValidationError(_l("More was settled than was received. Look at the numbers once more."))

    @property
    def filed(self) -> Filed:
        return Filed(self.received.data or 0, self.in_time.data or 0, self.late.data or 0, self.source.data or "")
