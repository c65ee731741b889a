"""Number the notes, collect the citations in their order, and put the set citations back.

The steps run in this order over all manuscripts of the edition: citations in the text become
notes, notes are numbered, citations are collected and (in `citations/`) set, the set ones are put
back where they came from, and references to notes get the numbers they refer to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from octavo.citations import author_names, read_cites
from octavo.manuscript import (
    Element,
    holds,
    is_note,
    plain,
    rewrite,
    string,
    walk,
)
from octavo.model import (
    BibliographyPart,
    Blocks,
    Citation,
    Inlines,
    Manuscript,
    NoteSettings,
    Reference,
    Section,
    SetCitation,
    SetEntry,
    series_of,
)

MARKS = "*†‡§‖¶"  # Chicago 14.25 gives the first four; printers' manuals go on so
NOTE_KEY = "note:"
NOTE_WORD = {"en": "note", "de": "Anm.", "es": "nota", "fr": "note", "it": "nota", "ru": "прим."}
CALL_BEFORE_PUNCTUATION = {"fr", "es", "it", "pt", "ru", "uk", "pl", "cs", "sv", "da", "nb", "fi"}

_CLOSING = re.compile(r"^[.,;:!?]+[”’»“\"')\]]*|^[”’\"')\]]+[.,;:!?]*")
_QUOTED = re.compile(r"(?<![.?!,])[”’]+$")
_FULL_STOP = re.compile(r"[.!?…][”’»\"')\]]*$")


def calls_follow_punctuation(language: str) -> bool:
    """Whether note calls stand after points and commas in a language (Chicago 14.26)."""
    return language.split("-")[0].lower() not in CALL_BEFORE_PUNCTUATION


# --- citations in the text -----------------------------------------------------------------------


def is_note_reference(element: Element) -> bool:
    """Whether an element is `[@note:label]`, a reference to a note and not to a work."""
    return element["t"] == "Cite" and all(
        cite["citationId"].startswith(NOTE_KEY) for cite in element["c"][0]
    )


def notes_for_citations(manuscript: Manuscript, references: Mapping[str, Reference]) -> Manuscript:
    """A manuscript in which each citation that stands in the text is a note of its own."""
    if not holds(manuscript.blocks, "Cite"):
        return manuscript
    moves = calls_follow_punctuation(manuscript.language)

    def restore(node: Any) -> Any:
        if isinstance(node, list):
            return in_list(node)
        if isinstance(node, dict):
            if node.get("t") == "Note":
                return node
            return {key: restore(value) for key, value in node.items()}
        return node

    def in_list(items: list[Any]) -> list[Any]:
        made: list[Any] = []
        following = ""
        for index, item in enumerate(items):
            if not _is_citation(item):
                if following and item.get("t") == "Str":
                    item = {"t": "Str", "c": item["c"][len(following) :]}
                    following = ""
                    if not item["c"]:
                        continue
                made.append(restore(item))
                continue
            textual = item["c"][0][0]["citationMode"]["t"] == "AuthorInText"
            if textual:
                made += _authors(item, references, manuscript.language)
            elif made and _is_space(made[-1]):
                made.pop()
            after = items[index + 1] if index + 1 < len(items) else None
            match = _CLOSING.match(after["c"]) if after and moves and _is_string(after) else None
            if match:
                following = match[0]
                made.append({"t": "Str", "c": following})
            made.append(_note_of(item))
        return made

    return replace(manuscript, blocks=restore(manuscript.blocks))


def _is_citation(item: Any) -> bool:
    return isinstance(item, dict) and item.get("t") == "Cite" and not is_note_reference(item)


def _is_space(item: Any) -> bool:
    return isinstance(item, dict) and item.get("t") in {"Space", "SoftBreak"}


def _is_string(item: Any) -> bool:
    return isinstance(item, dict) and item.get("t") == "Str"


def _authors(cite: Element, references: Mapping[str, Reference], language: str) -> Inlines:
    reference = references.get(cite["c"][0][0]["citationId"])
    return author_names(reference, language) if reference else []


def _note_of(cite: Element) -> Element:
    citations = [{**c, "citationMode": {"t": "NormalCitation"}} if n == 0 and
                 c["citationMode"]["t"] == "AuthorInText" else c
                 for n, c in enumerate(cite["c"][0])]  # fmt: skip
    paragraph = [{"t": "Cite", "c": [citations, cite["c"][1]]}, {"t": "Str", "c": "."}]
    note = {"t": "Note", "c": [{"t": "Para", "c": paragraph}]}
    return {"t": "Span", "c": [["", ["note"], [["label", ""]]], [note]]}


# --- numbering -----------------------------------------------------------------------------------


def number_notes(
    manuscripts: Sequence[Manuscript], settings: NoteSettings
) -> tuple[Manuscript, ...]:
    """Give every note its id, its series and its number or mark: the only numbering there is."""
    numbered: list[Manuscript] = []
    last = 0
    for manuscript in manuscripts:
        count = {"numbered": 0 if settings.numbering == "section" else last, "marked": 0}
        name = manuscript.section.name

        def change(element: Element, count: dict[str, int] = count, name: str = name) -> Any:
            if not is_note(element):
                return None
            label = dict(element["c"][0][2]).get("label", "")
            series = series_of(label)
            count[series] += 1
            mark = str(count[series]) if series == "numbered" else reference_mark(count[series])
            sign = "" if series == "numbered" else "m"
            attributes = [
                f"note-{name}-{sign}{count[series]}",
                ["note", series],
                [["label", label], ["mark", mark]],
            ]
            return {"t": "Span", "c": [attributes, element["c"][1]]}

        blocks = rewrite(manuscript.blocks, change)
        last = count["numbered"]
        numbered.append(replace(manuscript, blocks=blocks))
    return tuple(numbered)


def reference_mark(number: int) -> str:
    """The mark of the nth marked note: *, †, ‡, §, ‖, ¶, then each doubled, and so on."""
    turn, index = divmod(number - 1, len(MARKS))
    return MARKS[index] * (turn + 1)


def notes_of(manuscript: Manuscript) -> Iterator[Element]:
    """The spans that wrap the notes of a manuscript, in the order of their calls."""
    return (element for element in walk(manuscript.blocks) if is_note(element))


# --- collecting and putting back -----------------------------------------------------------------


def collect_citations(manuscripts: Sequence[Manuscript]) -> tuple[Citation, ...]:
    """All citations of the edition, in the order in which `put_back` will meet them."""
    if not any(holds(manuscript.blocks, "Cite") for manuscript in manuscripts):
        return ()
    citations: list[Citation] = []
    note_number = 0
    for manuscript in manuscripts:
        cited = holds(manuscript.blocks, "Cite")
        for note in notes_of(manuscript):
            note_number += 1
            blocks = note["c"][1][0]["c"]
            cites = [e for e in walk(blocks) if _is_citation(e)] if cited else []
            for cite in cites:
                opening, closing = _position(blocks, cite)
                citations.append(
                    Citation(
                        cites=read_cites(cite["c"][0]),
                        note_number=note_number,
                        note_id=note["c"][0][0],
                        section=manuscript.section.name,
                        language=manuscript.language,
                        whole=opening and closing and len(blocks) == 1,
                        opening=opening,
                        closing=closing,
                    )
                )
    return tuple(citations)


def _position(blocks: Blocks, cite: Element) -> tuple[bool, bool]:
    """Whether nothing stands before a citation in its note, and nothing but a point after it."""
    first, last = blocks[0], blocks[-1]
    opening = first["t"] in {"Para", "Plain"} and first["c"][:1] == [cite] and first["c"][0] is cite
    tail = last["c"] if last["t"] in {"Para", "Plain"} else []
    while tail and (_is_space(tail[-1]) or tail[-1] == {"t": "Str", "c": "."}):
        tail = tail[:-1]
    return opening, bool(tail) and tail[-1] is cite


def put_back(
    manuscripts: Sequence[Manuscript],
    citations: Sequence[Citation],
    set_citations: Sequence[SetCitation],
) -> tuple[Manuscript, ...]:
    """The manuscripts with each citation as it is set; none may be left over."""
    remaining = zip(citations, set_citations, strict=True)

    def change(element: Element) -> Any:
        if not _is_citation(element):
            return None
        citation, made = next(remaining)
        inlines = with_capital(made.inlines) if citation.opening else made.inlines
        return {"t": "Span", "c": [["", ["citation"], []], inlines]}

    done = []
    for manuscript in manuscripts:
        if holds(manuscript.blocks, "Cite"):
            blocks = rewrite(manuscript.blocks, change)
            manuscript = replace(manuscript, blocks=rewrite(blocks, _finish_note))
        done.append(manuscript)
    assert next(remaining, None) is None, "a set citation was not put back"
    return tuple(done)


def _finish_note(element: Element) -> Element | None:
    """A paragraph whose citations are followed by one full stop, not two, and whose points and
    commas stand inside a closing quotation mark (Chicago 6.9); the citations' spans are gone."""
    if element["t"] not in {"Para", "Plain"} or not any(map(_is_set_citation, element["c"])):
        return None
    made: Inlines = []
    for item in element["c"]:
        if made and _is_set_citation(made[-1]) and _is_string(item) and item["c"][0] in ".,":
            point, rest = item["c"][0], item["c"][1:]
            if point == "." and _FULL_STOP.search(plain(made[-1])):
                item = {"t": "Str", "c": rest}
            elif _QUOTED.search(plain(made[-1])):
                made[-1] = _into_quotes(made[-1], point)
                item = {"t": "Str", "c": rest}
        if item.get("c") != "":
            made.append(item)
    return {"t": element["t"], "c": [i for item in made for i in _unwrapped(item)]}


def _into_quotes(tree: Any, point: str) -> Any:
    """A tree whose last words take a point in front of the quotation marks that close them."""
    if isinstance(tree, list):
        return [*tree[:-1], _into_quotes(tree[-1], point)]
    if tree["t"] == "Str":
        return {"t": "Str", "c": _QUOTED.sub(rf"{point}\g<0>", tree["c"], count=1)}
    return {"t": tree["t"], "c": _into_quotes(tree["c"], point)}


def with_capital(inlines: Inlines) -> Inlines:
    """Inlines that open a note: their first letter is a capital ("Ibid.", "De Gaulle")."""
    for index, item in enumerate(inlines):
        if item["t"] == "Str" and item["c"]:
            raised = {"t": "Str", "c": item["c"][0].upper() + item["c"][1:]}
            return [*inlines[:index], raised, *inlines[index + 1 :]]
        if item["t"] in {"Emph", "Strong", "SmallCaps"}:
            raised = {"t": item["t"], "c": with_capital(item["c"])}
            return [*inlines[:index], raised, *inlines[index + 1 :]]
        if item["t"] != "Span":
            return inlines
    return inlines


def _is_set_citation(item: Element) -> bool:
    return item["t"] == "Span" and item["c"][0][1] == ["citation"]


def _unwrapped(item: Element) -> Inlines:
    return item["c"][1] if _is_set_citation(item) else [item]


# --- references to notes -------------------------------------------------------------------------


def resolve_note_references(manuscripts: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """`[@note:label]` as "note 12", a link to the note: of its own section, or of the edition."""
    if not any(holds(m.blocks, "Cite") for m in manuscripts):
        return tuple(manuscripts)
    own = {m.section.name: dict(_labelled(m)) for m in manuscripts}
    everywhere = {label: note for notes in own.values() for label, note in notes.items()}
    done = []
    for manuscript in manuscripts:
        notes = everywhere | own[manuscript.section.name]
        word = NOTE_WORD.get(manuscript.language.split("-")[0], "note")

        def change(element: Element, notes: Any = notes, word: str = word) -> Any:
            if not is_note_reference(element):
                return None
            return [i for cite in element["c"][0] for i in _reference(cite, notes, word)]

        done.append(replace(manuscript, blocks=rewrite(manuscript.blocks, change)))
    return tuple(done)


def _labelled(manuscript: Manuscript) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each label with the id and the mark of its note."""
    for element in notes_of(manuscript):
        own, _, pairs = element["c"][0]
        named = dict(pairs)
        if named["label"]:
            yield named["label"], (own, named["mark"])


def _reference(cite: Mapping[str, Any], notes: Mapping[str, Any], word: str) -> Inlines:
    identity, mark = notes[cite["citationId"].removeprefix(NOTE_KEY)]
    text = [{"t": "Str", "c": f"{word}\u00a0{mark}"}]
    link = {"t": "Link", "c": [["", ["note-reference"], []], text, [f"#{identity}", ""]]}
    before = [*cite["citationPrefix"], {"t": "Space"}] if cite["citationPrefix"] else []
    return [*before, link, *cite["citationSuffix"]]


# --- the bibliography as a section ----------------------------------------------------------------


def bibliography(
    entries: Sequence[SetEntry], title: str, parts: Sequence[BibliographyPart], language: str
) -> Manuscript:
    """The section of the bibliography: its parts in the order of edition.yaml, each entry a Div."""
    section = Section("bibliography", "", "back")
    blocks: Blocks = [_heading(1, "bibliography-title", ["bibliography"], title)]
    named = {part.section for part in parts}
    for number, part in enumerate(parts or (None,), 1):
        chosen = [e for e in entries if part is None or _belongs(e, part, named)]
        if part and chosen:
            blocks.append(_heading(2, f"sec-bibliography-{number}", [], part.title))
        blocks += [_entry(e, language) for e in chosen]
    if parts and "" not in named:
        blocks += [_entry(e, language) for e in entries if e.part not in named]
    return Manuscript(section, string(title), language, blocks if entries else [])


def _belongs(entry: SetEntry, part: BibliographyPart, named: set[str]) -> bool:
    return entry.part == part.section or (not part.section and entry.part not in named)


def _heading(level: int, identity: str, classes: list[str], text: str) -> Element:
    return {"t": "Header", "c": [level, [identity, classes, []], string(text)]}


def _entry(entry: SetEntry, language: str) -> Element:
    pairs = [["lang", entry.language]] if entry.language not in {"", language} else []
    attributes = ["", ["bibliography-entry"], pairs]
    return {"t": "Div", "c": [attributes, [{"t": "Para", "c": entry.inlines}]]}
