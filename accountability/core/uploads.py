"""Files that people send: limited while they stream in, looked at, and written anew without what cameras add."""

import io
from dataclasses import dataclass
from math import ceil
from typing import IO, Any

from flask import Request
from PIL import Image, ImageOps, UnidentifiedImageError

from accountability.core import rasterising

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


def read_pictures(file: Any, most: int) -> list[Photo]:
    """The photo in an uploaded part, or the pages of a PDF as photos.

    Raises:
        UploadProblem: it was over the limit while streaming, or is nothing that we can open.
    """
    if getattr(file.stream, "too_large", False):
        raise UploadProblem("too_large")
    content = file.stream.read()
    if content.lstrip()[:5] != b"%PDF-":
        return [clean_photo(content)]
    try:
        return [clean_photo(page) for page in rasterising.pages(content, most)]
    except rasterising.NoPicture as problem:
        raise UploadProblem("unreadable") from problem


def blotted(content: bytes, boxes: list[tuple[float, float, float, float]]) -> bytes:
    """A copy of a photo on which each box (left, top, width, height as shares of the picture) is one colour.

    A mere blur can be undone; one colour holds nothing of what was under it.
    """
    picture = Image.open(io.BytesIO(content), formats=KINDS).convert("RGB")
    wide, high = picture.size
    for left, top, width, height in boxes:
        edges = (
            int(left * wide),
            int(top * high),
            min(wide, ceil((left + width) * wide)),
            min(high, ceil((top + height) * high)),
        )
        if edges[2] > edges[0] and edges[3] > edges[1]:
            one = picture.crop(edges).resize((1, 1), Image.Resampling.BOX)
            picture.paste(one.resize((edges[2] - edges[0], edges[3] - edges[1])), edges)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78, optimize=True)
    return out.getvalue()


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
