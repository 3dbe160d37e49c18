"""Keeps files by key under one folder; what is personal arrives here already sealed."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse


class Storage:
    """A folder of files; a key never comes from a client."""

    root = Path()

    def configure(self, url: str) -> None:
        parts = urlparse(url)
        if parts.scheme != "file":
            raise ValueError(f"STORAGE_URL: unknown kind {parts.scheme!r}")
        self.root = Path(unquote(parts.path))

    def save(self, key: str, content: bytes) -> None:
        """Whole or not at all: written beside, flushed to disk, then renamed."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def load(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError("a key stays inside its folder")
        return path


storage = Storage()
