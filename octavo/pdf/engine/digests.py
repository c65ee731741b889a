"""Compare the libraries in use with those that Octavo was written for, piece by piece.

`digests.toml` has the version of each library, the digest of each piece that is rewritten or relied
on (`uses`), and that of each file with such a piece. A release that changes the body of a function
and keeps its name and parameters is found here, and named; `upstream` shows the change, and writes
the file.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # read only where something differs
    from octavo.pdf.engine.pieces import Sources, Use

RECORD = Path(__file__).with_name("digests.toml")
# The names of distributions that are not those of their packages.
_DISTRIBUTIONS = {"citeproc": "citeproc-py"}
COMMAND = f"python -m {__name__.rpartition('.')[0]}.upstream"

# The verb for one file of ours that uses a piece, and for several; the gravest first.
DEEDS: Mapping[str, tuple[str, str]] = {
    "replaces": ("rewrites", "rewrite"),
    "overrides": ("overrides", "override"),
    "inherits": ("derives from", "derive from"),
    "uses": ("uses", "use"),
}


class NotTheVersion(RuntimeError):
    """A library in use differs, in a piece that matters, from the one Octavo was written for."""


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a library: its version, and digests by the names of pieces and files."""

    version: str
    pieces: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that is not as recorded: it is gone, or its body is another one."""

    piece: str
    is_gone: bool

    def said(self, uses: Iterable[Use]) -> str:
        """Return what happened to the piece, and which files of ours to look at, as a message."""
        own = [use for use in uses if use.piece == self.piece]
        deed = next((how for how in DEEDS if how in {use.how for use in own}), "uses")
        files = sorted({use.file.as_posix() for use in own if use.how == deed})
        what = "is gone" if self.is_gone else "changed its body"
        verb = DEEDS[deed][len(files) > 1]
        return f"{self.piece} {what}: see {', '.join(files)}, which {verb} it"


@cache
def records() -> Mapping[str, Record]:
    """Read the records, by the library's name."""
    with RECORD.open("rb") as file:
        return {name: Record(**tables) for name, tables in tomllib.load(file).items()}


def changes(sources: Sources, record: Record) -> Iterator[Change]:
    """Yield the pieces of a library that are not as recorded, in the order of their names."""
    for name, digest in record.pieces.items():
        piece = sources.piece(name)
        if piece is None or piece.digest != digest:
            yield Change(name, piece is None)


def version_of(library: str) -> str:
    """Return the version of a library in use."""
    return metadata.version(_DISTRIBUTIONS.get(library, library))


def folder_of(library: str) -> Path:
    """Return the folder of a library's package; raise ModuleNotFoundError if it is not
    installed."""
    spec = find_spec(library)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{library} is not installed")
    return Path(spec.origin).parents[1]


def file_digest(path: Path) -> str:
    return of_bytes(path.read_bytes()) if path.is_file() else ""


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
