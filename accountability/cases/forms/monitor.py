"""What a monitor may type at the desk."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from accountability.cases.forms.citizen import WORDS_LIMIT, Checkboxes
from accountability.cases.labels import CRITICALITIES, DECLINE_REASONS, DISPUTE_REASONS, KINDS, RECOGNISABLE, RESTRICT_REASONS
from accountability.cases.models import Kind
from accountability.core.forms import BaseForm, NeededWith, choices
from accountability.core.i18n import localized
from accountability.directory.models import Category, Organisation, Service

TEXT_LIMIT = 20_000


class ReviewForm(BaseForm):
    """The two redacted texts and the coding."""

    text_office = TextAreaField(_l("What the office reads"), [Optional(), Length(max=TEXT_LIMIT)])
    text_public = TextAreaField(_l("What the public reads"), [Optional(), Length(max=TEXT_LIMIT)])
    meaning_changed = BooleanField(_l("My edit changes the meaning: ask the author first"))
    kind = RadioField(_l("Kind"), [Optional()], choices=choices(KINDS.items()))
    service = SelectField(_l("Service"), [Optional()])
    category = Checkboxes(_l("Topics"), [Optional()])
    criticality = SelectField(_l("How serious, at the most"), coerce=int, choices=choices(CRITICALITIES.items()), default=0)
    cleared = SelectMultipleField(_l("It identifies nobody"), [Optional()], validate_choice=False)
    recognisable = RadioField(
        _l("Could staff there recognise who wrote it?"), [Optional()], choices=choices(RECOGNISABLE.items())
    )
    facility = StringField(_l("Code of the office it is about"), [Optional(), Length(max=20)])

    def offer(self, services: list[Service], categories: list[Category]) -> None:
        self.service.choices = choices([("", "–"), *((one.code, localized(one)) for one in services)])
        self.category.choices = choices((one.code, localized(one)) for one in categories)

    @property
    def kind_chosen(self) -> Kind | None:
        return Kind(self.kind.data) if self.kind.data else None


class RouteForm(BaseForm):
    """To which offices."""

    office = Checkboxes(_l("Send it to"), [Optional()], validate_choice=False)
    other = StringField(_l("Another office, by its code"), [Optional(), Length(max=20)])

    def offer(self, offices: list[Organisation]) -> None:
        self.office.choices = choices((one.code, localized(one)) for one in offices)

    @property
    def codes(self) -> list[str]:
        return [*(self.office.data or []), *([self.other.data.upper()] if self.other.data else [])]


class QuestionForm(BaseForm):
    question = TextAreaField(
        _l("Your question to the author"), [InputRequired(_l("Write the question.")), Length(max=WORDS_LIMIT)]
    )


class DeclineForm(BaseForm):
    reason = RadioField(
        _l("Reason, shown in public"), [InputRequired(_l("Choose one."))], choices=choices(DECLINE_REASONS.items())
    )
    words = TextAreaField(_l("Words to the author"), [Optional(), Length(max=WORDS_LIMIT)])


class MergeForm(BaseForm):
    parent = StringField(_l("Number of the like case"), [InputRequired(_l("Write its number.")), Length(max=10)])


class VisibilityForm(BaseForm):
    """What the public sees."""

    action = RadioField(
        _l("Who may read it?"),
        [InputRequired(_l("Choose one."))],
        choices=choices(
            [
                ("keep_private", _l("Only author, monitors and office")),
                ("keep_as_theme", _l("Its theme only, once a month together with others")),
                ("publish", _l("Everybody")),
                ("restrict", _l("Restrict: the public sees only that it exists")),
            ]
        ),
    )
    reason = SelectField(_l("Reason, if restricted"), [Optional()], choices=choices([("", "–"), *RESTRICT_REASONS.items()]))


class NoteForm(BaseForm):
    kind = RadioField(_l("What is it?"), choices=choices([("note", _l("Private note")), ("call", _l("Call"))]), default="note")
    words = TextAreaField(_l("Only monitors read this"), [InputRequired(_l("Write something first.")), Length(max=WORDS_LIMIT)])


class LookAgainForm(BaseForm):
    on = DateField(_l("Look again on"), [Optional()])


class ContactForm(BaseForm):
    why = StringField(
        _l("Why do you need the contact? The author will see that it was opened."),
        [InputRequired(_l("Say why.")), Length(max=200)],
    )


class AnswerCopyForm(BaseForm):
    text_public = TextAreaField(
        _l("What the public reads of the answer"),
        [NeededWith("action", "publish", _l("Write what the public may read.")), Length(max=TEXT_LIMIT)],
    )
    sure = BooleanField(_l("I looked at names, numbers and days in it: they identify nobody"))
    action = RadioField(
        _l("The public copy"),
        [InputRequired(_l("Choose one."))],
        choices=choices([("publish", _l("Publish it like this")), ("withhold", _l("Keep it between office and author"))]),
    )


class PassWordsForm(BaseForm):
    words = TextAreaField(
        _l("Words for the office, without names"), [InputRequired(_l("Write something first.")), Length(max=WORDS_LIMIT)]
    )
    sure = BooleanField(_l("I looked at names, numbers and days in it: they identify nobody"))


class DisputeForm(BaseForm):
    """For an author without contact who told a monitor that it is not solved."""

    reason = RadioField(_l("Why is it not solved?"), [InputRequired(_l("Choose one."))], choices=choices(DISPUTE_REASONS.items()))


class HandOverForm(BaseForm):
    colleague = SelectField(_l("Colleague"), [InputRequired(_l("Choose one."))], coerce=int)


class BulkForm(BaseForm):
    """Several cases at once, after a page that asks again."""

    case = SelectMultipleField(validate_choice=False)
    act = HiddenField()
    colleague = SelectField(_l("Colleague"), [Optional()], coerce=int, validate_choice=False)
    on = DateField(_l("Look again on"), [Optional()])
    sure = HiddenField()


class SavedViewForm(BaseForm):
    name = StringField(_l("Name of this view"), [InputRequired(_l("Give it a name.")), Length(max=60)])
    # As browsers write it; it becomes part of a header, which a line end would end.
    query = HiddenField(validators=[Length(max=500), Regexp(r"[!-~]*\Z")])
