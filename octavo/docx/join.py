"""Join the fragments of the sections: one numbering of notes, bookmarks, lists and relations."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.comments import Comments
from octavo.docx.directions import from_right
from octavo.docx.endnotes import are_endnotes, move_to_endnotes
from octavo.docx.footnotes import Expected, faults_of, footnotes_of
from octavo.docx.house_numbers import NO_LIST, List, with_new_numbers
from octavo.docx.house_style import HouseStyle
from octavo.docx.inline_picture import FILE
from octavo.docx.opening import (
    contents,
    copyright_page,
    is_listed,
    title_page,
    words_of_heading,
)
from octavo.docx.own_properties import own_properties
from octavo.docx.parts.ooxml import Node, make, parse, q, serialized
from octavo.docx.parts.package import Relations, pack
from octavo.docx.parts.paper import paper_of
from octavo.docx.parts.reference import (
    APP_PROPERTIES,
    RELATED,
    core_properties,
    counting_of,
    edition_parts,
    section_properties,
    separators,
)
from octavo.docx.restarts import WordSection, with_restarts
from octavo.docx.script_fonts import name_fonts
from octavo.docx.stable_names import COUNTED
from octavo.docx.state import STATE, Signs, signs_of, value_of
from octavo.docx.zotero import (
    IN_ENDNOTES,
    IN_FOOTNOTES,
    IN_TEXT,
    ITEM,
    NO_NOTE,
    PREFERENCES,
    preferences,
)
from octavo.locales import direction_of, words_in
from octavo.matter.parts import BEFORE_CONTENTS
from octavo.model import Edition, FaultError, Place

_REPEATING = ("REF", "NOTEREF")  # fields that show what is at a bookmark
_BEFORE = {section.name for section in BEFORE_CONTENTS}


def join_docx(
    edition: Edition, fragments: Iterable[bytes], house: HouseStyle | None = None,
    csl: bytes = b"", *, cites_in_text: bool = False,
) -> bytes:  # fmt: skip
    """Join fragments, in their order, to the DOCX, in a publisher's `house` style if it is given.
    `csl` is the style of citations that are live, `cites_in_text` says where they are.

    Each fragment is a Word section of its own, after one with the title page and the contents.

    Raise FaultError unless Word's notes are the edition's.
    """
    live = _preferences(edition, csl, cites_in_text=cites_in_text)
    return _joined(edition, map(parse, fragments), house, live)


def join_docx_files(
    edition: Edition, fragments: Iterable[tuple[str, bytes]], title: str,
    house: HouseStyle | None = None, csl: bytes = b"", *, cites_in_text: bool = False,
) -> dict[str, bytes]:  # fmt: skip
    """Return a DOCX of each fragment that has a body, under the name that it is given with, and
    under `title` one with the title page and the contents. Raise FaultError as `join_docx`."""
    made: dict[str, bytes] = {}
    headings: list[Node] = []
    for name, data in fragments:
        fragment = parse(data)
        if not len(fragment.find(q("w:body"))):
            continue
        listed = [deepcopy(node) for node in fragment.find(q("w:body")) if is_listed(node)]
        headings += listed
        own = OwnFile(_head(edition, listed), _first_number(fragment))
        live = _preferences(edition, csl, cites_in_text=cites_in_text)
        made[name] = _joined(edition, [fragment], house, live, own)
    return {title: _joined(edition, [], house, "", OwnFile(headings=headings)), **made}


def _preferences(edition: Edition, csl: bytes, *, cites_in_text: bool) -> str:
    """Return the property by which Zotero knows the style of live citations; empty without one."""
    if not csl:
        return ""
    in_notes = IN_ENDNOTES if are_endnotes(edition) else IN_FOOTNOTES
    return preferences(edition, csl, IN_TEXT if cites_in_text else in_notes)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What a file of its own has: the words at the head of its pages, none for the title of the
    edition; the number of its first note, 0 for 1; and that before the sections, the headings that
    its contents list. None of a section lists any."""

    head: str = ""
    first: int = 0
    headings: Sequence[Node] | None = None


def _head(edition: Edition, headings: Sequence[Node]) -> str:
    """Return what is at the head of the pages of a section's file: the names of the edition's
    people, and the title."""
    people = [name.family or name.display for name in edition.authors or edition.editors]
    titles = [words_of_heading(node) for node in headings[:1]]
    return words_in(edition.language).comma.join([*people, *titles]) if titles else ""


def _first_number(fragment: Node) -> int:
    """Return the first number of a note of a fragment; 0 if it is 1, or if there is none."""
    marks = (note.get("mark") for note in fragment.iterfind(q("note")))
    first = next((int(mark) for mark in marks if mark.isdecimal()), 1)
    return first if first != 1 else 0


def _joined(
    edition: Edition, fragments: Iterable[Node], house: HouseStyle | None, live: str,
    own: OwnFile | None = None,
) -> bytes:  # fmt: skip
    """Return the DOCX of fragments; `live` is the property of live citations, if it has any, `own`
    says what one has that is not of the whole edition."""
    joining = _Joining(edition, house, own)
    for fragment in fragments:
        joining.add(fragment)
    parts = joining.parts()
    kept = {PREFERENCES: live} if live else {}
    kept[STATE] = value_of(joining.signs)
    parts |= {"docProps/custom.xml": own_properties(kept)}
    docx, expected = pack(parts), joining.expected
    del joining  # its trees would be in memory beside those that are read back
    faults = faults_of(footnotes_of(docx, edition.docx.styles), expected)
    if faults:
        raise FaultError(*faults)
    return docx


class _Joining:
    """A document that grows by one section after another."""

    def __init__(self, edition: Edition, house: HouseStyle | None, own: OwnFile | None) -> None:
        self._edition = edition
        self._own = own
        self._counting = counting_of(edition)
        if own is not None:
            self._counting = self._counting.of_one_section(own.first)
        self._house = house
        margins = edition.docx.look.margins
        self._paper = (house and house.paper) or paper_of(edition.language, margins)
        self._body: list[list[Node]] = []
        self._before = 0  # how many of them come before the contents
        self._leaves: set[int] = set()  # the numbers of those that are leaves of parts
        self._footnotes = make("w:footnotes", {}, *self._separators("w:footnote"))
        self._lists = _Lists()
        self._relations = {"document": Relations(), "footnotes": Relations()}
        self._files: dict[str, bytes] = {}
        self._comments = Comments()
        self._names: dict[str, Node] = {}
        self._stable: dict[str, str] = {}  # names of notes, by those in the fragments
        self._notes = 0
        self._bookmarks = 0
        self._drawings = 0
        self.expected: list[Expected] = []
        self.signs: Signs = {}  # of what paragraphs and notes say, once they are joined
        for kind, target in RELATED.items():
            self._relations["document"].to(kind, target)
        if are_endnotes(edition):
            self._relations["document"].to("endnotes", "endnotes.xml")

    def add(self, fragment: Node) -> None:
        """Add one more section; an empty one adds nothing but its expected notes and files."""
        body, footnotes = fragment.find(q("w:body")), fragment.find(q("w:footnotes"))
        self._files |= {n.get("name"): b64decode(n.text) for n in fragment.iterfind(q("file"))}
        self.expected += [
            Expected(n.get("stable"), n.get("mark"), Place(n.get("path") or fragment.get("name")))
            for n in fragment.iterfind(q("note"))
        ]
        self._stable |= {n.get("name"): n.get("stable") for n in fragment.iterfind(q("note"))}
        if not len(body):
            return
        self._lists.add(fragment.find(q("w:numbering")), (body, footnotes))
        highest = self._bookmarks
        for part, name in ((body, "document"), (footnotes, "footnotes")):
            highest = max(highest, self._name(part))
            self._relate(part, self._relations[name])
        self._bookmarks = highest
        self._comments.take(body, footnotes)
        self._notes += self._number(body, footnotes)
        self._footnotes.extend(list(footnotes))
        if fragment.get("leaf"):
            self._leaves.add(len(self._body))
        self._body.append(list(body))
        self._before += fragment.get("name") in _BEFORE and self._before == len(self._body) - 1

    def _number(self, body: Node, footnotes: Node) -> int:
        """Number the section's notes on from those before; return how many they are."""
        for node in (*body.iter(q("w:footnoteReference")), *footnotes):
            node.set(q("w:id"), str(int(node.get(q("w:id"))) + self._notes))
        for note in footnotes:
            for instruction in note.iter(q("w:instrText")):
                if instruction.text.strip().startswith(ITEM.strip()):
                    index = NO_NOTE.replace("0", note.get(q("w:id")))
                    instruction.text = instruction.text.replace(NO_NOTE, index, 1)
        return len(footnotes)

    def _name(self, part: Node) -> int:
        """Number the bookmarks on and keep the first of two with one name; return the highest
        number."""
        dropped, highest = set(), self._bookmarks
        for node in list(part.iter(q("w:bookmarkStart"), q("w:bookmarkEnd"))):
            own = int(node.get(q("w:id"))) + self._bookmarks
            name = node.get(q("w:name"))
            node.set(q("w:id"), str(own))
            highest = max(highest, own)
            if name and self._names.setdefault(name, node) is not node:
                dropped.add(own)
            if own in dropped:
                node.getparent().remove(node)
        return highest

    def _relate(self, part: Node, relations: Relations) -> None:
        """Make addresses and files relations of their part, and number drawings."""
        for link in part.iter(q("w:hyperlink")):
            address = link.attrib.pop(q("href"), None)
            if address:
                link.set(q("r:id"), relations.to("hyperlink", address, external=True))
        for node in part.iter(q("a:blip"), q("asvg:svgBlip")):
            file = node.get(q("r:embed"), "")
            if file.startswith(FILE):
                target = f"media/{file.removeprefix(FILE)}"
                node.set(q("r:embed"), relations.to("image", target))
        for node in part.iter(q("wp:docPr")):
            self._drawings += 1
            for numbered in (node, *node.getparent().iter(q("pic:cNvPr"))):
                numbered.set("id", str(self._drawings))

    def parts(self) -> dict[str, bytes]:
        """Return all parts of the finished document."""
        document, relations = self._document(), self._relations
        comments = self._comments.parts()
        for name in comments:
            relations["document"].to("comments", name.removeprefix("word/"))
        notes = {"word/footnotes.xml": self._footnotes, **self._endnotes(document)}
        fonts = name_fonts(document, self._edition.language)
        for part in notes.values():
            fonts |= name_fonts(part, self._edition.language)
        text = [document, *notes.values()]
        self.signs = signs_of(document, notes.values())
        new = self._lists.take(self._house.lists if self._house else ())
        of_edition = edition_parts(
            self._edition, fonts, self._house, text, new, self._counting,
            self._own.head if self._own else "",
        )  # fmt: skip
        return {
            "word/document.xml": serialized(document),
            "word/_rels/document.xml.rels": relations["document"].part(),
            **{name: serialized(part) for name, part in (notes | dict(comments)).items()},
            **{
                f"word/_rels/{name.removeprefix('word/')}.rels": relations["footnotes"].part()
                for name in notes
            },
            "word/numbering.xml": serialized(self._lists.part()),
            **of_edition,
            **{f"word/media/{name}": data for name, data in sorted(self._files.items())},
            "docProps/core.xml": core_properties(self._edition),
            "docProps/app.xml": APP_PROPERTIES,
        }

    def _separators(self, kind: str) -> list[Node]:
        """Return the rules above the notes, which begin where the edition's lines begin."""
        made = separators(kind)
        if direction_of(self._edition.language) == "rtl":
            from_right(made)
        return made

    def _endnotes(self, document: Node) -> dict[str, Node]:
        """Return the part of the endnotes, if there are any; its relations are those of the
        footnotes."""
        if not are_endnotes(self._edition):
            return {}
        ended = move_to_endnotes(document, self._footnotes)
        for separator in reversed(self._separators("w:endnote")):
            ended.insert(0, separator)
        return {"word/endnotes.xml": ended}

    def _document(self) -> Node:
        edition = self._edition
        is_of_section = self._own is not None and self._own.headings is None
        body = make("w:body")
        if is_of_section:
            sections = [WordSection(nodes) for nodes in self._body]
        else:
            sections = self._with_opening()
        if self._counting.rule == "eachSect" and not are_endnotes(edition):
            sections = with_restarts(sections)
        for number, section in enumerate(sections):
            relations = self._relations["document"]
            properties = section_properties(
                edition, self._paper, relations,
                first=not number and not is_of_section,
                start=section.start, opens=_opens(section),
                own=self._house.running if self._house else (), counting=self._counting,
            )  # fmt: skip
            body.extend(section.nodes)
            if number == len(sections) - 1:
                body.append(properties)
            else:
                _end_section(body, properties)
        for part in (body, self._footnotes):
            self._unlink(part)
            self._name_notes(part)
        return make("w:document", {}, body)

    def _with_opening(self) -> list[WordSection]:
        """Return the sections with title page, copyright page and contents before them."""
        edition, own = self._edition, self._own
        opening = [*title_page(edition), *copyright_page(edition)]
        flow = [node for section in self._body for node in section]
        listed = contents(
            flow if own is None else own.headings or (), edition.language, self._paper,
            edition.docx.styles, live=own is None,
        )  # fmt: skip
        if direction_of(edition.language) == "rtl":
            from_right([*opening, *listed])
        for node in opening:
            self._relate(node, self._relations["document"])
        before, others = self._body[: self._before], self._body[self._before :]
        if before:
            written = [opening, *before, *([listed] if listed else [])]
        else:
            written = [[*opening, *listed]]
        # The leaf of a part is a right-hand page with an empty one behind it.
        rectos = {at + n for at in self._leaves for n in (0, 1)}
        sections = [WordSection(nodes) for nodes in written]
        for at, nodes in enumerate(others, self._before):
            sections.append(WordSection(nodes, is_recto=at in rectos))
        return sections

    def _name_notes(self, part: Node) -> None:
        """Give the bookmarks of notes, and all that leads to them, their stable names."""
        for node in part.iter(q("w:bookmarkStart"), q("w:hyperlink")):
            key = q("w:name" if node.tag == q("w:bookmarkStart") else "w:anchor")
            if node.get(key) in self._stable:
                node.set(key, self._stable[node.get(key)])
        for node in part.iter(q("w:fldSimple")):
            kind, *names = node.get(q("w:instr")).split()
            if names and names[0] in self._stable:
                instruction = " ".join([kind, self._stable[names[0]], *names[1:]])
                node.set(q("w:instr"), f" {instruction} ")

    def _unlink(self, part: Node) -> None:
        """Replace links and fields that lead to missing bookmarks by their words: nothing in a DOCX
        leads to nothing."""
        for node in list(part.iter(q("w:fldSimple"))):
            words = node.get(q("w:instr")).split()
            if words[0] in _REPEATING and words[1] not in self._names:
                for child in list(node):
                    node.addprevious(child)
                node.getparent().remove(node)
        for link in list(part.iter(q("w:hyperlink"))):
            anchor = link.get(q("w:anchor"))
            if link.get(q("r:id")) or anchor in self._names:
                continue
            for child in list(link):
                for style in list(child.iter(q("w:rStyle"))):
                    if style.get(q("w:val")) == "Hyperlink":
                        style.getparent().remove(style)
                link.addprevious(child)
            link.getparent().remove(link)


def _opens(section: WordSection) -> str:
    """Return how a section of Word opens, as its properties have it."""
    return "continuous" if section.goes_on else "oddPage" if section.is_recto else "nextPage"


def _end_section(body: Node, properties: Node) -> None:
    """Put a section's properties into its last paragraph; add one if it ends otherwise, or with a
    caption: LibreOffice loses the number in it, and shows none where the text refers to it."""
    last = body[-1]
    if last.tag != q("w:p") or _holds_number(last):
        last = make("w:p")
        body.append(last)
    paragraph = last.find(q("w:pPr"))
    if paragraph is None:
        paragraph = make("w:pPr")
        last.insert(0, paragraph)
    paragraph.append(properties)


def _holds_number(paragraph: Node) -> bool:
    """Return whether a paragraph has a counted number that other fields repeat."""
    names = (start.get(q("w:name"), "") for start in paragraph.iter(q("w:bookmarkStart")))
    return any(name.startswith(COUNTED) for name in names)


class _Lists:
    """The lists of all sections: each kind of numbering once, each list with a number of its
    own."""

    def __init__(self) -> None:
        self._kinds: dict[bytes, Node] = {}
        self._lists: list[Node] = []
        self._taken: tuple[Sequence[Node], Sequence[Node]] = (), ()  # a publisher's

    def add(self, numbering: Node, parts: Sequence[Node]) -> None:
        """Add the lists that a section's parts use, and number them on, in the parts too."""
        kinds = {n.get(q("w:abstractNumId")): n for n in numbering.iter(q("w:abstractNum"))}
        lists = {n.get(q("w:numId")): n for n in numbering.iter(q("w:num"))}
        numbers: dict[str, str] = {}
        for part in parts:
            for use in part.iter(q("w:numId")):
                old = use.get(q("w:val"))
                if old == NO_LIST:
                    continue
                if old not in numbers:
                    numbers[old] = self._new(lists[old], kinds)
                use.set(q("w:val"), numbers[old])

    def _new(self, made: Node, kinds: dict[str, Node]) -> str:
        link = made.find(q("w:abstractNumId"))
        link.set(q("w:val"), self._kind(kinds[link.get(q("w:val"))]))
        self._lists.append(made)
        made.set(q("w:numId"), str(len(self._lists)))
        return str(len(self._lists))

    def _kind(self, kind: Node) -> str:
        if q("kind") in kind.attrib:
            return kind.get(q("kind"))
        sign = b"".join(etree.tostring(level, method="c14n") for level in kind.iter(q("w:lvl")))
        known = self._kinds.setdefault(sign, kind)
        if known is kind:
            number = str(len(self._kinds))
            kind.set(q("w:abstractNumId"), number)
        kind.set(q("kind"), known.get(q("w:abstractNumId")))
        return kind.get(q("kind"))

    def take(self, lists: Sequence[List]) -> Mapping[str, str]:
        """Add the lists of a publisher's headings; return their numbers by their own."""
        taken = with_new_numbers(lists, len(self._kinds), len(self._lists))
        self._taken = taken[0], taken[1]
        return taken[2]

    def part(self) -> Node:
        for kind in self._kinds.values():
            kind.attrib.pop(q("kind"), None)
        kinds, lists = self._taken
        return make("w:numbering", {}, *self._kinds.values(), *kinds, *self._lists, *lists)
