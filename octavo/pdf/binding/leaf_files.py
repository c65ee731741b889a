"""Read the leaves' PDFs from their files whenever they are needed, and keep one leaf in memory.

qpdf copies the content of a page only when the book is saved, and keeps what it was read from until
then: of a book of 1.5 million words, 23 MB. An open file for each leaf would be too many: a process
may have 1,024, in some systems 256.
"""

from __future__ import annotations

from io import SEEK_CUR, SEEK_END, SEEK_SET, BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast


class LeafFiles:
    """The leaves of one book, which do not change while it is bound."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._data = b""

    def open(self, leaf: bytes | Path) -> BinaryIO:
        """Return a leaf's PDF, or the one in a file, as a file to read."""
        return BytesIO(leaf) if isinstance(leaf, bytes) else cast(BinaryIO, _LeafFile(leaf, self))

    def data(self, path: Path) -> bytes:
        """Return what a file holds; the one that was asked for last is at hand."""
        if path != self._path:
            self._path, self._data = None, b""  # before the next one is read
            self._path, self._data = path, path.read_bytes()
        return self._data


class _LeafFile(RawIOBase):
    """A file that is open only while it is read."""

    def __init__(self, path: Path, files: LeafFiles) -> None:
        super().__init__()
        self._path, self._files = path, files
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        if whence == SEEK_CUR:
            offset += self._at
        elif whence == SEEK_END:
            offset += len(self._files.data(self._path))
        self._at = max(0, offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        read = self._files.data(self._path)[self._at : self._at + len(buffer)]
        buffer[: len(read)] = read
        self._at += len(read)
        return len(read)
