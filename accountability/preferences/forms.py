"""What a reader may choose about our messages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from accountability.core.forms import BaseForm, choices
from accountability.preferences.labels import PACES, WANTS
from accountability.preferences.models import Pace, Wants
from accountability.preferences.queries import Wish

CHOOSE = _l("Choose one.")
NO_HOUR = ""
HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]


class WantsForm(BaseForm):
    """How much we may write; all that an author chooses."""

    wants = RadioField(_l("What may we write to you about?"), [InputRequired(CHOOSE)], choices=choices(WANTS.items()))


class WishForm(WantsForm):
    """What somebody with an account chooses."""

    pace = RadioField(_l("When?"), [InputRequired(CHOOSE)], choices=choices(PACES.items()))
    quiet_from = SelectField(_l("Quiet from"), choices=choices([(NO_HOUR, _l("no quiet hours")), *HOURS]))
    quiet_until = SelectField(_l("Quiet until"), choices=choices(HOURS))

    @classmethod
    def showing(cls, wish: Wish) -> "WishForm":
        """The form with what holds now."""
        begins, ends = wish.quiet or (NO_HOUR, 8)
        return cls(formdata=None, wants=wish.wants.value, pace=wish.pace.value, quiet_from=str(begins), quiet_until=str(ends))

    @property
    def chosen(self) -> tuple[Wants, Pace, tuple[int, int] | None]:
        quiet = (int(self.quiet_from.data), int(self.quiet_until.data)) if self.quiet_from.data else None
        return Wants(self.wants.data), Pace(self.pace.data), quiet

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.quiet_from.data == self.quiet_until.data:
            self.quiet_until.errors = [str(_l("Choose an hour that is not the first one, or no quiet hours."))]
            return False
        return good
