"""Logs without anything personal: what happened where, never who asked or what they wrote."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any


class Lines(logging.Formatter):
    """Plain lines; of an error only its kind and where it happened, never its words: they may quote what somebody wrote."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 the name is logging's
        kind, _error, trace = ei
        frames = traceback.extract_tb(trace)[-8:]
        return "\n".join([f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames] + [f"  {kind.__name__}"])


class JsonLines(Lines):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = self.formatException(record.exc_info).splitlines()
        return json.dumps(line, ensure_ascii=False)


def configure(log_format: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else Lines("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("accountability")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
