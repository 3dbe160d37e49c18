"""How entries hang together: pure functions over their fields."""

import hashlib
import json
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
