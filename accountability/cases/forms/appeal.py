"""What is typed about a review: what was wrong, how it is decided and why, and what the public reads of the reasons."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from accountability.cases.forms.citizen import WORDS_LIMIT
from accountability.cases.forms.monitor import AnswerCopyForm
from accountability.cases.labels import REMEDIES, RESULTS
from accountability.cases.models import Remedy, Result
from accountability.cases.operations.appealing import Decision
from accountability.core.forms import BaseForm, NeededWith, choices

REASONS_LIMIT = 10_000
# What is said at a field when an operation refuses its value.
REFUSED: dict[str, Any] = {
    "words needed": _l("Write what was wrong."),
    "words not_any_more": _l("It cannot be reviewed any more: the time is over, or you asked already."),
    "reasons needed": _l("Say why, in plain words."),
    "remedy needed": _l("Say where the author can go next."),
    "marks undecided": _l("Some words may show who somebody is. Take them out, or say below that they identify nobody."),
}


class AskForm(BaseForm):
    words = TextAreaField(_l("What was wrong?"), [DataRequired(_l("Write what was wrong.")), Length(max=WORDS_LIMIT)])
    refusals = {"words": "words"}


class DecisionForm(BaseForm):
    """The author reads all of it at once, the public once a monitor has looked it through."""

    result = RadioField(_l("What do you decide?"), [InputRequired(_l("Choose one."))])
    reasons = TextAreaField(
        _l("Why? In plain words, without names"), [DataRequired(_l("Say why, in plain words.")), Length(max=REASONS_LIMIT)]
    )
    sure = BooleanField(_l("I looked at names, numbers and days in it: they identify nobody"))
    remedy = RadioField(_l("Where can the author go next?"), [Optional()])
    refusals = {"reasons": "reasons", "remedy": "remedy", "marks": "reasons"}

    def offer(self, results: Mapping[Result, Any] = RESULTS) -> "DecisionForm":
        self.result.choices = choices((one.value, words) for one, words in results.items())
        self.remedy.choices = choices((one.value, words) for one, words in REMEDIES.items())
        return self

    @property
    def decision(self) -> Decision:
        remedy = Remedy(self.remedy.data) if self.remedy.data else None
        return Decision(Result(self.result.data), self.reasons.data, remedy, sure=self.sure.data)


class ReasonsCopyForm(AnswerCopyForm):
    text_public = TextAreaField(
        _l("What the public reads of the reasons"),
        [NeededWith("action", "publish", _l("Write what the public may read.")), Length(max=REASONS_LIMIT)],
    )
