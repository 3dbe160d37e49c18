"""Planted: words as HTML."""
from markupsafe import Markup
def show(words):
    return Markup(words)
