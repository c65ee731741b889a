"""Open a document: pandoc reads what its text is, and a reader for each kind all its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from octavo.ingest.reading.decoding import decode
from octavo.ingest.scan import Unreadable
from octavo.ingest.word import marks
from octavo.ingest.word.account import letters
from octavo.ingest.word.deciding import Choice, obey
from octavo.ingest.word.fields import Works
from octavo.ingest.word.latex_reading import read_latex
from octavo.ingest.word.marked import Marked
from octavo.ingest.word.marking import mark
from octavo.ingest.word.notes_apart import notes_apart, with_notes
from octavo.ingest.word.odt_marking import mark_odt
from octavo.ingest.word.odt_package import read_odt
from octavo.ingest.word.odt_words import read_odt_words
from octavo.ingest.word.package import Package, read_package, refusal
from octavo.ingest.word.references import Labels
from octavo.ingest.word.rtf_reading import read_rtf
from octavo.ingest.word.words import Changes, Words, read_words
from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.run import PandocError, run_pandoc
from octavo.pandoc.walk import plain, rewrite, walk

LARGEST = 256 * 2**20
_LARGEST_TEXT = 24 * 2**20
# A bound of pandoc's memory, which a text of the size that is let in does not reach.
_MEMORY = ("+RTS", "-M2g", "-RTS")
_OLD = b"\xd0\xcf\x11\xe0"
_DEEPEST = 400  # levels of the JSON


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read: pandoc's tree, and all its words by another reader."""

    name: str
    form: str
    meta: Mapping[str, Element]
    blocks: Blocks
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    marked: Marked = field(default_factory=Marked)
    remarks: tuple[str, ...] = ()
    edited: Words | None = None  # the words after decisions were obeyed, if there are any

    @property
    def given(self) -> list[str]:
        """Return the words that the edition is to have, of each passage."""
        passages = (self.edited or self.words).passages
        return [marks.MARK.sub("", passage.printed) for passage in passages]


def form_of(path: Path) -> str:
    """Return the kind of a document by its first bytes: docx, odt, rtf, latex or old; empty for a
    file that is no document, or that is not there."""
    try:
        with path.open("rb") as file:
            head = file.read(200)
    except OSError:
        return ""
    if path.name.startswith(("~$", ".~lock.")):
        return ""
    if head.startswith(b"PK"):
        return "odt" if b"opendocument.text" in head else "docx"
    if head.startswith(_OLD):
        return "old"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if path.suffix.lower() in (".docx", ".docm", ".doc", ".dotx"):
        return "old"
    return {".tex": "latex", ".latex": "latex", ".odt": "odt", ".rtf": "rtf"}.get(
        path.suffix.lower(), "")  # fmt: skip


def open_document(
    path: Path, changes: Changes, works: Works, labels: Labels, choices: Sequence[Choice] = ()
) -> Document:
    """Return a document, the decisions about it obeyed; raise Unreadable with one sentence if it
    cannot be read."""
    form, name = form_of(path), path.name
    data = _data_of(path, form)
    if form == "docx":
        return _open_word(data, name, changes, works, labels, choices)
    if form == "odt":
        return _open_odt(data, name, changes, works, choices)
    _refuse_choices(choices)
    if form == "rtf":
        return _open_rtf(data, name, changes, works)
    return _open_latex(data, name)


def _open_latex(data: bytes, name: str) -> Document:
    source, remark = _source_of(data, name)
    try:
        read = read_latex(source)
    except ValueError as error:
        raise Unreadable(f"{name} cannot be read: {error}") from None
    _refuse_empty(read.words, name)
    meta, blocks = _read(read.source.encode(), "latex", name)
    _hold_notes(read.words, blocks, name, meta)
    # The words of a citation are its source, which its keys make anew.
    blocks = rewrite(blocks, lambda one: tree.cite(tree.citations_of(one))
                     if tree.is_kind(one, "Cite") else None)  # fmt: skip
    remarks = (remark,) if remark else ()
    return Document(name, "latex", meta, blocks, {}, {}, read.words, read.marked, remarks)


_INPUT_ENCODING = re.compile(rb"\\usepackage\s*\[([\w-]+)\]\s*\{inputenc\}")
# What the package inputenc calls the encodings that are neither UTF-8 nor Windows-1252.
_ENCODINGS = {
    "latin2": "iso8859-2", "latin3": "iso8859-3", "latin4": "iso8859-4", "latin5": "iso8859-9",
    "latin9": "iso8859-15", "cp1250": "cp1250", "cp1251": "cp1251", "koi8-r": "koi8-r",
    "koi8-ru": "koi8-u", "applemac": "mac_roman", "iso88595": "iso8859-5", "cp866": "cp866",
    "cp1253": "cp1253", "iso-8859-7": "iso8859-7",
}  # fmt: skip


def _source_of(data: bytes, name: str) -> tuple[str, str]:
    """Return the source of LaTeX and a remark on its encoding, which the source may name."""
    said = _INPUT_ENCODING.search(data)
    encoding = _ENCODINGS.get(said[1].decode("ascii", "replace")) if said else None
    if encoding is None:
        return decode(data, name)
    words = data.decode(encoding, "replace")
    return words, f"{name} was read as {encoding}, which it says it is"


def _open_odt(
    data: bytes, name: str, changes: Changes, works: Works, choices: Sequence[Choice]
) -> Document:
    package = read_odt(data, name)
    try:
        words = read_odt_words(package.content, package.styles, changes)
        _refuse_empty(words, name)
        _refuse_signs(words, name)
        obeyed = obey(words, choices)
        edited = read_odt_words(package.content, package.styles, changes) if choices else words
        marked = mark_odt(package, edited, changes, works, obeyed)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} cannot be read: {error}") from None
    meta, blocks = _read(package.packed(), "odt", name)
    _set_formulas(marked, name)
    _hold_notes(words, blocks, name)
    return _with_title(
        Document(name, "odt", meta, blocks, package.pictures, package.properties, words, marked,
                 edited=edited)
    )  # fmt: skip


def _open_rtf(data: bytes, name: str, changes: Changes, works: Works) -> Document:
    try:
        read = read_rtf(data, changes, works)
    except ValueError as error:
        raise Unreadable(f"{name} cannot be read: {error}") from None
    _refuse_empty(read.words, name)
    meta, blocks = _read(read.for_pandoc(), "rtf", name)
    if read.notes:
        _, apart = _read(read.notes_for_pandoc(), "rtf", name)
        blocks = with_notes(blocks, notes_apart(apart))
    _hold_notes(read.words, blocks, name)
    return _with_title(
        Document(name, "rtf", meta, blocks, read.pictures, read.properties, read.words, read.marked)
    )


def _set_formulas(marked: Marked, name: str) -> None:
    """Set the formulas of MathML as TeX, which pandoc reads in HTML."""
    if not marked.formulas:
        return
    html = b"".join(b"<p>" + formula + b"</p>" for formula in marked.formulas.values())
    _, blocks = _read(html, "html", name)
    for index, block in zip(marked.formulas, blocks, strict=False):
        found = next((one for one in walk(block) if tree.is_kind(one, "Math")), None)
        if found is None:
            marked.remarks.append(("markup", "a formula was left out: write it as TeX between $ "
                                   "and $ in its place"))  # fmt: skip
        marked.elements[index] = found or tree.string("")


_OPENING = 12  # blocks, among which a title is


def _with_title(document: Document) -> Document:
    """Return a document whose title is metadata and no paragraph."""
    title = letters(document.marked.title)
    for at, block in enumerate(document.blocks[:_OPENING] if title else ()):
        if (tree.is_paragraph(block) or tree.is_kind(block, "Header")) and (
            letters(plain(block)) == title):  # fmt: skip
            meta = {**document.meta, "title": tree.meta_inlines(tree.content_of(block))}
            blocks = [*document.blocks[:at], *document.blocks[at + 1 :]]
            return replace(document, meta=meta, blocks=blocks)
    return document


def _refuse_signs(words: Words, name: str) -> None:
    if any(marks.holds_sign(piece.words) for one in words.passages for piece in one.pieces):
        raise Unreadable(f"{name} {marks.OWN_SIGNS}")


def _refuse_choices(choices: Sequence[Choice]) -> None:
    """Raise Unreadable for decisions that only a Word file or an OpenDocument text can obey."""
    if choices:
        raise Unreadable(
            f"line {choices[0].decision.line} of the decisions: a doubt about RTF or LaTeX takes "
            "`accept` alone; change the document, or the text of the edition"
        )


def _refuse_empty(words: Words, name: str) -> None:
    if not any(passage.words.strip() for passage in words.passages):
        raise Unreadable(f"{name} holds no text; name a file that does")


def open_package(path: Path) -> Package:
    """Return the parts of a Word file; raise Unreadable with one sentence if it is none."""
    form, name = form_of(path), path.name
    if name.startswith(("~$", ".~lock.")):
        raise Unreadable(
            f"{name} is the lock that Word or LibreOffice keeps beside an open document; name the "
            "document"
        )
    data = _data_of(path, form)
    if form != "docx":
        raise Unreadable(refusal(data, name))
    return read_package(data, name)


def _data_of(path: Path, form: str) -> bytes:
    name, size = path.name, path.stat().st_size
    most = _LARGEST_TEXT if form in ("rtf", "latex") else LARGEST
    if size > most:
        raise Unreadable(
            f"{name} has {size // 2**20} MB; the most is {most // 2**20} MB: part it into volumes"
        )
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable(f"{name} is empty; name a file that holds a text")
    if form == "old":
        raise Unreadable(refusal(data, name))
    return data


def _open_word(
    data: bytes, name: str, changes: Changes, works: Works, labels: Labels,
    choices: Sequence[Choice],
) -> Document:  # fmt: skip
    package = read_package(data, name)
    try:
        words = read_words(package, changes)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} cannot be read: {error}") from None
    _refuse_empty(words, name)
    _refuse_signs(words, name)
    obeyed = obey(words, choices)
    edited = read_words(package, changes) if choices else words
    marked = mark(package, works, edited.bookmarks, labels, changes, obeyed)
    kept = "reject" if changes == "rejected" else "accept"
    meta, blocks = _read(package.packed(), "docx+citations+styles", name,
                         f"--track-changes={kept}")  # fmt: skip
    folder = package.paths["document"].rpartition("/")[0]
    pictures = {path.removeprefix(f"{folder}/"): data for path, data in package.pictures.items()}
    return Document(
        name, "docx", meta, blocks, pictures, package.properties, words, marked, package.remarks,
        edited,
    )  # fmt: skip


def _read(
    data: bytes, form: str, name: str, *arguments: str
) -> tuple[Mapping[str, Element], Blocks]:
    try:
        made = run_pandoc(["-f", form, "-t", "json", "--sandbox", *arguments, *_MEMORY], data)
        document: dict[str, Any] = orjson.loads(made)
    except orjson.JSONDecodeError:
        raise Unreadable(f"{name} is nested too deeply to be read") from None
    except PandocError as error:
        said = str(error).strip().splitlines()
        why = said[0] if said else "it is damaged"
        if "heap" in str(error).lower():
            why = "it takes too much memory; part it into volumes"
        raise Unreadable(f"{name} cannot be read: {why}") from None
    if not document["blocks"]:
        raise Unreadable(f"{name} holds no text; name a file that does")
    return document["meta"], document["blocks"]


def _hold_notes(
    words: Words, blocks: Blocks, name: str, meta: Mapping[str, Element] | None = None
) -> None:
    """Raise Unreadable if the tree has another number of notes than a document."""
    of_tree = (*walk(blocks), *(one for value in (meta or {}).values() for one in walk(value)))
    count, read = len(words.calls), sum(tree.is_kind(one, "Note") for one in of_tree)
    if read != count:
        raise Unreadable(
            f"{name}: pandoc reads {read} of its {count} notes; save it as a Word file "
            "(.docx), whose notes are all read"
        )
