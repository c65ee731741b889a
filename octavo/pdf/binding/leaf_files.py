"""Read the leaves' PDFs from their files whenever they are needed, and keep one leaf in memory.

qpdf copies the content of a page only when the book is saved, and keeps what it was read from until
then: of a book of 1.5 million words, 23 MB. An open file for each leaf would be too many: a process
may have 1,024, in some systems 256.
"""

from __future__ import annotations

from io import SEEK_SET, BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast


class LeafFiles:
    """The leaves of one book, which do not change while it is bound."""

    def __init__(self) -> None:
        self._held: _LeafFile | None = None

    def open(self, leaf: bytes | Path) -> BinaryIO:
        """Return a leaf's PDF, or the one in a file, as a file to read."""
        return BytesIO(leaf) if isinstance(leaf, bytes) else cast(BinaryIO, _LeafFile(leaf, self))

    def hold(self, file: _LeafFile) -> None:
        """Keep what this file holds in memory, and let go what was held before."""
        if self._held is not None:
            self._held.let_go()
        self._held = file


class _LeafFile:
    """A file that takes its data into memory when it is read, until another one does.

    qpdf reads in many small pieces: while the data are there, its calls go straight to them.
    """

    def __init__(self, path: Path, files: LeafFiles) -> None:
        self._path, self._files = path, files
        self._at = 0
        self._wait()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def let_go(self) -> None:
        self._at = self.tell()
        self._wait()

    def _wait(self) -> None:
        self.read, self.readinto = self._read, self._readinto
        self.seek, self.tell = self._seek, self._tell

    def _load(self) -> None:
        self._files.hold(self)
        data = BytesIO(self._path.read_bytes())
        data.seek(self._at)
        self.read, self.readinto = data.read, data.readinto
        self.seek, self.tell = data.seek, data.tell

    def _read(self, size: int = -1) -> bytes:
        self._load()
        return self.read(size)

    def _readinto(self, buffer: Any) -> int:
        self._load()
        return self.readinto(buffer)

    def _seek(self, offset: int, whence: int = SEEK_SET) -> int:
        self._load()
        return self.seek(offset, whence)

    def _tell(self) -> int:
        return self._at
