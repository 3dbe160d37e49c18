"""What is typed to sign a petition, to enter it in an office's register, and to make its term longer."""

from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from accountability.cases.forms.office import moment_on, plausible
from accountability.cases.models import Case, Routing
from accountability.cases.operations.authoring.signing import Signer
from accountability.core.forms import BaseForm, choices
from accountability.core.uploads import UploadProblem, read_photo

WAYS = [
    ("petition", _l("I sign it as an official petition")),
    ("known", _l("It stays as it is, but this office may know who I am")),
    ("carried", _l("An organisation of civil society may sign it and carry it for me")),
]
REASON_LIMIT = 2_000


class SignForm(BaseForm):
    """The way, and for the first two who signs."""

    way = RadioField(_l("What do you want?"), [InputRequired(_l("Choose one."))], choices=choices(WAYS))
    surname = StringField(_l("Father's or mother's name"), [Optional(), Length(max=60)])
    given_name = StringField(_l("Your name"), [Optional(), Length(max=60)])
    address = TextAreaField(_l("Your address"), [Optional(), Length(max=300)])
    signature = StringField(_l("Your signature: type your name once more"), [Optional(), Length(max=120)])
    signers = IntegerField(_l("How many people sign?"), [Optional(), NumberRange(min=1, max=100_000)], default=1)
    sheet = FileField(_l("Photo of the sheet with their signatures"))
    refusals = {"sheet": "sheet", "language": "way"}
    NEEDED = {
        "surname": _l("Write your father's or mother's name."),
        "given_name": _l("Write your name."),
        "address": _l("Write your address: the office answers there."),
        "signature": _l("Type your name once more, as your signature."),
    }
    seen: bytes | None = None

    def offer(self, case: Case) -> "SignForm":
        """«This office may know» only where an office has it; to be carried only where nobody was asked yet."""
        with_office = any(routing.is_open and not routing.is_held for routing in case.routings)
        left = {"known": with_office, "carried": not case.carry_asked}
        self.way.choices = choices((way, words) for way, words in WAYS if left.get(way, True))
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Name and address are asked for only where somebody is to read them; a way that was not offered is none."""
        good = super().validate(extra_validators)
        if self.way.data == "carried":
            return good
        for name, words in self.NEEDED.items():
            if not self[name].data and not (name == "signature" and self.way.data == "known"):
                self[name].errors = [words]
                good = False
        return good

    def validate_sheet(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            return
        try:
            self.seen = read_photo(field.data).content
        except UploadProblem as problem:
            too_large = gettext("The photo is too large. Take one of at most 12 MB.")
            unreadable = gettext("This file cannot be opened. Choose a JPG or PNG photo; a PDF cannot be taken.")
            raise ValidationError(too_large if problem.reason == "too_large" else unreadable) from problem

    @property
    def signer(self) -> Signer:
        names = (self.surname, self.given_name, self.address, self.signature)
        return Signer(*((field.data or "").strip() for field in names))


class GovernmentForm(BaseForm):
    government_number = StringField(_l("The number that 11-11 gave you"), [Optional(), Length(max=40)])


class RegisterForm(BaseForm):
    """The number and the day in the office's own register."""

    register_number = StringField(_l("Number in your register"), [DataRequired(_l("Write the number.")), Length(max=40)])
    registered_on = DateField(_l("Entered on"), [DataRequired(_l("Give the day.")), plausible])
    refusals = {"at": "registered_on", "delivered_at": "registered_on"}

    def at(self, routing: Routing) -> datetime:
        return moment_on(self.registered_on.data, routing.case.zone, routing.routed_at)


class ExtendForm(BaseForm):
    """The one longer term of the law."""

    days = IntegerField(_l("How many days longer?"), [InputRequired(_l("Write how many days.")), NumberRange(min=1, max=30)])
    reason = TextAreaField(_l("Why? The citizen reads this"), [DataRequired(_l("Say why.")), Length(max=REASON_LIMIT)])
    refusals = {"days": "days", "reason": "reason"}


# What is said at a field when an operation refuses its value.
REFUSED: dict[str, Any] = {
    "at not_possible": _l("The day cannot lie in the future, nor before the letter was sent or handed over."),
    "delivered_at needed": _l("First record when the letter was handed over."),
    "days only_once": _l("The law allows one longer term only, and it was given already."),
    "days too_late": _l("The term is over: it cannot be made longer any more."),
    "days too_many": _l("The law allows at most 30 days more."),
    "reason needed": _l("Say why."),
    "sheet needed": _l("For more than one signature we need a photo of the sheet."),
    "language mongolian": _l("A petition must be in Mongolian. Ask a monitor below; they help with translating."),
}
