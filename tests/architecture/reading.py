"""Reads each source file once for all house rules."""

import ast
from functools import cache

from accountability.core.translations import syntax, uncollected


@cache
def source(path):
    return path.read_text("utf-8")


def tree(path):
    return syntax(path)


@cache
def nodes(path):
    with uncollected():
        return list(ast.walk(tree(path)))
