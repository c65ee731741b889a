"""Read EndNote's XML: records of elements, whose texts are split into runs by their faces.

pandoc reads it too, but gives pages under a name that CSL does not know, and drops the italics of
titles, editors, translators, places of access and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.bibliography.catalogue import SECOND_PEOPLE, KeyMaker, as_editors, finish
from octavo.bibliography.names_in_a_string import names_in_line
from octavo.bibliography.rules import bibliography_can_be_read
from octavo.bibliography.source_text import Reader, Writing, as_lost
from octavo.model import FaultError, Place

# EndNote's own names of types, in small letters.
TYPES = {
    "aggregated database": "dataset", "ancient text": "classic", "artwork": "graphic",
    "audiovisual material": "motion_picture", "bill": "bill", "blog": "post-weblog",
    "book": "book", "book section": "chapter", "case": "legal_case", "catalog": "book",
    "chart or table": "graphic", "classical work": "classic", "computer program": "software",
    "conference paper": "paper-conference", "conference proceedings": "paper-conference",
    "dataset": "dataset", "dictionary": "entry-dictionary", "discussion forum": "post",
    "edited book": "book", "electronic article": "article-journal",
    "electronic book": "book", "electronic book section": "chapter",
    "encyclopedia": "entry-encyclopedia", "figure": "figure",
    "film or broadcast": "motion_picture", "generic": "document",
    "government document": "report", "grant": "document", "hearing": "hearing",
    "interview": "interview", "journal article": "article-journal",
    "legal rule or regulation": "regulation", "magazine article": "article-magazine",
    "manuscript": "manuscript", "map": "map", "multimedia application": "software",
    "music": "musical_score", "newspaper article": "article-newspaper",
    "online database": "dataset", "online multimedia": "webpage", "pamphlet": "pamphlet",
    "patent": "patent", "personal communication": "personal_communication",
    "podcast": "broadcast", "press release": "document", "report": "report",
    "serial": "periodical", "social media": "post", "standard": "standard",
    "statute": "legislation", "thesis": "thesis", "unpublished work": "manuscript",
    "web page": "webpage",
}  # fmt: skip

_TEXTS = {
    "title": "titles/title", "title-short": "titles/short-title",
    "collection-title": "titles/tertiary-title", "volume": "volume",
    "number-of-volumes": "num-vols", "edition": "edition", "page": "pages",
    "publisher": "publisher", "publisher-place": "pub-location", "call-number": "call-num",
    "DOI": "electronic-resource-num", "URL": "urls/related-urls/url", "abstract": "abstract",
    "language": "language", "section": "section", "source": "remote-database-name",
    "original-title": "titles/alt-title",
}  # fmt: skip
_PEOPLE = {
    "author": "authors", "editor": "secondary-authors", "collection-editor": "tertiary-authors",
    "translator": "subsidiary-authors",
}  # fmt: skip
_LOST = {"orig-pub": "the original publication", "reprint-edition": "the reprint",
         "titles/translated-title": "the translated title"}  # fmt: skip

_PARTS_OF = frozenset(
    """article-journal article-magazine article-newspaper chapter paper-conference
    entry-dictionary entry-encyclopedia post post-weblog webpage""".split()
)
_FACES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_RECORD = re.compile(r"<record[\s>]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_TYPED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)")


Fields = Mapping[str, etree._Element]


def read_endnote(writing: Writing, reader: Reader) -> None:
    """Read an EndNote library as XML; nothing outside of the file is ever opened.  Raise FaultError
    where the XML cannot be read further."""
    typed = _TYPED.search(writing.text)
    if typed:
        message = "the file declares a document type, which may hide entities"
        reader.refuse(writing.place(typed.start()), message, "remove the <!DOCTYPE …>")
        return
    places = [writing.place(found.start()) for found in _RECORD.finditer(writing.text)]
    keys = KeyMaker()
    number = -1
    for number, record in enumerate(_records(writing)):
        place = places[number] if number < len(places) else Place(writing.path)
        _add(record, place, keys, reader)
    if number < 0:
        reader.refuse(Place(writing.path), "there is no <record> in the file")


def _records(writing: Writing) -> Iterator[etree._Element]:
    """Yield the records one by one, each forgotten before the next."""
    parser = etree.XMLPullParser(
        ("end",), tag="record", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    text = _DECLARATION.sub("", writing.text)
    try:
        for at in range(0, len(text), 1 << 16):
            parser.feed(text[at : at + (1 << 16)].encode())
            for _, record in parser.read_events():
                yield record
                record.clear()
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(writing.path, parser, error) from None


def _broken(path: str, parser: etree.XMLPullParser, error: Exception) -> FaultError:
    """Make a fault of what the parser met first, where it met it."""
    first = next(iter(parser.feed_error_log), None)
    message = str(error).splitlines()[0] if first is None else first.message
    at = (1, 1) if first is None else (max(first.line, 1), max(first.column, 1))
    return FaultError(bibliography_can_be_read.fault(Place(path, *at), f"broken XML: {message}"))


def _add(record: etree._Element, place: Place, keys: KeyMaker, reader: Reader) -> None:
    fields = _fields(record)
    data = _item(record, fields)
    key = _text(fields, "rec-number") or keys.made_for(data)
    told = [
        f"@{key}: {what} is not printed: CSL has no variable for it"
        for path, what in _LOST.items()
        if _text(fields, path)
    ]
    reader.add(key, {"id": key, **data}, place, as_lost(told, place))


def _item(record: etree._Element, fields: Fields) -> dict[str, Any]:
    named = fields.get("ref-type")
    name = " ".join((named.get("name") or "").lower().split()) if named is not None else ""
    kind = TYPES.get(name, name)
    data: dict[str, Any] = {"type": kind}
    for variable, path in _TEXTS.items():
        data[variable] = _text(fields, path)
    for variable, path in _PEOPLE.items():
        written = (_words(one) for one in record.iterfind(f"contributors/{path}/author"))
        data[variable] = [name for line in written for name in names_in_line(line)]
    if name == "edited book":
        data |= as_editors(data)
    if kind in SECOND_PEOPLE:
        data[SECOND_PEOPLE[kind]] = data.pop("editor")
    container = _text(fields, "titles/secondary-title") or _text(fields, "periodical/full-title")
    container = _upright(container)
    if kind not in _PARTS_OF:  # of an article, all in italics may be the title of a work
        data["title"] = _upright(data["title"])
    if kind in _PARTS_OF:
        data["container-title"] = container
        data["container-title-short"] = _text(fields, "periodical/abbr-1")
    elif kind == "manuscript":
        data["archive"] = container
    else:
        data["collection-title"] = data["collection-title"] or container
    data["issue" if kind in _PARTS_OF else "number"] = _text(fields, "number")
    data["ISSN" if kind.startswith("article") else "ISBN"] = _text(fields, "isbn")
    data["genre"] = _text(fields, "work-type") if kind in {"thesis", "report"} else ""
    data["issued"] = _issued(fields)
    accessed = _text(fields, "access-date")
    data["accessed"] = {"raw": accessed} if accessed else None
    keywords = (_words(one) for one in record.iterfind("keywords/keyword"))
    data["keyword"] = ", ".join(filter(None, keywords))
    data["note"] = _lines(fields, "notes")
    return finish(data)


def _issued(fields: Fields) -> dict[str, Any] | None:
    """Return the year, with the day where it is given separately: `May 3`."""
    year, day = _text(fields, "dates/year"), _text(fields, "dates/pub-dates/date")
    if year and day and year not in day:
        return {"raw": f"{day}, {year}"} if not day.isdecimal() else {"raw": year}
    written = day or year
    return {"raw": written} if written else None


# Letters of a text that would be read as markup.
_KNOWN_TAG = re.compile(r"</?(?:i|b|em|strong|sup|sub|sc|span)\b[^<>]*>")
_LOOKS = {tag: re.compile(rf"<{tag}>(?:(?!</?{tag}>).)*</{tag}>", re.DOTALL) for tag in "bi"}


def _upright(text: str) -> str:
    """Take off the italics or the bold of a whole title: they are its look in EndNote, and none of
    its words is set off by them."""
    for tag, whole in _LOOKS.items():
        if not whole.sub("", text).strip():
            text = re.sub(f"</?{tag}>", "", text)
    return text


_GROUPS = frozenset("titles dates pub-dates urls related-urls periodical".split())


def _fields(record: etree._Element, path: str = "") -> dict[str, etree._Element]:
    """Return the elements of a record by their paths; of those with one path, the first."""
    found: dict[str, etree._Element] = {}
    for element in record:
        name = f"{path}{element.tag}"
        found.setdefault(name, element)
        if element.tag in _GROUPS:
            found = _fields(element, f"{name}/") | found
    return found


def _text(fields: Fields, path: str) -> str:
    found = fields.get(path)
    return _words(found) if found is not None else ""


def _lines(fields: Fields, path: str) -> str:
    """Return a text of several lines, which EndNote parts by carriage returns."""
    found = fields.get(path)
    lines = _marked(found).split("\r") if found is not None else ()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _words(element: etree._Element) -> str:
    return " ".join(_marked(element).split())


def _marked(element: etree._Element) -> str:
    """Return the text of an element, with HTML tags for the faces of its runs."""
    pieces = [element.text or ""]
    for run in element:
        text = _KNOWN_TAG.sub(lambda tag: escape(tag[0]), "".join(map(str, run.itertext())))
        faces = (run.get("face") or "").split()
        for tag in (_FACES[face] for face in faces if face in _FACES):
            text = f"<{tag}>{text}</{tag}>" if text.strip() else text
        pieces += [text, run.tail or ""]
    return "".join(pieces)
