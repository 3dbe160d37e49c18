"""Reads each source file once for all house rules."""

from functools import cache

from accountability.core.translations import syntax, uncollected

# Where a statement may hold further statements.
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@cache
def source(path):
    return path.read_text("utf-8")


def tree(path):
    return syntax(path)


@cache
def statements(path):
    """Every statement at any depth; the expressions inside, nine nodes of ten, are left aside."""
    with uncollected():
        return list(_within(tree(path)))


def _within(node):
    for block in BLOCKS:
        for one in getattr(node, block, ()):
            yield one
            yield from _within(one)
