"""Words for call-backs."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.checking.models import Outcome

OUTCOMES: dict[str, Any] = {
    Outcome.SOLVED.value: _l("Yes, it is solved"),
    Outcome.NOT_SOLVED.value: _l("No, it is not solved"),
    Outcome.NOT_REACHED.value: _l("Nobody could be reached"),
    Outcome.NO_WISH.value: _l("They do not wish to talk about it"),
}
