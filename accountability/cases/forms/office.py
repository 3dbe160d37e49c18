"""What an office may type, and what is typed for an office that answers on paper."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from accountability.cases.labels import ANSWER_KINDS, RETURN_REASONS
from accountability.cases.models import AnswerKind, Routing
from accountability.cases.operations.answering import Reply
from accountability.commitments.operations import Done, Promise
from accountability.core import clock
from accountability.core.forms import BaseForm, choices
from accountability.core.i18n import localized
from accountability.core.uploads import UploadProblem, read_photo
from accountability.directory.models import Organisation

ANSWER_LIMIT = 10_000
WORDS_LIMIT = 2_000

# What is said at a field when an operation refuses its value: field of the operation -> words; the form says where.
REFUSED: dict[str, Any] = {
    "at not_possible": _l("The day cannot lie in the future, nor before the letter was sent or handed over."),
    "delivered_at needed": _l("First record when the letter was handed over."),
    "due_on past": _l("The day has to lie in the future."),
    "due_on needed": _l("A promise needs a day."),
    "made_on future": _l("The day cannot lie in the future."),
    "note needed": _l("Write a few words first."),
}


def is_plausible(day: date) -> bool:
    return 2000 <= day.year < 2200


def plausible(_form: Any, field: Any) -> None:
    """A year with a digit too many or too few is easily typed."""
    if field.data and not is_plausible(field.data):
        raise ValidationError(gettext("Check the year."))


class AcknowledgeForm(BaseForm):
    """The role that takes care of it, never a person's name."""

    responsible = StringField(
        _l("Who takes care of it?"), [DataRequired(_l("Say which role takes care of it.")), Length(max=120)]
    )
    refusals = {"delivered_at": "responsible"}


class ReturnForm(BaseForm):
    reason = RadioField(
        _l("Why do you return it?"), [InputRequired(_l("Choose why you return it."))], choices=choices(RETURN_REASONS.items())
    )
    words = TextAreaField(_l("Whose is it, and why?"), [DataRequired(_l("Say whose it is.")), Length(max=WORDS_LIMIT)])
    refusals = {"note": "words"}


class AnswerForm(BaseForm):
    """An office's own answer."""

    kind = RadioField(
        _l("What kind of answer is it?"),
        [InputRequired(_l("Choose what kind of answer it is."))],
        choices=choices(ANSWER_KINDS.items()),
    )
    text = TextAreaField(_l("Your answer"), [DataRequired(_l("Write the answer.")), Length(max=ANSWER_LIMIT)])
    change = TextAreaField(_l("What will change, or has changed, in one sentence"), [Optional(), Length(max=1000)])
    due_on = DateField(_l("By which day will it be done?"), [Optional(), plausible])
    sign = StringField(_l("How will one see that it is done?"), [Optional(), Length(max=300)])
    owner_role = StringField(_l("Which role is responsible?"), [Optional(), Length(max=120)])
    cost = StringField(_l("What does it cost?"), [Optional(), Length(max=200)])
    money_line = StringField(_l("From which money?"), [Optional(), Length(max=200)])
    made_on = DateField(_l("On which day was it done?"), [Optional(), plausible])
    refusals = {"delivered_at": "text", "note": "text", "due_on": "due_on", "made_on": "made_on"}
    NEEDED = {
        AnswerKind.CHANGE_PLANNED: {
            "change": _l("Say what will change."),
            "due_on": _l("A promise needs a day."),
            "sign": _l("Say how one will see that it is done."),
            "owner_role": _l("Say which role is responsible."),
        },
        AnswerKind.CHANGE_MADE: {"change": _l("Say what has changed."), "made_on": _l("Say on which day it was done.")},
    }

    def validate(self, extra_validators: Any = None) -> bool:
        """What a promise or a claim needs is asked for only when it is one."""
        good = super().validate(extra_validators)
        for name, words in self.NEEDED.get(self.kind.data, {}).items():
            if not self[name].data and not self[name].errors:
                self[name].errors = [words]
                good = False
        return good

    def reply(self, _routing: Routing) -> Reply:
        return self._with_change(Reply(AnswerKind(self.kind.data), self.text.data))

    def _with_change(self, reply: Reply) -> Reply:
        if reply.kind == AnswerKind.CHANGE_PLANNED:
            reply.promise = Promise(self.change.data, self.due_on.data, self.sign.data, self.owner_role.data)
            reply.promise.cost, reply.promise.money_line = self.cost.data or None, self.money_line.data or None
        if reply.kind == AnswerKind.CHANGE_MADE:
            reply.done = Done(self.change.data, self.made_on.data)
        return reply


class PaperAnswerForm(AnswerForm):
    """An answer that came on paper: typed in by a monitor or coordinator, with a photo of the letter."""

    answered_on = DateField(_l("Date on the letter"), [DataRequired(_l("Give the date on the letter.")), plausible])
    text = TextAreaField(_l("What the letter says"), [DataRequired(_l("Type what the letter says.")), Length(max=ANSWER_LIMIT)])
    scan = FileField(_l("Photo of the letter"))
    refusals = {"at": "answered_on", "delivered_at": "answered_on", "note": "text", "due_on": "due_on", "made_on": "made_on"}
    scanned: bytes | None = None

    def validate_scan(self, field: Any) -> None:
        """Written anew as a photo. A PDF is not taken: it can carry more than a picture."""
        if not field.data or not field.data.filename:
            return
        try:
            self.scanned = read_photo(field.data).content
        except UploadProblem as problem:
            too_large = gettext("The photo is too large. Take one of at most 12 MB.")
            unreadable = gettext("This file cannot be opened. Choose a JPG or PNG photo; a PDF cannot be taken.")
            raise ValidationError(too_large if problem.reason == "too_large" else unreadable) from problem

    def reply(self, routing: Routing) -> Reply:
        at = moment_on(self.answered_on.data, routing.case.zone, routing.delivered_at or routing.routed_at)
        return self._with_change(Reply(AnswerKind(self.kind.data), self.text.data, at, self.scanned))


class DeliverForm(BaseForm):
    """The day on which the letter was handed over, and to whom in words (a role, no name)."""

    delivered_on = DateField(_l("When was the letter handed over?"), [DataRequired(_l("Give the day.")), plausible])
    delivery_words = StringField(
        _l("How, and to which role?"), [DataRequired(_l("Say how it was handed over.")), Length(max=300)]
    )
    refusals = {"at": "delivered_on"}

    def at(self, routing: Routing) -> datetime:
        return moment_on(self.delivered_on.data, routing.case.zone, routing.routed_at)


class SettleForm(BaseForm):
    """After two returns: which office has to answer; its code as on its poster, or chosen from those that had it."""

    office = SelectField(_l("Which office has to answer?"), [InputRequired(_l("Choose the office."))])
    refusals = {"office": "office"}

    def offer(self, offices: list[Organisation]) -> "SettleForm":
        self.office.choices = choices((office.code, localized(office)) for office in offices)
        return self


class TemplateForm(BaseForm):
    office = SelectField(_l("Office"), [InputRequired(_l("Choose the office."))])
    name = StringField(_l("Name, for finding it again"), [DataRequired(_l("Give it a name.")), Length(max=60)])
    body = TextAreaField(_l("Words"), [DataRequired(_l("Write the words.")), Length(max=ANSWER_LIMIT)])

    def offer(self, offices: list[Organisation]) -> "TemplateForm":
        self.office.choices = choices((office.code, localized(office)) for office in offices)
        return self


def moment_on(day: date, zone: str, earliest: datetime) -> datetime:
    """The moment meant by a day that somebody names: noon there, but not before what came earlier nor after now."""
    noon = clock.end_of_day(day, zone) - timedelta(hours=12)
    if day == clock.day_of(earliest, zone):
        noon = max(noon, earliest)
    return min(noon, clock.now()) if day == clock.today(zone) else noon
