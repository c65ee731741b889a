"""Make the parts that every DOCX has, from readable XML in styles/reference.

The page: A4 or Letter by the country of the edition's language, wide margins, the edition's
typeface in 12 points on a generous line, the text ragged right.  It is a manuscript to work in, not
the book.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from octavo.design.style_sheets import STYLES
from octavo.docx.directions import from_right
from octavo.docx.endnotes import are_endnotes, position_of_endnotes
from octavo.docx.house_numbers import number_styles
from octavo.docx.house_running import Running, for_edition
from octavo.docx.house_style import (
    HouseStyle,
    merged_styles,
    rename,
    set_language,
    used_in,
)
from octavo.docx.look import set_look
from octavo.docx.marked_runs import runs_of
from octavo.docx.parts.ooxml import Node, make, parse, printable, q, serialized
from octavo.docx.parts.package import Relations, pack
from octavo.docx.parts.paper import LETTER, Paper
from octavo.docx.script_fonts import Font, add_to_table, fonts_of_language, name_fonts
from octavo.docx.style_names import give_names
from octavo.locales import direction_of
from octavo.model import Edition, Family, WordSettings
from octavo.model.marked_text import MarkedText

FOLDER = STYLES / "reference"
RELATED = {
    "styles": "styles.xml",
    "settings": "settings.xml",
    "fontTable": "fontTable.xml",
    "theme": "theme/theme1.xml",
    "footnotes": "footnotes.xml",
    "numbering": "numbering.xml",
    "header": "header.xml",
    "footer": "footer.xml",
}
_ANY_FONT = "Times New Roman"  # of a document that names none: every Word has it
_FIRST_DAY = "1980-01-01"
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


@cache
def _kept(name: str) -> bytes:
    return (FOLDER / "word" / name).read_bytes()


def part(name: str) -> Node:
    """Return a fresh copy of one of the parts in styles/reference/word."""
    return parse(_kept(name))


def part_of_styles() -> Node:
    """Return Octavo's own styles, under their own names."""
    made = part("styles.xml")
    made.extend(_styles_of_callouts())
    return made


def _is_callout(style: Node) -> bool:
    return style.get(q("w:styleId")) == "Callout"


def _styles_of_callouts() -> Sequence[Node]:
    """Return the styles of a manuscript whose pictures are out of the text."""
    return [*parse((FOLDER / "callouts.xml").read_bytes()).iter(q("w:style"))]


def part_names() -> tuple[str, ...]:
    """Return the names of the parts that are the same in every edition but for a word or two."""
    return tuple(name for name in RELATED.values() if (FOLDER / "word" / name).is_file())


def edition_parts(
    edition: Edition, fonts: Collection[Font] = (), house: HouseStyle | None = None,
    text: Sequence[Node] = (), lists: Mapping[str, str] | None = None,
    counting: NoteCounting | None = None, head: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """Return the parts of the reference with the edition's language, typeface, title and numbering
    of notes, and with the fonts of other scripts that its text names. The signs in the parts of the
    `text` get the font of the document, in place.

    Of a publisher's `house` style all is taken that it has; the styles that the parts of the `text`
    use get its ids, in place. `lists` has the numbers of the lists of its headings by their own.
    `counting` is that of the notes, the edition's if it is None; `head` are the words at the head
    of pages, the title of the edition if there are none.
    """
    roots = {name: part(name) for name in part_names()}
    _set_typeface(roots, edition.print.family, edition.docx.look.typeface)
    roots["styles.xml"], ids = own_styles(edition.docx, roots["styles.xml"])
    for node in [*text, roots["header.xml"], roots["footer.xml"]]:
        rename(node, ids)
    default = fonts_of_language(edition.language)
    for node in roots["styles.xml"].iterfind(f"{q('w:docDefaults')}//{q('w:rFonts')}"):
        for name, font in default.items():
            node.set(q(name), font.name)
    rtl = direction_of(edition.language) == "rtl"
    script = q("w:bidi" if rtl else "w:eastAsia" if "w:eastAsia" in default else "w:val")
    for node in roots["styles.xml"].iter(q("w:lang")):
        node.set(script, edition.language)
    _set_title(roots["header.xml"], head or edition.title)
    counting = counting or counting_of(edition)
    if rtl:
        from_right([roots["header.xml"], roots["footer.xml"]])
    if house is not None:
        _obey(house, roots, text, script, edition)
        number_styles(roots["styles.xml"], lists or {})
    settings = roots["settings.xml"]
    settings.find(q("w:themeFontLang")).set(script, edition.language)
    footnotes = settings.find(q("w:footnotePr"))
    for rule in reversed(numbering_rule(counting)):
        footnotes.insert(0, rule)
    if are_endnotes(edition):
        footnotes.addnext(_endnote_settings(edition, counting))
    _name_signs(text, roots)
    named = name_fonts(roots["header.xml"], edition.language)
    add_to_table(roots["fontTable.xml"], {*default.values(), *named, *fonts})
    return {f"word/{name}": serialized(root) for name, root in roots.items()}


def own_styles(
    settings: WordSettings, styles: Node | None = None
) -> tuple[Node, Mapping[str, str]]:
    """Return Octavo's own styles in the look and under the names that an edition asks for, and the
    ids of the styles that are gone, since another has their name, with that of the other."""
    made = part("styles.xml") if styles is None else styles
    figures = settings.way_of_figures
    if figures != "embedded":
        made.extend(s for s in _styles_of_callouts() if figures == "callouts" or not _is_callout(s))
    set_look(made, settings.look)
    return made, give_names(made, settings.styles)


def _obey(
    house: HouseStyle, roots: dict[str, Node], text: Sequence[Node], script: str, edition: Edition
) -> None:
    """Put the styles, the theme, the fonts, headers and footers of a publisher in the place of
    Octavo's, in place; `script` is the attribute of the language."""
    using = [*text, roots["header.xml"], roots["footer.xml"]]
    ours = roots["styles.xml"]
    roots["styles.xml"], ids = merged_styles(house, ours, used_in(using))
    for node in using:
        rename(node, ids)
    set_language(roots["styles.xml"], script, edition.language)
    for (kind, pages), root in for_edition(house.running, house.titles, edition.title).items():
        roots[running_part(kind, pages)] = root
        if pages == "even":
            roots["settings.xml"].find(q("w:evenAndOddHeaders")).set(q("w:val"), "true")
    if house.theme is not None:
        roots["theme/theme1.xml"] = house.theme
    table = roots["fontTable.xml"]
    known = {font.get(q("w:name")) for font in table}
    theirs = list(house.fonts) if house.fonts is not None else []
    table.extend(font for font in theirs if font.get(q("w:name")) not in known)


def running_part(kind: str, pages: str) -> str:
    """Return the name of the part of a header or a footer, for all pages or for some."""
    return f"{kind}.xml" if pages == "default" else f"{kind}-{pages}.xml"


def _name_signs(text: Sequence[Node], roots: Mapping[str, Node]) -> None:
    """Name the font of signs, in place: that of all text, by itself or by the theme."""
    named = roots["styles.xml"].find(f"{q('w:docDefaults')}//{q('w:rFonts')}")
    font = named.get(q("w:ascii"), "") if named is not None else ""
    if not font or (named is not None and named.get(q("w:asciiTheme"))):
        latin = roots["theme/theme1.xml"].find(f".//{q('a:minorFont')}/{q('a:latin')}")
        font = (latin.get("typeface", "") if latin is not None else "") or font
    for node in text:
        for one in node.iter(q("w:sym")):
            one.set(q("w:font"), font or _ANY_FONT)


def _set_title(header: Node, title: str) -> None:
    """Put a title in the place of the word in a header, which is in italics."""
    shown = next(header.iter(q("w:r")))
    paragraph = shown.getparent()
    if isinstance(title, MarkedText):
        paragraph.extend(runs_of(title, italic=True))
        paragraph.remove(shown)
    else:
        next(shown.iter(q("w:t"))).text = printable(title)


def _set_typeface(roots: Mapping[str, Node], family: Family, asked: str = "") -> None:
    """Put a typeface in the place of the one that the parts are written with: the edition's, or one
    that is `asked` for by its name."""
    written = roots["fontTable.xml"][0]
    names = {written.get(q("w:name")): asked or family.name}
    for root in roots.values():
        for node in root.iter(q("w:rFonts"), q("w:font"), q("a:latin")):
            for key, value in list(node.attrib.items()):
                node.set(key, names.get(value, value))
    if not asked:
        written.find(q("w:altName")).set(q("w:val"), family.stand_in)
    elif any(font.get(q("w:name")) == asked for font in roots["fontTable.xml"][1:]):
        written.getparent().remove(written)
    else:
        written.remove(written.find(q("w:altName")))


@dataclass(frozen=True, slots=True)
class NoteCounting:
    """How Word counts the notes: where their numbers begin again, as Word calls it, and the first
    number; 0 if it need not be said."""

    rule: str
    first: int = 0

    def of_one_section(self, first: int) -> NoteCounting:
        """Return how the notes of one section are counted, the first with a number."""
        return NoteCounting("eachPage" if self.rule == "eachPage" else "continuous", first)


def counting_of(edition: Edition) -> NoteCounting:
    """Return how the notes of a whole edition are counted: they start again in each section, on
    each page, or never. Endnotes have no pages of their own."""
    by_page = "eachSect" if are_endnotes(edition) else "eachPage"
    rules = {"section": "eachSect", "edition": "continuous", "page": by_page}
    return NoteCounting(rules[edition.notes.numbering])


def numbering_rule(counting: NoteCounting, start: int = 0) -> list[Node]:
    """Return the elements for Word's note numbers; `start`, unless it is 0, is their first number
    in a section."""
    first = start or counting.first
    begun = [make("w:numStart", {"w:val": first})] if first else []
    rule = make("w:numRestart", {"w:val": counting.rule})
    return [make("w:numFmt", {"w:val": "decimal"}), *begun, rule]


def _endnote_settings(edition: Edition, counting: NoteCounting) -> Node:
    position = make("w:pos", {"w:val": position_of_endnotes(edition)})
    kept = [make("w:endnote", {"w:id": identity}) for identity, _ in _SEPARATORS]
    return make("w:endnotePr", {}, position, *numbering_rule(counting), *kept)


def separators(kind_of_note: str = "w:footnote") -> list[Node]:
    """Return the rules above the notes and above notes that run over: two notes that Word reserves
    for itself."""
    return [
        make(
            kind_of_note,
            {"w:type": kind, "w:id": identity},
            make("w:p", {}, make("w:r", {}, make(f"w:{kind}"))),
        )
        for identity, kind in _SEPARATORS
    ]


def section_properties(
    edition: Edition,
    paper: Paper,
    relations: Relations,
    *,
    first: bool,
    start: int = 0,
    opens: str = "nextPage",
    own: Collection[Running] = (),
    counting: NoteCounting | None = None,
) -> Node:
    """Return the properties of a Word section: its page, footnote numbers, header and footer.
    `start`, unless it is 0, is the number of its first footnote; `opens` is where it begins, as
    Word calls it; `own` are the headers and footers of a publisher; `counting` is that of the
    notes, the edition's if it is None.

    The first page of a chapter has a page number and no running title; the title page has neither.
    """
    margins = {
        "top": paper.top, "right": paper.right, "bottom": paper.bottom, "left": paper.left,
    }  # fmt: skip
    node = make("w:sectPr", {})
    for kind, pages, name in _running_of_section(own, first=first):
        target = {"w:type": pages, "r:id": relations.to(kind, name)}
        node.append(make(f"w:{kind}Reference", target))
    counting = counting or counting_of(edition)
    node.append(make("w:footnotePr", {}, *numbering_rule(counting, start)))
    if are_endnotes(edition):
        node.append(make("w:endnotePr", {}, *numbering_rule(counting)))
    node.append(make("w:type", {"w:val": opens}))
    node.append(make("w:pgSz", {"w:w": paper.width, "w:h": paper.height}))
    node.append(
        make(
            "w:pgMar",
            {f"w:{key}": str(value) for key, value in margins.items()}
            | {"w:header": paper.header, "w:footer": paper.footer, "w:gutter": "0"},
        )
    )
    node.append(make("w:cols", {"w:space": "720"}))
    node.append(make("w:titlePg"))
    if direction_of(edition.language) == "rtl":
        node.append(make("w:bidi"))
        node.append(make("w:rtlGutter"))
    return node


def _running_of_section(own: Collection[Running], *, first: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the headers and footers of a section: kind, pages, part. A publisher's are on the
    first pages as the publisher has them; the title page has none."""
    for kind in ("header", "footer"):
        yield kind, "default", running_part(kind, "default")
        if (kind, "even") in own:
            yield kind, "even", running_part(kind, "even")
        if first:
            continue
        if (kind, "first") in own:
            yield kind, "first", running_part(kind, "first")
        elif kind == "footer":
            yield kind, "first", running_part(kind, "default")


def core_properties(edition: Edition) -> bytes:
    """Return the metadata for catalogues; the dates are the edition's, never the clock's."""
    people = edition.authors or edition.editors
    day = (edition.date + _FIRST_DAY[len(edition.date) :]) if edition.date else _FIRST_DAY
    values = {
        "dc:title": f"{edition.title}: {edition.subtitle}" if edition.subtitle else edition.title,
        "dc:creator": "; ".join(name.display for name in people),
        "cp:keywords": ", ".join(edition.keywords),
        "dc:description": edition.description,
        "cp:lastModifiedBy": "; ".join(name.display for name in people),
        "dc:identifier": edition.identifier,
        "dc:language": edition.language,
        "dcterms:created": f"{day}T00:00:00Z",
        "dcterms:modified": f"{day}T00:00:00Z",
    }
    root = parse(_CORE)
    for key, value in values.items():
        prefix, local = key.split(":")
        if not value:
            continue
        node = root.makeelement(f"{{{root.nsmap[prefix]}}}{local}")
        node.text = printable(value)
        if prefix == "dcterms":
            node.set(f"{{{root.nsmap['xsi']}}}type", "dcterms:W3CDTF")
        root.append(node)
    return serialized(root)


_CORE = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:dcterms="http://purl.org/dc/terms/" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)
APP_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Octavo</Application></Properties>"
)


def reference_docx() -> bytes:
    """Return the styles alone, as a document without text: for pandoc, or for a publisher."""
    relations = Relations()
    edition = Edition(title="Title", sections=("text.md",))
    parts = edition_parts(edition)
    for kind, target in RELATED.items():
        if f"word/{target}" in parts:
            relations.to(kind, target)
    properties = section_properties(edition, LETTER, relations, first=True)
    body = make("w:body", {}, make("w:p"), properties)
    document = make("w:document", {}, body)
    footnotes = make("w:footnotes", {}, *separators())
    relations.to("footnotes", "footnotes.xml")
    return pack(
        {
            "word/document.xml": serialized(document),
            "word/_rels/document.xml.rels": relations.part(),
            "word/footnotes.xml": serialized(footnotes),
            **parts,
            "docProps/core.xml": core_properties(edition),
            "docProps/app.xml": APP_PROPERTIES,
        }
    )
