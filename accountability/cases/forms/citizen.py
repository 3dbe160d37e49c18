"""What a citizen may type: the one short form, the second page of optional things, and the forms behind the receipt."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DateField, MonthField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from accountability.cases.labels import AGE_BANDS, CONTACT_WAYS, DISPUTE_REASONS, KINDS, RECOGNISABLE, SEXES, YES_NO
from accountability.cases.models import ContactWay, Kind
from accountability.core import clock
from accountability.core.forms import BaseForm, NeededWith, choices, email_field, phone_field
from accountability.core.i18n import localized
from accountability.directory.models import Category, Service

STORY_LIMIT = 20_000
WORDS_LIMIT = 5_000


class Checkboxes(SelectMultipleField):
    """Several choices, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OptionalThings(BaseForm):
    """Everything that may be told but need not be; on the second page, or with the first form by those who send it."""

    kind = RadioField(_l("What is it?"), [Optional()], choices=choices(KINDS.items()))
    service = SelectField(_l("Which service was it?"), [Optional()])
    category = Checkboxes(_l("What is it about?"), [Optional()])
    good = TextAreaField(_l("What was good?"), [Optional(), Length(max=WORDS_LIMIT)])
    better = TextAreaField(_l("What should be better?"), [Optional(), Length(max=WORDS_LIMIT)])
    month = MonthField(_l("In which month was it?"), [Optional()])
    alias = StringField(_l("A name that we may call you by"), [Optional(), Length(max=40)])
    away_until = DateField(_l("If you are on the move: away until"), [Optional()])
    sex = RadioField(_l("You are"), [Optional()], choices=choices(SEXES.items()))
    age_band = RadioField(_l("Your age"), [Optional()], choices=choices(AGE_BANDS.items()))
    disability = RadioField(_l("Do you live with a disability?"), [Optional()], choices=choices(YES_NO.items()))
    herder = RadioField(_l("Are you a herder?"), [Optional()], choices=choices(YES_NO.items()))

    recognisable = RadioField(_l("Could staff there guess that it was you?"), [Optional()], choices=choices(RECOGNISABLE.items()))
    send_later = BooleanField(_l("Send it to the office later, together with others"))

    def offer(self, services: list[Service], categories: list[Category]) -> None:
        """Fills the choices that come from the directory."""
        self.service.choices = choices([("", _l("I do not know")), *((one.code, localized(one)) for one in services)])
        self.category.choices = choices((one.code, localized(one)) for one in categories)

    def validate_month(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_l("Choose a month that has already begun."))

    @property
    def month_code(self) -> str | None:
        return f"{self.month.data:%Y-%m}" if self.month.data else None

    @property
    def kind_chosen(self) -> Kind | None:
        return Kind(self.kind.data) if self.kind.data else None

    @property
    def composition(self) -> dict[str, str]:
        named = {name: self[name].data for name in ("sex", "age_band", "disability", "herder")}
        return {name: value for name, value in named.items() if value}


class FeedbackForm(OptionalThings):
    """The one short form after the place: story, photos, consents, how to reach me."""

    story = TextAreaField(
        _l("What happened?"),
        [
            InputRequired(_l("Write what happened.")),
            Length(max=STORY_LIMIT, message=_l("This is too long. Write at most %(max)d characters.")),
        ],
    )
    facility_text = StringField(_l("Name of the office, as you know it"), [Optional(), Length(max=200)])
    photos = MultipleFileField(_l("Photos"))
    consent_store = BooleanField(
        _l("I agree that you keep what I write"), [InputRequired(_l("We can only take it if we may keep it."))]
    )
    consent_pass_on = BooleanField(
        _l("I agree that you pass it on to the office, without my name and contact"),
        [InputRequired(_l("The office can only answer if we may pass it on."))],
    )
    consent_publish = BooleanField(_l("I agree that you publish it, without names and addresses"))
    wish_public = BooleanField(_l("I wish that others can read it"))
    contact_way = RadioField(
        _l("How may we reach you?"), [Optional()], choices=choices(CONTACT_WAYS.items()), default=ContactWay.NONE.value
    )
    contact_phone = phone_field(
        _l("Phone number"), validators=[NeededWith("contact_way", "phone", _l("Write the number that we may call."))]
    )
    contact_email = email_field(
        _l("E-mail"), validators=[NeededWith("contact_way", "email", _l("Write the address that we may write to."))]
    )
    consent_contact = BooleanField(_l("I agree that you contact me about this"))
    phone_shared = BooleanField(_l("Somebody else also reads this phone or mailbox"))
    reissue_ok = BooleanField(_l("If I lose my code, you may send me a new one there"))
    client_key = HiddenField(
        validators=[Optional(), Regexp(r"^[0-9a-fA-F-]{36}$", message=_l("This page was changed on its way. Send it again."))]
    )
    website = StringField(_l("Leave this empty"), [Length(max=0, message=_l("Leave the last field empty, please."))])

    @property
    def contact(self) -> dict[str, Any]:
        way = self.contact_way.data or ContactWay.NONE.value
        return {
            "way": way if way != ContactWay.NONE else None,
            "phone": self.contact_phone.data,
            "email": self.contact_email.data,
            "shared": self.phone_shared.data,
        }


class DetailsForm(OptionalThings):
    """The second page, after the receipt."""

    facility = SelectMultipleField(_l("Other offices that it is about"), [Optional()], validate_choice=False)


class TrackForm(BaseForm):
    """The code."""

    receipt = StringField(_l("Your code: 20 digits"), [InputRequired(_l("Write the code from your receipt.")), Length(max=60)])


class WordsForm(BaseForm):
    """Words that the author adds."""

    words = TextAreaField(_l("Words to the monitor"), [InputRequired(_l("Write something first.")), Length(max=WORDS_LIMIT)])


class JudgeForm(BaseForm):
    """Whether the answer solved it."""

    verdict = RadioField(
        _l("Is your matter solved?"),
        [InputRequired(_l("Choose one.")), AnyOf(["confirm", "partly", "dispute"])],
        choices=choices([("confirm", _l("Yes, solved")), ("partly", _l("Partly")), ("dispute", _l("No, not solved"))]),
    )
    fairness = IntegerField(
        _l("Were you treated fairly? 1 not at all – 5 fully"), [Optional(), NumberRange(1, 5, _l("A number from 1 to 5."))]
    )
    solved = IntegerField(
        _l("How far is the matter solved? 1 not at all – 5 fully"), [Optional(), NumberRange(1, 5, _l("A number from 1 to 5."))]
    )
    reason = RadioField(
        _l("If not: why?"),
        [NeededWith("verdict", "dispute", _l("Say why it is not solved."))],
        choices=choices(DISPUTE_REASONS.items()),
    )
    words = TextAreaField(_l("What is still wrong?"), [Optional(), Length(max=WORDS_LIMIT)])
    trouble = RadioField(
        _l("Was there any trouble because you spoke up?"),
        [Optional()],
        choices=choices(YES_NO.items()),
        description=_l("What you say here is kept nowhere. With “yes” we lead you to the protected way."),
    )


class ApproveForm(BaseForm):
    """Whether the author agrees to a public text whose meaning was changed."""

    agrees = RadioField(
        _l("May it be published like this?"),
        [InputRequired(_l("Choose one."))],
        choices=choices([("yes", _l("Yes, publish it like this")), ("no", _l("No, do not publish it"))]),
    )


class CorrectForm(BaseForm):
    """How to reach the author, and what they may be called: put right by themselves."""

    contact_phone = phone_field(_l("Phone number"))
    contact_email = email_field(_l("E-mail"))
    phone_shared = BooleanField(_l("Somebody else also reads this phone or mailbox"))
    reissue_ok = BooleanField(_l("If I lose my code, you may send me a new one there"))
    alias = StringField(_l("A name that we may call you by"), [Optional(), Length(max=40)])
    away_until = DateField(_l("If you are on the move: away until"), [Optional()])

    @property
    def contact(self) -> dict[str, Any]:
        way = "email" if self.contact_email.data else "phone" if self.contact_phone.data else None
        typed = {"phone": self.contact_phone.data, "email": self.contact_email.data}
        return {"way": way, **typed, "shared": self.phone_shared.data if way else None}


class ConsentForm(BaseForm):
    """One consent given or taken back."""

    purpose = HiddenField(validators=[AnyOf(["pass_on", "publish", "contact"])])
    act = HiddenField(validators=[AnyOf(["give", "take"])])


class PressForm(BaseForm):
    """A button and nothing else."""
