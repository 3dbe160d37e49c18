"""The base of all forms: clean text, our words for what is wrong, and the fields that several features share."""

import re
from collections.abc import Iterable
from typing import Any

import phonenumbers
from flask import request
from flask_babel import get_domain, gettext, lazy_ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import EmailField, Field, FileField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, StopValidation

from accountability.core.mongolian import normal


class NeededWith:
    """Something that is needed only when another field holds a certain value, and optional otherwise."""

    def __init__(self, other: str, value: str, message: Any) -> None:
        self.other, self.value, self.message = other, value, message

    def __call__(self, form: Any, field: Field) -> None:
        if field.data:
            return
        field.errors = []
        if form[self.other].data == self.value:
            raise StopValidation(str(self.message))
        raise StopValidation()


# What WTForms says where we say nothing of our own; written here so that it stands in our catalogue.
SAID_BY_WTFORMS = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Not a valid date value."),
    _l("Not a valid integer value."),
    _l("Invalid input."),
    _l("Invalid value, must be one of: %(values)s."),
    _l("Number must be between %(min)s and %(max)s."),
    _l("'%(value)s' is not a valid choice for this field."),
    lazy_ngettext("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", 1),
)


class Translations:
    """WTForms has no Mongolian of its own: its messages go through our catalogue, and WTForms fills in its own placeholders."""

    def gettext(self, string: str) -> str:
        return str(get_domain().get_translations().ugettext(string))  # type: ignore[no-untyped-call]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(get_domain().get_translations().ungettext(singular, plural, n))  # type: ignore[no-untyped-call]


def clean_text(value: Any) -> Any:
    return normal(value).strip() if isinstance(value, str) else value


class BaseForm(FlaskForm):
    """Strips and normalises what people type; keeps what they typed when something is wrong."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent as a form, never as JSON; a file only where a file is asked for: no text field ever holds either."""
            if request.is_json:
                return formdata if isinstance(formdata, MultiDict) else None
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            wanted = {field.name for field in form if isinstance(field, FileField)}
            files = [(name, file) for name, file in request.files.items(multi=True) if name in wanted]
            return CombinedMultiDict((MultiDict(files), request.form))

        def get_translations(self, form: Any) -> Translations:
            return Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = [*unbound_field.kwargs.get("filters", []), clean_text]
            if unbound_field.field_class.__name__ in {"PasswordField", "MultipleFileField", "FileField"}:
                filters = unbound_field.kwargs.get("filters", [])
            return super().bind_field(
                form, unbound_field, {**options, "filters": filters} if _takes_filters(unbound_field) else options
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever, but a token that had grown old while the person wrote is said in words that help."""
        good = bool(super().validate(extra_validators))
        token = getattr(self, "csrf_token", None)
        if token is not None and token.errors:
            token.errors = [gettext("This page was open for a long time. Look it over and send it once more.")]
        return good


class EmptyForm(BaseForm):
    """One button: nothing but the token against forged forms."""


def _takes_filters(unbound_field: Any) -> bool:
    return unbound_field.field_class.__name__ not in {"FormField", "FieldList", "CSRFTokenField", "SubmitField"}


class MobileNumber:
    """Mongolian numbers, with or without +976, spaces and hyphens; kept as +976….

    Sets the field's value to the international spelling.
    """

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            return
        try:
            number = phonenumbers.parse(field.data, "MN")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise StopValidation(gettext("A phone number has 8 digits. For example: 9911 2233"))
        field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field from pairs of value and words."""
    return [SelectChoice(value, words) for value, words in pairs]


def phone_field(label: Any, **options: Any) -> TelField:
    return TelField(label, [*options.pop("validators", []), Length(max=40), MobileNumber()], **options)


def email_field(label: Any, **options: Any) -> EmailField:
    wrong = _l("This does not look like an e-mail address. For example: bat@example.mn")
    return EmailField(label, [*options.pop("validators", []), Length(max=200), OptionalEmail(wrong)], **options)


class OptionalEmail(Email):
    """An e-mail address when something was typed at all."""

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            return
        if not re.fullmatch(r"[^@\s\"<>,;:\\()\[\]]{1,64}@[^@\s\"<>,;:\\()\[\]_]+\.[^@\s\"<>,;:\\()\[\]_.]{2,}", field.data):
            raise StopValidation(str(self.message))
