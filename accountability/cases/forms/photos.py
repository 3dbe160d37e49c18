"""Boxes over a photo, in per cent of its width and height; drawn in the page, or typed where there is no script."""

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, IntegerField
from wtforms.validators import NumberRange, Optional

from accountability.core.forms import BaseForm

_SHARE = [Optional(), NumberRange(0, 100, _l("A number from 0 to 100."))]
BOXES = 8


class BoxForm(Form):
    """One box; empty where there is none."""

    left = IntegerField(_l("From the left, in per cent"), _SHARE)
    top = IntegerField(_l("From the top, in per cent"), _SHARE)
    width = IntegerField(_l("Wide, in per cent"), _SHARE)
    height = IntegerField(_l("High, in per cent"), _SHARE)


class BlotForm(BaseForm):
    boxes = FieldList(FormField(BoxForm, _l("Box")), min_entries=BOXES, max_entries=BOXES)

    @property
    def chosen(self) -> list[tuple[float, float, float, float]]:
        """The boxes that cover something, as shares of the picture."""
        typed = [(box.left.data or 0, box.top.data or 0, box.width.data or 0, box.height.data or 0) for box in self.boxes]
        return [(left / 100, top / 100, width / 100, height / 100) for left, top, width, height in typed if width and height]
