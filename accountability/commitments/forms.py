"""What may be typed about a promise: a new day, that it is done, that it is not coming; and what somebody saw."""

import uuid
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from accountability.commitments.labels import FOUND
from accountability.commitments.models import By
from accountability.commitments.operations import Done, Seen
from accountability.core.forms import BaseForm, choices
from accountability.core.uploads import UploadProblem, read_photo

LIMIT, PHOTOS = 2_000, 5
DAY = DataRequired(_l("Give the day."))
CHOICE = InputRequired(_l("Choose one."))
WORDS = DataRequired(_l("Write a few words."))
BY_STAFF = {By.VISIT: _l("I was there and looked"), By.DOCUMENT: _l("An independent document shows it")}

# What is said at a field when an operation refuses its value: field of the operation and reason -> words.
REFUSED: dict[str, Any] = {
    "due_on past": _l("The new day has to lie after the old one and in the future."),
    "made_on future": _l("The day cannot lie in the future."),
    "marks undecided": _l("Something in it may show who somebody is. Change it, or say that nobody can be recognised."),
    "words needed": _l("Write a few words."),
    "found watch_over": _l("It was checked more than half a year ago: please file it as a new case."),
}


class WithPhotos(BaseForm):
    """Photos are written anew on the way in: nothing but the picture stays."""

    photos = MultipleFileField(_l("Photos"), validators=[Optional()])
    taken: list[bytes]

    def validate_photos(self, field: Any) -> None:
        files = [file for file in field.data or [] if getattr(file, "filename", "")]
        if len(files) > PHOTOS:
            raise ValidationError(gettext("At most five photos, please."))
        try:
            self.taken = [read_photo(file).content for file in files]
        except UploadProblem as problem:
            raise ValidationError(gettext("A photo cannot be opened, or is larger than 12 MB. Choose JPG or PNG.")) from problem


class ClaimForm(WithPhotos):
    made_on = DateField(_l("On which day was it done?"), [DAY])
    words = TextAreaField(_l("What was done?"), [WORDS, Length(max=LIMIT)])
    refusals = {"made_on": "made_on", "words": "words"}

    @property
    def done(self) -> Done:
        return Done(self.words.data, self.made_on.data, getattr(self, "taken", []))


class NewDayForm(BaseForm):
    due_on = DateField(_l("The new day"), [DAY])
    words = TextAreaField(_l("Why not by the day that was promised?"), [WORDS, Length(max=LIMIT)])
    refusals = {"due_on": "due_on", "words": "words"}


class AbandonForm(BaseForm):
    words = TextAreaField(_l("Why will it not be done?"), [WORDS, Length(max=300)])
    refusals = {"words": "words"}


class LookForm(WithPhotos):
    """What was found; the key lets a form that was sent twice count once."""

    by = RadioField(_l("How do you know?"), [InputRequired(_l("Choose one."))], choices=choices(BY_STAFF.items()))
    found = RadioField(
        _l("Is it there, as it was described?"), [InputRequired(_l("Choose one."))], choices=choices(FOUND.items())
    )
    seen_on = DateField(_l("On which day did you look?"), [DAY])
    words = TextAreaField(_l("What did you see?"), [WORDS, Length(max=LIMIT)])
    client_key = HiddenField(validators=[Length(max=36)])
    refusals = {"made_on": "seen_on", "found": "found", "words": "words"}

    def keyed(self) -> "LookForm":
        """With a fresh key, for a form that is shown."""
        self.client_key.data = str(uuid.uuid4())
        return self

    @property
    def seen(self) -> Seen:
        photos = getattr(self, "taken", [])
        return Seen(By(self.by.data), self.found.data, self.words.data, self.seen_on.data, photos, self.client_key.data or None)


class PublishForm(BaseForm):
    text_public = StringField(
        _l("What the public reads of it"),
        [DataRequired(_l("Write what the public reads.")), Length(max=1000)],
        description=_l("The public also reads the role, the sign, the costs, and the reasons for a new day or for giving up."),
    )
    sure = BooleanField(_l("I looked at every mark: nobody can be recognised"))
    refusals = {"text_public": "text_public", "marks": "text_public"}
