"""Files that people send: limited while they stream in, looked at, and written anew without what cameras add."""

import io
from dataclasses import dataclass
from typing import IO, Any

from flask import Request
from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
PIXELS_LIMIT = 60_000_000
LONGEST_SIDE = 1600


class UploadProblem(Exception):
    """Why a file cannot be taken: `too_large` or `unreadable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Photo:
    """A photo written anew: JPEG, at most 1600 pixels long, no metadata."""

    content: bytes
    width: int
    height: int


class LimitedFile(io.BytesIO):
    """Keeps a part in memory (never in a temporary file) and drops what goes over the limit, remembering that it did.

    So one photo too many does not cost the sender the words in the same form.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.too_large = False

    def write(self, chunk: Any) -> int:
        if self.too_large or self.tell() + len(chunk) > self.limit:
            self.too_large = True
            self.seek(0)
            self.truncate()
            return len(chunk)
        return super().write(chunk)


class StreamingRequest(Request):
    """A request whose file parts are limited one by one while they arrive."""

    file_limit = 12 * 1024 * 1024

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return LimitedFile(self.file_limit)


def read_photo(file: Any) -> Photo:
    """The photo in an uploaded part.

    Raises:
        UploadProblem: it was over the limit while streaming, or is no photo that we can open.
    """
    stream = file.stream
    if getattr(stream, "too_large", False):
        raise UploadProblem("too_large")
    return clean_photo(stream.read())


def clean_photo(content: bytes) -> Photo:
    """Decodes, turns upright, shrinks and writes anew, so that position, camera and hidden payloads are gone."""
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=KINDS)
        if image.width * image.height > PIXELS_LIMIT:
            raise UploadProblem("too_large")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image = ImageOps.exif_transpose(image)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = image.convert("RGB")
    except Image.DecompressionBombError as problem:
        raise UploadProblem("too_large") from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as problem:
        raise UploadProblem("unreadable") from problem
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=78, optimize=True)
    return Photo(out.getvalue(), clean.width, clean.height)
