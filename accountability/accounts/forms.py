"""What a person may type about accounts: signing in, joining, their own page, inviting others."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from accountability.access.roles import Preset
from accountability.accounts.labels import PRESETS, RELATIONS
from accountability.core.forms import BaseForm, choices, email_field, phone_field
from accountability.core.i18n import NAMES

LONGEST = Length(max=200, message=_l("At most 200 characters, please."))

# What is said at a field when an operation refuses its value: by field and reason.
REFUSED: dict[str, Any] = {
    "area needed": _l("Choose the province that this person monitors or oversees."),
    "code wrong": _l("This code is not right. Wait for the next one, and see that the clock of your phone is right."),
    "credential copied": _l(
        "This passkey seems to have been copied. It opens nothing any more. Sign in another way and remove it."
    ),
    "credential known": _l("This passkey is here already, or you have ten of them."),
    "credential wrong": _l("This passkey does not open this door. Try once more, or sign in with your password."),
    "current_password wrong": _l("This is not your present password."),
    "email needed": _l("Give an e-mail address or a phone number."),
    "email taken": _l("Somebody with this e-mail address or phone number already has an account."),
    "ends_on order": _l("The last day is today or later, and not before the first day."),
    "organisation needed": _l("Give the code of an office, for example 18540-HC-01."),
    "password has_account": _l("You already have an account. Sign in with the password you chose."),
    "password factor_needed": _l("Your work here needs a second factor. Set up another one before you remove this one."),
    "password too_short_without": _l("Without a second factor your password needs 15 characters. Change the password first."),
    "password wrong": _l("This is not your password."),
    "password used": _l("This link was used already. Sign in with the password you chose."),
    "substitute unknown": _l("Choose a colleague from the list."),
}

FAULTS: dict[str, Any] = {
    "common": _l("This one is among the first that somebody would try. Take three or four words that do not belong together."),
    "known": _l("This one is made of words that others know of you. Take three or four words that do not belong together."),
    "too_long": _l("At most 128 characters, please."),
    "too_short": _l("Take at least 8 characters."),
    "too_short_alone": _l("Take at least 15 characters. Three or four words in a row are easy to keep in mind."),
}
REFUSED |= {f"{field} {fault}": words for field in ("password", "new_password") for fault, words in FAULTS.items()}


class SignInForm(BaseForm):
    login = StringField(
        _l("E-mail address or phone number"), [DataRequired(_l("Write your e-mail address or phone number.")), LONGEST]
    )
    password = PasswordField(_l("Password"), [DataRequired(_l("Write your password.")), LONGEST])


class UnlockForm(BaseForm):
    password = PasswordField(_l("Password"), [DataRequired(_l("Write your password.")), LONGEST])


class CodeForm(BaseForm):
    code = StringField(_l("Code"), [DataRequired(_l("Write the code.")), Length(max=40)])


class ConfirmForm(BaseForm):
    """The password or a code; one of them is enough."""

    password = PasswordField(_l("Password"), [Optional(), LONGEST])
    code = StringField(_l("Or the code of your app"), [Optional(), Length(max=40)])


class RemoveForm(BaseForm):
    password = PasswordField(_l("Password"), [DataRequired(_l("Write your password.")), LONGEST])


class PasskeyForm(BaseForm):
    """What a browser answers for a passkey; a script puts it here."""

    credential = HiddenField(validators=[DataRequired(_l("The browser gave no passkey. Try once more.")), Length(max=20_000)])


class NewPasskeyForm(PasskeyForm):
    name = StringField(_l("A name for it, for example “my phone”"), [DataRequired(_l("Give it a name.")), Length(max=60)])


class JoinForm(BaseForm):
    password = PasswordField(_l("Your new password"), [DataRequired(_l("Choose a password.")), LONGEST])


class PasswordForm(BaseForm):
    current_password = PasswordField(_l("Present password"), [DataRequired(_l("Write your present password.")), LONGEST])
    new_password = PasswordField(_l("New password"), [DataRequired(_l("Choose a password.")), LONGEST])


class PreferencesForm(BaseForm):
    locale = SelectField(_l("Language of messages to you"))
    keys_on = BooleanField(_l("Use keys such as j and k at the desk"))

    def offer(self, locales: list[str]) -> "PreferencesForm":
        self.locale.choices = choices((code, NAMES[code]) for code in locales)
        return self


class TieForm(BaseForm):
    """The office comes from a search, so its choices are whatever was found."""

    organisation = RadioField(_l("Office"), [InputRequired(_l("Search for the office and choose it."))], validate_choice=False)
    relation = SelectField(
        _l("What ties you to it?"), [InputRequired(_l("Choose what ties you to it."))], choices=choices(RELATIONS.items())
    )


class AbsenceForm(BaseForm):
    substitute = SelectField(_l("Who stands in for you?"), [InputRequired(_l("Choose who stands in for you."))], coerce=int)
    starts_on = DateField(_l("First day away"), [DataRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Last day away"), [DataRequired(_l("Give the last day."))])

    def offer(self, colleagues: list[Any]) -> "AbsenceForm":
        self.substitute.choices = choices((colleague.id, colleague.name) for colleague in colleagues)
        return self


class InviteForm(BaseForm):
    name = StringField(_l("Name"), [DataRequired(_l("Write the person's name.")), Length(max=120)])
    preset = RadioField(_l("What will they do here?"), [InputRequired(_l("Choose what they will do here."))])
    email = email_field(_l("E-mail address"))
    phone = phone_field(_l("Mobile phone number"))
    organisation = StringField(_l("Code of the office or organisation"), [Optional(), Length(max=20)])
    area = SelectField(_l("Province"), [Optional()])
    senior = BooleanField(_l("Senior monitor: may decline, restrict and publish serious cases"))

    def offer(self, provinces: list[tuple[str, str]], presets: list[Preset]) -> "InviteForm":
        self.area.choices = choices([("", _l("No province")), *provinces])
        self.preset.choices = choices((preset.value, PRESETS[preset]) for preset in presets)
        return self
