"""The marked part of a text, and how marks of one kind are made one."""

from collections.abc import Iterable
from typing import NamedTuple

KINDS = ("register", "phone", "email", "plate", "account", "name", "address", "date", "age", "diagnosis", "kin", "sole_role")


class Span(NamedTuple):
    """From start up to, not with, end: characters of the text in composed form (NFC)."""

    start: int
    end: int
    kind: str


def united(found: Iterable[Span]) -> list[Span]:
    """Sorted by place; those of one kind that overlap become one."""
    whole: dict[str, list[Span]] = {}
    for span in sorted(found):
        same = whole.setdefault(span.kind, [])
        if same and span.start < same[-1].end:
            same[-1] = same[-1]._replace(end=max(same[-1].end, span.end))
        else:
            same.append(span)
    return sorted(span for same in whole.values() for span in same)


def clear_of(found: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Those that touch no character that is taken."""
    edges = sorted(taken)
    kept, at = [], 0
    for span in sorted(found):
        while at < len(edges) and edges[at].end <= span.start:
            at += 1
        if at == len(edges) or edges[at].start >= span.end:
            kept.append(span)
    return kept
