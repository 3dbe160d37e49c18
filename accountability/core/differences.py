"""What changed between two texts, word by word."""

from difflib import SequenceMatcher


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of words, each `same`, `gone` (only before) or `new` (only after)."""
    old, new = before.split(), after.split()
    runs: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", " ".join(old[a:b])))
            continue
        runs += [("gone", " ".join(old[a:b]))] * (b > a) + [("new", " ".join(new[c:d]))] * (d > c)
    return runs
