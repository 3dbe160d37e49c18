"""How entries hang together: pure functions over their fields."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def body_of(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def entry_hash(
    previous: str, chain: str, sequence: int, at: datetime, role: str, user_id: int | None, action: str, content: str
) -> str:
    """The hash that the next entry hangs on; `at` counts to the microsecond in UTC."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    line = "\n".join([previous, chain, str(sequence), stamp, role, str(user_id or ""), action, content])
    return hashlib.sha256(line.encode()).hexdigest()


# --- one root for all lines of a day -----------------------------------------------------------------------------------


def leaf(line: str) -> bytes:
    return hashlib.sha256(b"\x00" + line.encode()).digest()


def joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(lines: Iterable[str]) -> str:
    """The root of a Merkle tree over the hashes of entries (RFC 6962, section 2.1); holds a few nodes in memory, not all."""
    whole: list[tuple[int, bytes]] = []
    for line in lines:
        size, node = 1, leaf(line)
        while whole and whole[-1][0] == size:
            node, size = joined(whole.pop()[1], node), size * 2
        whole.append((size, node))
    if not whole:
        return hashlib.sha256(b"").hexdigest()
    node = whole.pop()[1]
    while whole:
        node = joined(whole.pop()[1], node)
    return node.hex()


def day_root(previous: str, on: str, count: int, tree: str) -> str:
    """A day's root hangs on the one before, so that no day can be changed or left out later."""
    return hashlib.sha256("\n".join([previous, on, str(count), tree]).encode()).hexdigest()
