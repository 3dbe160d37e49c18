"""What may be said about a call."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from accountability.checking.labels import OUTCOMES
from accountability.core.forms import BaseForm, choices


class CallForm(BaseForm):
    """No words: what somebody says in a call is not written down here."""

    outcome = RadioField(_l("Did it solve the matter?"), [InputRequired(_l("Choose one."))], choices=choices(OUTCOMES.items()))
