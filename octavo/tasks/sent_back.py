"""Read an edition as it is built now, to compare a returned Word file with it, and lay out another
with new texts, in a folder apart, to prove what was taken from the file."""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path

from octavo.returned import Built, EditionText, WordBook, word_book
from octavo.tasks.docx import DOCX
from octavo.tasks.expect import load_copies
from octavo.tasks.plan import Plan

# What a build of the Word file needs of the last one; all else in build/ is large.
_KEPT = (
    "parsed", "gists", "given", "cited", "copies", "docx", "pictures", "expected", "surveyed",
    "read", "without-pages", "proven",
)  # fmt: skip
_LEFT_OUT = frozenset({"build", ".git", ".venv", "node_modules", "__pycache__"})


def built_book(plan: Plan) -> WordBook:
    """Return the Word file that was built last, read."""
    return word_book(built_file(plan), plan.valid_edition.language)


def built_file(plan: Plan) -> bytes:
    """Return the Word file that was built last."""
    return plan.without_pages.paths.built(DOCX).read_bytes()


def built_edition(plan: Plan) -> Built:
    """Return the edition as it was built last: its Word file, and its texts with their passages."""
    book, alone = built_book(plan), plan.without_pages
    copies = load_copies(alone.paths, plan.sections, "docx")
    said = [passage.text for passage in book.passages]
    texts: list[EditionText] = []
    index: list[tuple[int, int]] = []
    at = 0
    for section, copy in zip(plan.sections, copies, strict=True):
        own = [passage.text for passage in copy.passages]
        first = _found(said, own, at)
        if first < 0:
            continue
        at = first + len(own)
        if section in plan.index_sections:
            index.append((first, at))
        elif section.path:
            text = _text_of((plan.root / section.path).read_bytes())
            texts.append(EditionText(section.path, text, first, at))
    settings = _text_of(plan.edition_bytes)
    return Built(book, tuple(texts), settings, tuple(index))


def _found(said: list[str], own: list[str], at: int) -> int:
    """Return where the passages of a section begin; -1 if the file has none of them."""
    if not own:
        return -1
    return next((n for n in range(at, len(said)) if said[n : n + len(own)] == own), -1)


def lay_out_apart(plan: Plan, folder: Path, texts: Mapping[str, str]) -> None:
    """Lay out an edition in a new folder, with what was built of it and with other texts."""
    for entry in sorted(plan.root.iterdir()):
        if entry.name in _LEFT_OUT or entry.name.startswith(".octavo-"):
            continue
        if entry.is_dir():
            shutil.copytree(entry, folder / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, folder / entry.name, follow_symlinks=False)
    build = plan.root / "build"
    (folder / "build").mkdir()
    for entry in build.iterdir():
        if entry.is_dir() and entry.name in _KEPT:
            shutil.copytree(entry, folder / "build" / entry.name, symlinks=True)
        elif entry.is_file() and entry.suffix in (".json", ".db"):
            shutil.copy2(entry, folder / "build" / entry.name)
    for path, data in as_bytes(plan.root, texts).items():
        (folder / path).write_bytes(data)


def as_bytes(root: Path, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return texts as they are written, with the byte order mark and the ends of lines of the files
    that are there."""
    made: dict[str, bytes] = {}
    for path, text in texts.items():
        before = (root / path).read_bytes()
        data = text.encode()
        mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
        made[path] = mark + (data.replace(b"\n", b"\r\n") if _is_of_windows(before) else data)
    return made


def _text_of(data: bytes) -> str:
    """Return a text without its byte order mark, each end of a line as one character."""
    bare = data.removeprefix(BOM_UTF8)
    return (bare.replace(b"\r\n", b"\n") if _is_of_windows(data) else bare).decode()


def _is_of_windows(data: bytes) -> bool:
    """Return whether all lines end as those of Windows do."""
    return 0 < data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
