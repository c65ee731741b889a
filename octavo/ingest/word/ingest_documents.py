"""Make an edition of documents: of each its texts, pictures, works and doubts, and the account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from octavo.images.image_types import image_type
from octavo.ingest import edition_files
from octavo.ingest.decisions import Decision
from octavo.ingest.doubts import Doubt, by_weight
from octavo.ingest.front import author
from octavo.ingest.ingested import Ingested, Options
from octavo.ingest.letters import Account, Goes
from octavo.ingest.vocabulary import vocabulary_of
from octavo.ingest.word import account as words_account
from octavo.ingest.word.chapters import Divided, divide, name_of
from octavo.ingest.word.deciding import Choice, choices_of
from octavo.ingest.word.doubts_in import (
    Paragraphs,
    doubts_of_difference,
    doubts_of_looks,
    doubts_of_words,
)
from octavo.ingest.word.fields import Works
from octavo.ingest.word.markdown import written
from octavo.ingest.word.opening import Document, open_document
from octavo.ingest.word.read_back import check_notes, markup_changes
from octavo.ingest.word.references import Labels
from octavo.ingest.word.transform import Transformed, transform
from octavo.ingest.word.words import Changes, Words
from octavo.model import Blocks
from octavo.pandoc import tree
from octavo.pandoc.walk import walk
from octavo.parsing.reader import read

Progress = Callable[[str], None]
_OPENING = 8  # paragraphs, in which a text names its author
_NO_NAMES = re.compile(r"(?i)microsoft office user|user|admin\w*|windows user|author|python-docx|")


@dataclass(slots=True)
class _Made:
    """What the documents have given until now."""

    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    went: Counter[Goes] = field(default_factory=Counter)
    put_in: Counter[str] = field(default_factory=Counter)
    text: list[str] = field(default_factory=list)  # all passages of all documents
    length: int = 0
    notes: int = 0
    divided: list[Divided] = field(default_factory=list)
    paragraphs: list[Paragraphs] = field(default_factory=list)  # of each document


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading of all documents has given."""

    made: _Made
    documents: list[Document]
    works: Works


def ingest_documents(
    paths: Sequence[Path], changes: Changes, options: Options,
    decisions: Sequence[Decision] = (), progress: Progress = lambda _: None,
) -> tuple[Ingested, str]:  # fmt: skip
    """Return the edition that documents make, and their words, a paragraph a line; raise Unreadable
    with one sentence if one cannot be read.  Decisions are about the doubts of a first reading,
    and are obeyed by a second."""
    read = _read_all(paths, changes, options, [()] * len(paths), progress)
    known = {doubt.id: doubt for doubt in read.made.doubts}
    settled = {one.id for one in decisions if one.id in known}
    choices = choices_of(decisions, known, [one.starts for one in read.made.paragraphs])
    if any(choices):
        gone = [doubt for doubt in read.made.doubts if doubt.id in settled]
        read = _read_all(paths, changes, options, choices, progress)
        kept = [doubt for doubt in read.made.doubts if doubt.id not in settled]
        read.made.doubts = [*kept, *gone]
    made, documents, works = read.made, read.documents, read.works
    ordered = by_weight(made.doubts)
    account = Account(
        sum(made.went.values()),
        tuple(sorted((+made.went).items())),
        tuple(sorted((+made.put_in).items())),
    )
    ingested = Ingested(
        files=_files(made, documents, works, options),
        doubts=tuple(one for one in ordered if one.id not in settled),
        settled=tuple(one for one in ordered if one.id in settled),
        account=account,
        remarks=tuple(remark for one in documents for remark in one.remarks),
        notes=made.notes, sections=len(made.texts), taken_out=(), proposals=(),
        unknown=tuple(one for one in decisions if one.id not in known),
        pictures=made.pictures, noun="document", unit="paragraph",
    )  # fmt: skip
    return ingested, "".join(made.text)


def _read_all(
    paths: Sequence[Path], changes: Changes, options: Options,
    choices: Sequence[Sequence[Choice]], progress: Progress,
) -> _Read:  # fmt: skip
    """Return what documents give, the decisions about each obeyed."""
    read = _Read(_Made(), [], Works())
    labels = Labels()
    for path, own in zip(paths, choices, strict=True):
        progress(f"reading {path.name}")
        document = open_document(path, changes, read.works, labels, own)
        read.documents.append(document)
        progress(f"writing the texts of {path.name}")
        _add(read.made, document, changes, options)
    return read


def _add(made: _Made, document: Document, changes: Changes, options: Options) -> None:
    """Add the texts, pictures, doubts and letters of one document."""
    first_note = made.notes

    def label(number: int) -> str:
        return str(first_note + number)

    paths = _add_pictures(made, document)
    turned = transform(document.blocks, paths, label, document.marked)
    meta = {
        name: value for name, value in document.meta.items()
        if name in ("title", "subtitle", "author", "date", "abstract")
    }  # fmt: skip

    def turn(inner: Blocks) -> Blocks:
        return transform(inner, paths, label, document.marked).blocks

    meta = {name: _transformed(value, turn) for name, value in meta.items()}
    blocks, emptied = _without_emptied(turned.blocks, document)
    title = document.properties.get("title", "")
    divided = divide(meta, blocks, options.title or title or Path(document.name).stem)
    made.divided.append(divided)
    printed: list[str] = []
    made.put_in["the title, as a heading"] += words_account.count(
        divided.title if divided.made_heading else "")  # fmt: skip
    notes: list[str] = []
    changed: list[str] = []
    if divided.texts and not divided.made_heading:
        printed += _of_meta(divided)
    for text in divided.texts:
        name = name_of(text, len(made.texts) + 1)
        offset = made.notes
        count = sum(tree.is_kind(one, "Note") for one in walk(text))
        markdown = written(text, lambda number, offset=offset: str(offset + number))
        made.notes += count
        made.texts[name] = markdown
        back = read(markdown)["blocks"]
        body, below = words_account.passages_in(words_account.without_citations(back))
        is_made = divided.made_heading and text is divided.texts[0]
        printed += body[is_made:]
        notes += below
        check_notes(back, count, name)
        changed += markup_changes(text, back)
    printed += [tree_words(emptied)] if emptied else []
    paragraphs = _add_account(made, document, turned, divided, (printed, notes), changes)
    if emptied:
        made.doubts.append(paragraphs.doubt(
            "metadata", paragraphs.find(tree_words(emptied)), f"the heading “{tree_words(emptied)}”"
            " was left out with the bibliography below it: Octavo makes both; set the heading as "
            "`title` under `citations` in source/edition.yaml"))  # fmt: skip
    for what in dict.fromkeys(changed):
        made.doubts.append(paragraphs.doubt(
            "markup", 0, f"the Markdown has not the markup of the document: {what}"))  # fmt: skip


def _without_emptied(blocks: Blocks, document: Document) -> tuple[Blocks, tree.Element | None]:
    """Return blocks without the last heading, and it, if its field made a bibliography below it."""
    pieces = [p for passage in document.words.passages
              for p in passage.pieces]  # fmt: skip
    has_list = any(piece.goes is Goes.REFERENCE for piece in pieces)
    if has_list and blocks and tree.is_kind(blocks[-1], "Header"):
        return blocks[:-1], blocks[-1]
    return blocks, None


def _transformed(value: tree.Element, turn: Callable[[Blocks], Blocks]) -> tree.Element:
    """Return a value of the metadata, turned as the text is."""
    kind = tree.kind_of(value)
    if kind in ("MetaInlines", "MetaBlocks"):
        inner = list(tree.content_of(value))
        blocks = [tree.para(inner)] if kind == "MetaInlines" else inner
        turned = turn(blocks)
        if kind == "MetaBlocks":
            return tree.with_content(value, turned)
        inlines = [i for block in turned for i in tree.content_of(block)]
        return tree.meta_inlines(inlines)
    if kind == "MetaList":
        return tree.meta_list([_transformed(v, turn) for v in tree.meta_items(value)])
    return value


def _of_meta(divided: Divided) -> list[str]:
    """Return the words that are in edition.yaml and in no text."""
    heading = divided.texts[0][0] if divided.texts[0] else None
    in_text = heading is not None and words_account.letters(divided.title) in (
        words_account.letters(tree_words(heading)))  # fmt: skip
    return [*([] if in_text else [divided.title]), divided.subtitle, *divided.authors]


def tree_words(block: tree.Element) -> str:
    """Return the words of a block without its notes."""
    return " ".join(" ".join(words_account.passages_in([block])[0]).split())


# --- pictures ------------------------------------------------------------------------------------


def _add_pictures(made: _Made, document: Document) -> dict[str, str]:
    """Keep the pictures of a document; return the new path of each that can be shown."""
    paths: dict[str, str] = {}
    for target, data in sorted(document.pictures.items()):
        kind = image_type(data)
        if kind is None:
            continue
        stem = re.sub(r"[^\w-]", "-", Path(target).stem) or "picture"
        name, number = f"figures/{stem}{kind.endings[0]}", 1
        while made.pictures.get(f"source/{name}", data) != data:
            number += 1
            name = f"figures/{stem}-{number}{kind.endings[0]}"
        made.pictures[f"source/{name}"] = data
        paths[target] = name
    return paths


# --- the account ---------------------------------------------------------------------------------


def _add_account(
    made: _Made, document: Document, turned: Transformed, divided: Divided,
    printed: tuple[list[str], list[str]], changes: Changes,
) -> Paragraphs:  # fmt: skip
    """Compare the words of the document with those of its texts, and add what is in doubt; return
    the passages of the document."""
    words = document.words
    given = document.given
    is_note = [bool(passage.note) for passage in words.passages]
    paragraphs = _paragraphs(made, document.name, [one.words for one in words.passages])
    for passage in words.passages:
        for piece in passage.pieces:
            made.went[piece.goes] += words_account.count(piece.words)
    if document.edited is not None:
        _add_decided(made, words, document.edited)
    made.doubts += doubts_of_words(words, paragraphs, list_changes=changes == "findings")
    made.doubts += _hidden(words.passages, paragraphs)
    made.doubts += doubts_of_looks(document, paragraphs)
    made.doubts += _of_turned(turned, document, paragraphs)
    for note in (False, True):
        indexes = [at for at, one in enumerate(is_note) if one is note]
        for found in words_account.compare([given[at] for at in indexes], printed[note]):
            first = indexes[found.first] if found.first < len(indexes) else 0
            _add_difference(made, replace(found, first=first), note, paragraphs)
        for at, words, others in words_account.parted(
            [given[one] for one in indexes], printed[note]
        ):
            made.doubts.append(paragraphs.doubt(
                "markup", indexes[at], f"“{words}” of the document is “{others}” in the edition: a "
                "space was lost or put in", result=others))  # fmt: skip
    if divided.made_heading:
        made.doubts.append(paragraphs.doubt(
            "metadata", 0, "the document has no title in a style; its properties or the name of "
            "the file gave it: set `title` in source/edition.yaml, or use --title",
            result=divided.title))  # fmt: skip
    if not divided.authors and not _creators(document):
        made.doubts.append(_of_author(document, paragraphs))
    return paragraphs


def _add_decided(made: _Made, words: Words, edited: Words) -> None:
    """Count the words that decisions have taken out, and those that they have put in."""
    for one, other in zip(words.passages, edited.passages, strict=True):
        if one.printed == other.printed:
            continue
        goes = Goes.NOTE if one.note else Goes.TEXT
        gone, new = words_account.count(one.printed), words_account.count(other.printed)
        common = _common(one.printed, other.printed)
        made.went[goes] -= gone - common
        made.went[Goes.DECIDED] += gone - common
        made.put_in["words that you have decided"] += new - common


def _common(one: str, other: str) -> int:
    """Return how many letters two texts share at their beginnings and their ends."""
    a, b = ("".join(words.split()) for words in (one, other))
    start = _alike(a, b)
    return start + _alike(a[start:][::-1], b[start:][::-1])


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _add_difference(
    made: _Made, found: words_account.Difference, note: bool, paragraphs: Paragraphs
) -> None:
    lost = words_account.count(found.lost)
    made.went[Goes.NOTE if note else Goes.TEXT] -= lost
    made.went[Goes.LISTED] += lost
    made.doubts += doubts_of_difference(found, paragraphs)
    if found.added:
        made.put_in["words that are listed as doubts"] += words_account.count(found.added)


def _paragraphs(made: _Made, file: str, all_words: Sequence[str]) -> Paragraphs:
    """Return the passages of a document, and add them to the text of all documents."""
    starts: list[int] = []
    for words in all_words:
        starts.append(made.length)
        made.text.append(f"{words}\n\n")
        made.length += len(words) + 2
    made.paragraphs.append(
        Paragraphs(file, "".join(made.text), starts or [made.length], all_words or [""])
    )
    return made.paragraphs[-1]


def _hidden(passages: Sequence, paragraphs: Paragraphs) -> list[Doubt]:
    """Return a doubt for each passage with hidden words, or signs of a symbol font."""
    found: list[Doubt] = []
    for at, passage in enumerate(passages):
        for goes, message in ((Goes.HIDDEN, "these words are hidden in Word; they are not in the "
                               "edition"), (Goes.SYMBOL, "a sign of a symbol font: compare it with "
                               "what is in the edition")):  # fmt: skip
            words = "".join(piece.words for piece in passage.pieces if piece.goes is goes)
            if words.strip():
                kind, choices = ("hidden words", ("keep",)) if goes is Goes.HIDDEN else (
                    "stray sign", ("read “…”",))  # fmt: skip
                start = len("".join(p.words for p in takewhile(
                    lambda piece, goes=goes: piece.goes is not goes, passage.pieces)))  # fmt: skip
                first = next(piece.words for piece in passage.pieces if piece.goes is goes)
                found.append(paragraphs.doubt(kind, at, f"{message}: “{words[:300]}”", at=start,
                                              long=len(first), choices=choices))  # fmt: skip
    return found


def _of_turned(turned: Transformed, document: Document, paragraphs: Paragraphs) -> list[Doubt]:
    found: list[Doubt] = []
    for words, address in turned.links:
        found.append(paragraphs.doubt(
            "markup", paragraphs.find(words), f"the link to {address[:200]} leads to no web page; "
            "its words were kept without it", result=words[:300]))  # fmt: skip
    for target, words in turned.pictures:
        data = document.pictures.get(target, b"")
        why = "is of a kind that no book shows: save it as PNG" if data else (
            "is not inside the document")  # fmt: skip
        found.append(paragraphs.doubt(
            "picture", 0, f"the picture {target[:200]} {why}, and put it into source/figures; its "
            f"alternative text: “{words[:300]}”"))  # fmt: skip
    for key in dict.fromkeys(turned.around):
        found.append(paragraphs.doubt(
            "citation to confirm", 0, f"a field that cites {key} is around the call of a note; the "
            f"note has its words as Word shows them: write [@{key}] there to cite the work",
            result=f"[@{key}]"))  # fmt: skip
    for raw in turned.raw:
        found.append(
            paragraphs.doubt(
                "markup", 0, f"a passage in another language of markup was left out: {raw[:300]}"
            )
        )
    return found


# --- edition.yaml --------------------------------------------------------------------------------


def _of_author(document: Document, paragraphs: Paragraphs) -> Doubt:
    creator = document.properties.get("creator", "")
    if _is_name(creator):
        words = f"the properties of the file name {creator}, who is not named where it begins"
    else:
        words = "the document names no author in a style or in its properties"
    return paragraphs.doubt("metadata", 0, f"{words}: set `authors` in source/edition.yaml",
                            result=creator if _is_name(creator) else "")  # fmt: skip


def _is_name(creator: str) -> bool:
    return not _NO_NAMES.fullmatch(creator) and " " in creator


def _creators(document: Document) -> list[str]:
    """Return the authors that the properties of a file name, if its first words name them too: Word
    writes there whose machine it was."""
    words = document.words
    opening = "".join(passage.printed for passage in words.passages[:_OPENING])
    bare = words_account.letters(opening)
    names = (name.strip() for name in document.properties.get("creator", "").split(";"))
    return [name for name in names if _is_name(name) and words_account.letters(name) in bare]


def _authors(made: _Made, documents: Sequence[Document]) -> list[str]:
    named = [name for one in made.divided for name in one.authors]
    if not named:
        named = [name for one in documents for name in _creators(one)]
    return list(dict.fromkeys(named))


def _files(
    made: _Made, documents: Sequence[Document], works: Works, options: Options
) -> dict[str, str]:
    first = made.divided[0]
    language = options.language or _tag(documents[0].marked.language) or _tag(
        documents[0].properties.get("language", "")) or vocabulary_of(
        "".join(made.text)).language  # fmt: skip
    settings = edition_files.settings_of(
        title=options.title or first.title, subtitle="" if options.title else first.subtitle,
        authors=[author(name) for name in _authors(made, documents)], language=language,
        identifier=edition_files.identifier_of("".join(made.text)), sections=list(made.texts),
        anew=len(documents) > 1 or len(made.texts) == 1, has_references=bool(works.items),
        archives=False,
    )  # fmt: skip
    files = {"source/edition.yaml": settings.replace("  include: all\n", "")}
    files |= {f"source/{name}": text for name, text in made.texts.items()}
    if works.items:
        files["csl/bibliography.json"] = edition_files.bibliography_of(list(works.items.values()))
    return files


def _tag(language: str) -> str:
    found = re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", language)
    return language.replace("_", "-") if found else ""
