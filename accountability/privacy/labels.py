"""The words of alerts and of the register of breaches."""

from flask_babel import lazy_gettext as _l

from accountability.privacy.models import AlertState

STATES = {
    AlertState.OPEN: _l("Nobody has looked yet"),
    AlertState.PAUSED: _l("Out of public view until it is decided"),
    AlertState.MENDED: _l("The text was changed; it can be read again"),
    AlertState.HIDDEN: _l("It identified somebody; it stays out of public view"),
    AlertState.UNFOUNDED: _l("It identifies nobody; it can be read again"),
}
DECISIONS = {state: STATES[state] for state in (AlertState.MENDED, AlertState.HIDDEN, AlertState.UNFOUNDED)}
