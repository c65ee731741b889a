"""Set the JSON document of `octavo cite`: items and notes in, set notes and a bibliography out.

    {"style": "chicago-notes-bibliography", "language": "en-US",
     "items": [an item of CSL-JSON, …],
     "notes": [{"cites": [{"id": "carley2014", "locator": "12", "label": "page",
                           "prefix": "see ", "suffix": ", on the purge",
                           "suppress-author": true}]}],
     "nocite": ["litvinov1927"]}

Only `notes` is required.  In place of `items` or beside them `bibliography` names files of any
format that editions read, and in place of `notes` `citations` names one file; all of them are in
the document's folder.  Notes are numbered as they come, unless `number` says otherwise; a note with
the number 0 is in the running text.  Members of other names are ignored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from octavo.bibliography import merged, nearest_key, read_bibliography
from octavo.citations.rules import citation_can_be_set, cite_key_resolves
from octavo.csl.document import Cluster, DocumentCite, SetDocument, set_document
from octavo.csl.items.field_text import field_text
from octavo.csl.items.fields import item_of
from octavo.csl.styles import Style
from octavo.csl.text.tagged_html import to_html, to_plain
from octavo.csl.text.tagged_text import Quotes
from octavo.model import Fault, Place, Reference

LARGEST = 64 * 1024 * 1024  # bytes
MOST_HINTS = 20  # keys for which a similar one is looked for, which takes time
ALL = "*"  # in `nocite`: every item

Texts = Literal["html", "text"]


class NotADocument(Exception):
    """The file is no document of citations; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class CiteDocument:
    """A document of citations: its style, its references, its notes, the keys it lists uncited."""

    path: str
    style: str
    language: str
    references: Mapping[str, Reference]
    clusters: tuple[Cluster, ...]
    nocite: tuple[str, ...]


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
    cited = {cite.id for cluster in notes for cite in cluster.cites} | {*nocite}
    wanted = None if ALL in nocite else cited
    readings = [read_bibliography(content, where, wanted=wanted) for content, where in sources]
    merged_ones, faults = merged(readings)
    references = {reference.key: reference for reference in merged_ones}
    return CiteDocument(
        path=path,
        style=_string(document.get("style"), f"{path}: style"),
        language=_string(document.get("language"), f"{path}: language"),
        references=references,
        clusters=notes,
        nocite=tuple(references) if ALL in nocite else nocite,
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


def _notes(document: Mapping[str, Any], path: str, folder: Path) -> tuple[Cluster, ...]:
    notes, where = document.get("notes"), f"{path}: notes"
    named = document.get("citations")
    if notes is None and isinstance(named, str):
        data, name = _beside(named, f"{path}: citations", folder)
        where = f"{name}: notes"
        notes = _json(data, name)
        notes = notes.get("notes") if isinstance(notes, dict) else notes
    if not isinstance(notes, list):
        raise NotADocument(f"{where} is not an array")
    return tuple(
        _cluster(note, number, f"{where}[{number - 1}]") for number, note in enumerate(notes, 1)
    )


def _cluster(note: Any, number: int, where: str) -> Cluster:
    if not isinstance(note, dict) or not isinstance(note.get("cites"), list):
        raise NotADocument(f'{where} is not of the form {{"cites": […]}}')
    own = note.get("number", number)
    if not isinstance(own, int) or isinstance(own, bool) or not 0 <= own < 10**9:
        raise NotADocument(f"{where}.number is not the number of a note")
    cites = (_cite(cite, f"{where}.cites[{at}]") for at, cite in enumerate(note["cites"]))
    return Cluster(tuple(cites), own)


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


# --- setting -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cited:
    """What a document has become: its notes in their order, its entries in the style's, faults."""

    notes: tuple[str, ...]
    bibliography: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the object that `octavo cite` prints."""
        return {
            "notes": list(self.notes),
            "bibliography": [list(entry) for entry in self.bibliography],
        }


def cite(document: CiteDocument, style: Style, language: str, texts: Texts = "html") -> Cited:
    """Set a document; a cite that names no item is a fault, and prints nothing."""
    wanted = {cite.id for cluster in document.clusters for cite in cluster.cites}
    wanted.update(document.nocite)
    items = {
        key: item_of(reference.data)
        for key, reference in document.references.items()
        if key in wanted
    }
    set_ = set_document(style, language, items, document.clusters, uncited=document.nocite)
    show = _SHOWN[texts]
    return Cited(
        notes=tuple(show(text, set_.quotes) for text in set_.clusters),
        bibliography=tuple((key, show(text, set_.quotes)) for key, text in set_.entries if text),
        faults=(*_unknown(document), *_empty(document, set_)),
    )


_SHOWN: dict[Texts, Callable[[str, Quotes], str]] = {"html": to_html, "text": to_plain}


def _unknown(document: CiteDocument) -> Iterator[Fault]:
    """Yield a fault for each key that is cited and names no item, at its first cite."""
    places = [
        (cite.id, f"notes[{at}]")
        for at, cluster in enumerate(document.clusters)
        for cite in cluster.cites
    ]
    told: set[str] = set(document.references)
    hints = MOST_HINTS
    for key, where in [*places, *((key, "nocite") for key in document.nocite)]:
        if key not in told:
            told.add(key)
            near = nearest_key(key, document.references) if hints else None
            hints = max(hints - 1, 0)
            message = f"{where} cites {key}, and no item has that id"
            hint = f"did you mean {near}?" if near else ""
            yield cite_key_resolves.fault(Place(document.path), message, hint)


def _empty(document: CiteDocument, set_: SetDocument) -> Iterator[Fault]:
    """Yield a fault for each note that prints nothing though the items of its cites are there."""
    for at, (cluster, text) in enumerate(zip(document.clusters, set_.clusters, strict=True)):
        known = [cite.id for cite in cluster.cites if cite.id in document.references]
        if known and not text:
            message = f"notes[{at}] prints nothing in this style ({_listed(known)})"
            yield citation_can_be_set.fault(Place(document.path), message)


def _listed(keys: Sequence[str]) -> str:
    shown = list(dict.fromkeys(keys))
    return ", ".join(shown[:3]) + (", …" if len(shown) > 3 else "")
