"""Words for what a reader can choose."""

from flask_babel import lazy_gettext as _l

from accountability.preferences.models import Pace, Wants

WANTS = {
    Wants.EVERYTHING: _l("Everything that happens"),
    Wants.ASKS: _l("Only what asks something of me"),
    Wants.NOTHING: _l("Nothing, but for what must come"),
}
PACES = {Pace.NOW: _l("At once"), Pace.DAILY: _l("Once a day, at nine, together")}
