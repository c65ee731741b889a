"""Read the JSON document of `octavo cite`: its references, its notes, the edits of a writer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from octavo.bibliography import merged, read_bibliography
from octavo.csl.document import DocumentCite, PlacedCitation
from octavo.csl.items.field_text import field_text
from octavo.model import Fault, Reference

LARGEST = 64 * 1024 * 1024  # bytes
ALL = "*"  # in `nocite`: every item

Kind = Literal["insert", "edit", "move", "delete"]
KINDS: tuple[Kind, ...] = ("insert", "edit", "move", "delete")


class NotADocument(Exception):
    """The file is no document of citations; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done to one note: `before` names the note that comes behind it, None is the end."""

    kind: Kind
    note: PlacedCitation
    before: str | None = None


@dataclass(frozen=True, slots=True)
class CiteDocument:
    """A document of citations: its style, its references, its notes, the keys it lists uncited, and
    the edits that are made to it."""

    path: str
    style: str
    language: str
    references: Mapping[str, Reference]
    notes: tuple[PlacedCitation, ...]
    nocite: tuple[str, ...]
    edits: tuple[Edit, ...] = ()


# --- reading -------------------------------------------------------------------------------------


def read_document(data: bytes, path: str, folder: Path) -> tuple[CiteDocument, tuple[Fault, ...]]:
    """Read a document; `path` is the one that places are given with, `folder` holds its files.

    Return it with the faults of single references.  Raise NotADocument for a file of another form.
    """
    document = _json(data, path)
    if not isinstance(document, dict):
        raise NotADocument(f"{path}: the document is not an object with items and notes")
    sources = _sources(document, data, path, folder)
    notes = _notes(document, path, folder)
    nocite = _nocite(document.get("nocite", []), path)
    edits = _edits(document.get("edits", []), notes, f"{path}: edits")
    written = (*notes, *(edit.note for edit in edits))
    cited = {cite.id for note in written for cite in note.cites} | {*nocite}
    wanted = None if ALL in nocite else cited
    readings = [read_bibliography(content, where, wanted=wanted) for content, where in sources]
    merged_ones, faults = merged(readings)
    references = {reference.key: reference for reference in merged_ones}
    return CiteDocument(
        path=path,
        style=_string(document.get("style"), f"{path}: style"),
        language=_string(document.get("language"), f"{path}: language"),
        references=references,
        notes=notes,
        nocite=tuple(references) if ALL in nocite else nocite,
        edits=edits,
    ), faults


def _json(data: bytes, path: str) -> Any:
    if len(data) > LARGEST:
        raise NotADocument(f"{path}: it is too large ({len(data) / 1024 / 1024:.0f} MB)")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotADocument(f"{path}: it is not in UTF-8") from None
    except json.JSONDecodeError as error:
        message = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise NotADocument(f"{path}:{error.lineno}:{error.colno}: broken JSON: {message}") from None
    except RecursionError:
        raise NotADocument(f"{path}: broken JSON: it is nested too deeply") from None
    except ValueError:  # a number of thousands of digits
        raise NotADocument(f"{path}: broken JSON: a number is too long") from None


def _sources(
    document: Mapping[str, Any], data: bytes, path: str, folder: Path
) -> list[tuple[bytes, str]]:
    """Return the bytes and the name of each bibliography: of the document itself if it has items,
    and of the files it names."""
    sources: list[tuple[bytes, str]] = []
    if "items" in document:
        if not isinstance(document["items"], list):
            raise NotADocument(f"{path}: items is not an array of CSL-JSON items")
        sources.append((data, path))
    named = document.get("bibliography", [])
    if isinstance(named, str):
        sources.append(_beside(named, f"{path}: bibliography", folder))
    elif _are_strings(named):
        sources += [_beside(one, f"{path}: bibliography", folder) for one in named]
    elif "items" not in document:  # beside items it may be the output of a processor
        raise NotADocument(f"{path}: bibliography is not the name of a file")
    return sources


def _are_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _beside(name: str, what: str, folder: Path) -> tuple[bytes, str]:
    """Read a file that the document names; it must be in the document's folder.

    Return its bytes and its name.  Raise NotADocument if it cannot be read.
    """
    outside = NotADocument(f"{what}: {name!r} is not in the document's folder")
    if not name or "\0" in name or "\\" in name or PurePosixPath(name).is_absolute():
        raise outside
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise outside
        if not path.is_file():  # reading a pipe would wait for ever
            raise FileNotFoundError(ENOENT, "it is no file")
        with path.open("rb") as file:
            return file.read(LARGEST + 1), name
    except (OSError, RuntimeError, UnicodeError) as error:  # RuntimeError: a link to itself
        why = getattr(error, "strerror", None) or "the path leads nowhere"
        raise NotADocument(f"{what}: {name!r} cannot be read: {why}") from None


# --- notes ---------------------------------------------------------------------------------------


def _notes(document: Mapping[str, Any], path: str, folder: Path) -> tuple[PlacedCitation, ...]:
    notes, where = document.get("notes"), f"{path}: notes"
    named = document.get("citations")
    if notes is None and isinstance(named, str):
        data, name = _beside(named, f"{path}: citations", folder)
        where = f"{name}: notes"
        notes = _json(data, name)
        notes = notes.get("notes") if isinstance(notes, dict) else notes
    if not isinstance(notes, list):
        raise NotADocument(f"{where} is not an array")
    read = [_note(note, str(at + 1), f"{where}[{at}]") for at, note in enumerate(notes)]
    names: set[str] = set()
    for at, note in enumerate(read):
        if note.name in names:
            raise NotADocument(f"{where}[{at}] has the name {note.name}, and so has one before it")
        names.add(note.name)
    return tuple(read)


def _note(note: Any, turn: str, where: str) -> PlacedCitation:
    if not isinstance(note, dict) or not isinstance(note.get("cites"), list):
        raise NotADocument(f'{where} is not of the form {{"cites": […]}}')
    own = note.get("number")
    is_number = isinstance(own, int) and not isinstance(own, bool) and 0 <= own < 10**9
    if "number" in note and not is_number:
        raise NotADocument(f"{where}.number is not the number of a note")
    cites = (_cite(cite, f"{where}.cites[{at}]") for at, cite in enumerate(note["cites"]))
    return PlacedCitation(_string(note.get("name"), f"{where}.name") or turn, tuple(cites), own)


def _edits(value: Any, notes: Sequence[PlacedCitation], where: str) -> tuple[Edit, ...]:
    """Return the edits, each of notes that are there when its turn comes."""
    if not isinstance(value, list):
        raise NotADocument(f"{where} is not an array")
    names = {note.name for note in notes}
    edits: list[Edit] = []
    for at, written in enumerate(value):
        edit = _edit(written, f"{where}[{at}]")
        name, here = edit.note.name, f"{where}[{at}]"
        if (name in names) == (edit.kind == "insert"):
            there = "there is a note" if edit.kind == "insert" else "there is no note"
            raise NotADocument(f"{here}: {there} {name}")
        if edit.before is not None and edit.before not in names:
            raise NotADocument(f"{here}.before: there is no note {edit.before}")
        names = names - {name} if edit.kind == "delete" else names | {name}
        edits.append(edit)
    return tuple(edits)


def _edit(written: Any, where: str) -> Edit:
    kinds: list[Kind] = [kind for kind in KINDS if isinstance(written, dict) and kind in written]
    if len(kinds) != 1:
        raise NotADocument(f"{where} is none of {', '.join(KINDS)}, or more than one of them")
    (kind,) = kinds
    name = _string(written[kind], f"{where}.{kind}")
    if not name:
        raise NotADocument(f"{where}.{kind} names no note")
    before = _string(written["before"], f"{where}.before") if "before" in written else None
    with_cites = kind in ("insert", "edit")
    note = _note(
        {**written, "name": name} if with_cites else {"cites": [], "name": name}, "", where
    )
    return Edit(kind, note, before)


def _cite(cite: Any, where: str) -> DocumentCite:
    if not isinstance(cite, dict):
        raise NotADocument(f'{where} is not of the form {{"id": …}}')
    key = _string(cite.get("id"), f"{where}.id")
    if not key:
        raise NotADocument(f"{where} has no id")
    return DocumentCite(
        id=key,
        locator=_marked(cite.get("locator"), f"{where}.locator"),
        label=_string(cite.get("label"), f"{where}.label"),
        prefix=_marked(cite.get("prefix"), f"{where}.prefix"),
        suffix=_marked(cite.get("suffix"), f"{where}.suffix"),
        suppress_author=_flag(cite.get("suppress-author"), f"{where}.suppress-author"),
    )


def _string(value: Any, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise NotADocument(f"{where} is not a string")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise NotADocument(f"{where} holds half of a character (a lone surrogate)")
    return value


def _marked(value: Any, where: str) -> str:
    return field_text(_string(value, where), prose=True)


def _flag(value: Any, where: str) -> bool:
    if value is not None and not isinstance(value, bool):
        raise NotADocument(f"{where} is neither true nor false")
    return bool(value)


def _nocite(value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise NotADocument(f"{path}: nocite is not an array of ids")
    return tuple(_string(one, f"{path}: nocite[{at}]") for at, one in enumerate(value))
