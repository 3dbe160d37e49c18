"""The draw itself: pure, so that anybody can do it again from the published seed."""

import hashlib
import math
from collections.abc import Iterable

SHARE, MOST = 0.1, 10


def sample(seed: str, names: Iterable[str]) -> list[str]:
    """A tenth of the names, at least one and at most ten: those whose SHA-256 of `seed:name` is smallest."""
    ordered = sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    return ordered[: min(MOST, math.ceil(len(ordered) * SHARE))]
