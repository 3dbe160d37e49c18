"""Domain errors; each knows the status code that it becomes."""

from enum import StrEnum


class DomainError(Exception):
    """Something the domain refuses; `code` is the HTTP status, `words` a key of core.pages.ERROR_WORDS."""

    code = 400
    words = "bad_request"


class NotFound(DomainError):
    """It does not exist, or its reader may not know that it does."""

    code = 404
    words = "not_found"


class NotAllowed(DomainError):
    """Seen but not allowed."""

    code = 403
    words = "not_allowed"


class MoveNotAllowed(DomainError):
    """Somebody was faster: the thing is no longer where this action starts."""

    code = 409
    words = "somebody_was_faster"

    def __init__(self, status: StrEnum, action: StrEnum | str) -> None:
        super().__init__(f"{action} is not possible from {status}")
        self.status = status
        self.action = action


class Invalid(DomainError):
    """A value that no form should have let through; names the field and a key of the feature's words."""

    code = 422
    words = "invalid"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class TooLarge(DomainError):
    """More than the limit that the page names."""

    code = 413
    words = "too_large"


class Busy(DomainError):
    """Too much at once; the visitor tries again in a few seconds."""

    code = 503
    words = "busy"
