"""What may be typed in the protected channel, by whoever speaks, their code in hand, or by an officer."""

import secrets
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, NumberRange, Optional, Regexp

from accountability.core.forms import BaseForm, NeededWith, choices, email_field, phone_field
from accountability.core.i18n import localized
from accountability.sensitive.labels import BODIES, KINDS, SHARED, STEPS, WAYS, YES_NO_UNSURE
from accountability.sensitive.workflow import Step

NARRATIVE_LIMIT, WORDS_LIMIT = 20_000, 5_000
TOO_LONG = _l("This is too long. Write at most %(max)d characters.")


class ReportForm(BaseForm):
    """The one form of the channel. Only the words are needed."""

    narrative = TextAreaField(
        _l("What happened?"),
        [DataRequired(_l("Write what happened.")), Length(max=NARRATIVE_LIMIT, message=TOO_LONG)],
    )
    danger = RadioField(_l("Is somebody in danger right now?"), [Optional()], choices=choices(YES_NO_UNSURE.items()))
    child = RadioField(_l("Is it about somebody under 18?"), [Optional()], choices=choices(YES_NO_UNSURE.items()))
    kind = RadioField(_l("What is it about?"), [Optional()], choices=choices(KINDS.items()))
    accused = StringField(_l("Whose deed was it?"), [Optional(), Length(max=200)])
    province = SelectField(_l("Province"), [Optional()])
    wishes = TextAreaField(
        _l("What do you wish to happen, and what not?"), [Optional(), Length(max=WORDS_LIMIT, message=TOO_LONG)]
    )
    photos = MultipleFileField(_l("Photos"))
    contact_way = RadioField(_l("How may an officer reach you?"), [Optional()], choices=choices(WAYS.items()), default="none")
    contact_phone = phone_field(
        _l("Phone number"), validators=[NeededWith("contact_way", "phone", _l("Write the number that we may call."))]
    )
    contact_email = email_field(
        _l("E-mail"), validators=[NeededWith("contact_way", "email", _l("Write the address that we may write to."))]
    )
    contact_other = StringField(_l("The other way"), [Optional(), Length(max=200)])
    contact_times = StringField(_l("When is it safe?"), [Optional(), Length(max=200)])
    code_word = StringField(_l("A code word, by which you know that it is us"), [Optional(), Length(max=60)])
    phone_shared = RadioField(_l("Does somebody else read this phone or mailbox?"), [Optional()], choices=choices(SHARED.items()))
    form_key = HiddenField(
        validators=[Optional(), Regexp(r"^[A-Za-z0-9_-]{32}$", message=_l("This page was changed on its way. Send it again."))]
    )
    website = StringField(_l("Leave this empty"), [Length(max=0, message=_l("Leave the last field empty, please."))])

    def offer(self, provinces: Iterable[Any]) -> "ReportForm":
        named = [(area.iso_code, localized(area)) for area in provinces]
        self.province.choices = choices([("", _l("I would rather not say")), *named])
        return self

    def with_key(self) -> "ReportForm":
        """A key of its own, so that the same form sent twice is one report."""
        if not self.form_key.data or self.form_key.errors:
            self.form_key.data = secrets.token_urlsafe(24)
        return self

    @property
    def contact(self) -> dict[str, str]:
        way = self.contact_way.data or "none"
        named = {
            "way": way if way != "none" else "",
            "phone": self.contact_phone.data,
            "email": self.contact_email.data,
            "other": self.contact_other.data,
            "times": self.contact_times.data,
            "code_word": self.code_word.data,
            "shared": self.phone_shared.data,
        }
        return {name: value for name, value in named.items() if value}


class WordsForm(BaseForm):
    """More words of the author; the code again when the visit is over."""

    words = TextAreaField(
        _l("Your words"), [DataRequired(_l("Write something first.")), Length(max=WORDS_LIMIT, message=TOO_LONG)]
    )
    receipt = StringField(_l("Your code: 20 digits"), [Optional(), Length(max=60)])


# --- officers ---------------------------------------------------------------------------------------------------------

LONGEST = Length(max=200, message=_l("At most 200 characters, please."))


class SetUpForm(BaseForm):
    passphrase = PasswordField(_l("Your passphrase"), [InputRequired(_l("Choose a passphrase.")), LONGEST])
    passphrase_again = PasswordField(
        _l("The same once more"),
        [InputRequired(_l("Type it once more.")), EqualTo("passphrase", _l("The two are not the same."))],
    )


class OpenForm(BaseForm):
    passphrase = PasswordField(_l("Your passphrase"), [InputRequired(_l("Type your passphrase.")), LONGEST])


class ChangeForm(BaseForm):
    current_passphrase = PasswordField(_l("Present passphrase"), [InputRequired(_l("Type your passphrase.")), LONGEST])
    passphrase = PasswordField(_l("New passphrase"), [InputRequired(_l("Choose a passphrase.")), LONGEST])
    passphrase_again = PasswordField(
        _l("The same once more"),
        [InputRequired(_l("Type it once more.")), EqualTo("passphrase", _l("The two are not the same."))],
    )


class SayForm(BaseForm):
    """Words to the author, or a note."""

    text = TextAreaField(_l("Words"), [DataRequired(_l("Write something first.")), Length(max=WORDS_LIMIT, message=TOO_LONG)])


class NoteForm(BaseForm):
    note = TextAreaField(
        _l("What was done, and why"),
        [DataRequired(_l("Write down what was done and why.")), Length(max=WORDS_LIMIT, message=TOO_LONG)],
    )


class MoveForm(BaseForm):
    """One step; which of the facts are needed depends on it, and the operation says so."""

    step = RadioField(_l("What happens now?"), [InputRequired(_l("Choose one."))])
    note = TextAreaField(_l("What was done, and why"), [Optional(), Length(max=WORDS_LIMIT, message=TOO_LONG)])
    body = SelectField(_l("Who received it"), [Optional()], choices=choices([("", "–"), *BODIES.items()]))
    receiver = StringField(_l("Who took it there"), [Optional(), Length(max=200)])
    legal_basis = StringField(_l("By which law, without the person's word"), [Optional(), Length(max=300)])
    consent = BooleanField(_l("The person has agreed to exactly this"))
    told = BooleanField(_l("The person knows"))

    def offer(self, steps: Iterable[Step]) -> "MoveForm":
        self.step.choices = choices((step.value, STEPS[step]) for step in steps)
        return self


class DowngradeForm(BaseForm):
    text = TextAreaField(
        _l("The text for the ordinary case"),
        [
            DataRequired(_l("Write the text without anything that shows who it is.")),
            Length(max=NARRATIVE_LIMIT, message=TOO_LONG),
        ],
    )
    consent_words = StringField(
        _l("When and how the person agreed"), [DataRequired(_l("Write when and how the person agreed.")), Length(max=300)]
    )


class DutyForm(BaseForm):
    on = DateField(_l("Day"), [DataRequired(_l("Give the day."))])
    starts = IntegerField(
        _l("From, hour"), [InputRequired(_l("An hour from 0 to 23.")), NumberRange(0, 23, _l("An hour from 0 to 23."))]
    )
    ends = IntegerField(
        _l("Until, hour"), [InputRequired(_l("An hour from 1 to 24.")), NumberRange(1, 24, _l("An hour from 1 to 24."))]
    )


class PressForm(BaseForm):
    """A button and nothing else."""
