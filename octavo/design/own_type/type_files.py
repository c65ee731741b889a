"""Find the font files that edition.yaml names for a house's own type, inside of the edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

from octavo.model import Fault, OwnType
from octavo.model.type_rules import typeface_can_be_read
from octavo.source import place_in_edition

MOST_BYTES = 40_000_000  # of one file: a font of all Chinese characters has 25
MOST_TOGETHER = 120_000_000
_MOST_FILES = 64
_FOLDERS = ("styles", "source")  # which a build looks through for files that came or went
_WILD = re.compile(r"[*?\[]")


def files_of(folder: Path, own: OwnType) -> tuple[str, ...]:
    """Return the paths, from the edition's folder, of the files that can be read, in order."""
    found = (name for pattern in own.files for name in _matched(folder, pattern)[0])
    return tuple(islice(dict.fromkeys(found), _MOST_FILES))


def faults_of_files(folder: Path, own: OwnType, edition_text: str) -> Iterator[Fault]:
    """Yield a fault for each pattern that leads to no file of the edition, and for each file that
    is too large."""
    for pattern in own.files:
        place = place_in_edition(edition_text, pattern)
        found, refused = _matched(folder, pattern)
        if why := _refused(pattern):
            hint = "put the files into styles/, and name them so: styles/fonts/House-*.otf"
            yield typeface_can_be_read.fault(place, f"{pattern} {why}", hint)
        elif not found and not refused:
            hint = "put the font files there; names are from the edition's folder"
            yield typeface_can_be_read.fault(
                place, f"{pattern} is not there", _near(folder, pattern) or hint
            )
        for name in refused:
            hint = "put the file itself into the edition"
            yield typeface_can_be_read.fault(place, f"{name} leads out of the edition", hint)
        for name in found:
            if (folder / name).stat().st_size > MOST_BYTES:
                message = f"{name} is larger than {MOST_BYTES // 1_000_000} MB"
                hint = "ask its maker for a file with fewer glyphs"
                yield typeface_can_be_read.fault(place, message, hint)
    names = files_of(folder, own)
    size = sum((folder / name).stat().st_size for name in names)
    if len(names) >= _MOST_FILES or size > MOST_TOGETHER:
        message = f"{len(names)} font files of {size / 1e6:.0f} MB are more than a typeface has"
        hint = "name the roman, the italic, the bold and the bold italic"
        place = place_in_edition(edition_text, own.files[0])
        yield typeface_can_be_read.fault(place, message, hint)


def _refused(pattern: str) -> str:
    """Return why a pattern cannot be one of files in the edition's folders."""
    path = PurePosixPath(pattern)
    if path.is_absolute() or ".." in path.parts or "\\" in pattern or ":" in pattern:
        return "leads out of the edition"
    if path.parts[:1] not in {(folder,) for folder in _FOLDERS}:
        return f"is not in {' or '.join(f'{folder}/' for folder in _FOLDERS)}"
    return "is no path" if "\0" in pattern or len(path.parts) < 2 else ""


def _matched(folder: Path, pattern: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the files of the edition that a pattern matches, and those that lead out of it.

    A path that is there is one as it is written, even with brackets, which names of variable fonts
    have.
    """
    if _refused(pattern):
        return (), ()
    plain = folder / pattern
    paths: Iterable[Path] = [plain] if plain.is_file() else _sought(folder, pattern)
    root, inside, outside = folder.resolve(), [], []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        (inside if path.resolve().is_relative_to(root) else outside).append(name)
    return inside, outside


def _sought(folder: Path, pattern: str) -> list[Path]:
    if not _WILD.search(pattern):
        return []
    try:
        found = (path for path in folder.glob(pattern) if path.is_file())
        return sorted(islice(found, _MOST_FILES))
    except (ValueError, OSError, NotImplementedError):  # a pattern that is none
        return []


def _near(folder: Path, pattern: str) -> str:
    """Return which files may be meant instead; nothing if there are no fonts beside."""
    above = PurePosixPath(pattern).parent
    if _WILD.search(str(above)) or not (folder / above).is_dir():
        return ""
    there = sorted(
        path.name for path in islice((folder / above).iterdir(), 500)
        if path.suffix.lower() in {".otf", ".ttf", ".woff", ".woff2", ".ttc", ".otc"}
    )  # fmt: skip
    return f"{above} has {', '.join(there[:6])}" if there else ""
