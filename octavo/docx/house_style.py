"""Take the look of a publisher's own reference document: styles, theme, fonts, page, margins.

`styles/reference.docx` of an edition, or the file that edition.yaml names, is any Word file. Styles
are found by their names, which are English in every Word; their ids are not. What it lacks is taken
from Octavo's own styles. Headers and footers are taken (`house_running`), and the numbers of
headings (`house_numbers`); nothing else of it is: no text, nothing that leads out of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.house_numbers import List, heading_lists
from octavo.docx.house_running import Running, running_of
from octavo.docx.parts.ooxml import NAMESPACES, Node, make, parse, q, style_of, text_in
from octavo.docx.parts.package import unpack
from octavo.docx.parts.paper import Paper
from octavo.docx.style_names import BASE, house_name
from octavo.model import Fault, FaultError, Place, WordSettings
from octavo.model.form_rules import reference_docx_can_be_read, reference_docx_has_the_styles

PATH = "styles/reference.docx"
_PARTS = (
    "word/styles.xml", "word/theme/theme1.xml", "word/fontTable.xml", "word/document.xml",
    "word/numbering.xml", "word/settings.xml", "word/_rels/document.xml.rels",
    "docProps/core.xml",
)  # fmt: skip
_RUNNING = re.compile(r"word/(?:header|footer)[\w.-]*\.xml")
_LARGEST = 32 << 20  # bytes of the file
_LINKS = (q("w:basedOn"), q("w:next"), q("w:link"))
USES = (q("w:pStyle"), q("w:rStyle"), q("w:tblStyle"))
_LEFT_OUT = {q("w:charset")}  # LibreOffice writes character sets of its own
_VALUE, _IDENTITY, _KIND = q("w:val"), q("w:styleId"), q("w:type")
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_SHORTEST = 1440  # twips: text narrower or lower than an inch is no page

Key = tuple[str, str]  # the kind of a style, and its name in small letters


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What is taken of a reference document: the roots of its parts, its page if it has one, its
    headers and footers, the lists of its headings, and its own titles. `left_out` has a sentence
    for each thing of these that is not taken."""

    styles: Node
    theme: Node | None
    fonts: Node | None
    paper: Paper | None
    running: Mapping[Running, Node] = field(default_factory=dict)
    lists: Sequence[List] = ()
    titles: Sequence[str] = ()
    left_out: Sequence[str] = ()


def template_of(settings: WordSettings) -> str:
    """Return the path of the reference document, from the edition's folder."""
    return settings.template or PATH


def read_house_style(folder: Path, settings: WordSettings | None = None) -> HouseStyle | None:
    """Return the reference document of an edition in a folder; None if it has none, or one that is
    outside of the edition. Raise FaultError if it cannot be read."""
    settings = settings or WordSettings()
    name = template_of(settings)
    path = (folder / name).resolve()
    if not path.is_file() or not path.is_relative_to(folder.resolve()):
        return None
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("is too large")
        data = path.read_bytes()
        parts = unpack(data, *_PARTS, *_names_of_running(data))
        roots = {name: parse(parts[name]) for name in _PARTS if name in parts}
        roots = {name.rpartition("/")[2]: root for name, root in roots.items()}
        headings = [house_name(settings.styles, f"heading {level}") for level in range(1, 10)]
        lists, unnumbered = heading_lists(roots["styles.xml"], roots.get("numbering.xml"), headings)
        styles = _cleaned(roots["styles.xml"])
        theme = roots.get("theme1.xml")
        running, left = running_of(
            roots.get("document.xml"), roots.get("document.xml.rels"), parts,
            _has_even_pages(roots.get("settings.xml")),
        )  # fmt: skip
        return HouseStyle(
            styles=styles,
            theme=theme if theme is None or not _leads_out(theme) else None,
            fonts=_cleaned(roots["fontTable.xml"]) if "fontTable.xml" in roots else None,
            paper=_paper_of(roots.get("document.xml")),
            running=running,
            lists=lists,
            titles=tuple(_titles(roots, house_name(settings.styles, "Title"))),
            left_out=(*left, *unnumbered),
        )
    except (ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError):
        message = f"{name} is no Word file with styles"
        hint = "save it in Word as .docx, or delete it to have Octavo's own styles"
        raise FaultError(reference_docx_can_be_read.fault(Place(name), message, hint)) from None


def faults_of_house_style(
    folder: Path, ours: Node, settings: WordSettings | None = None
) -> Iterator[Fault]:
    """Yield the faults of a reference document: it cannot be read, or lacks styles; `ours` is the
    root of Octavo's own styles, under the names of the house."""
    settings = settings or WordSettings()
    path = template_of(settings)
    try:
        house = read_house_style(folder, settings)
    except FaultError as error:
        yield from error.faults
        return
    for message in house.left_out if house else ():
        hint = "take it out there, or put it into the Word file by hand"
        yield reference_docx_has_the_styles.fault(Place(path), f"{path}: {message}", hint)
    theirs = _by_name(house.styles) if house else {}
    given = {name.lower() for name in settings.styles.values()}
    for key, style in _by_name(ours).items() if house else ():
        name = _name_of(style)
        if key not in theirs and name not in BASE:
            message = f"{path} has no {key[0]} style “{name}”: Octavo adds its own"
            hint = f"make a style of the name “{name}” there to give it your look"
            if name.lower() in given and (near := _nearest(name, key[0], theirs)):
                hint = f"it has “{near}”: write that under docx.styles, if you mean it"
            yield reference_docx_has_the_styles.fault(Place(path), message, hint)


def _nearest(name: str, kind: str, theirs: Mapping[Key, Node]) -> str:
    """Return the name of the style of a kind in a reference document that is most like a name."""
    names = {small: _name_of(style) for (of, small), style in theirs.items() if of == kind}
    alike = get_close_matches(name.lower(), names, n=1)
    return names[alike[0]] if alike else ""


def merged_styles(
    house: HouseStyle, ours: Node, used: Iterable[str]
) -> tuple[Node, Mapping[str, str]]:
    """Return the styles of a reference document, with those of Octavo's styles `used` that it
    lacks; and the ids in it of Octavo's styles, by their own."""
    made, theirs = deepcopy(house.styles), _by_name(house.styles)
    with_default = {key[0] for key, style in theirs.items() if style.get(q("w:default"))}
    by_id = {style.get(_IDENTITY): style for style in ours.iter(q("w:style"))}
    taken = {style.get(_IDENTITY) for style in house.styles.iter(q("w:style"))}
    ids: dict[str, str] = {}
    lacking: list[Node] = []
    waiting = [*_defaults_of(ours), *used]
    while waiting:
        own = waiting.pop()
        if own in ids or own not in by_id:
            continue
        style = by_id[own]
        known = theirs.get(_key_of(style))
        if known is not None:
            ids[own] = known.get(_IDENTITY)
            continue
        ids[own] = own if own not in taken else f"{own}Octavo"
        lacking.append(style)
        waiting += [link.get(_VALUE) for link in style.iter(*_LINKS)]
    for style in sorted(lacking, key=lambda style: style.get(_IDENTITY)):
        added = deepcopy(style)
        if added.get(_KIND) in with_default:
            added.attrib.pop(q("w:default"), None)
        added.set(_IDENTITY, ids[style.get(_IDENTITY)])
        rename(added, ids, _LINKS)
        made.append(added)
    return made, ids


def rename(part: Node, ids: Mapping[str, str], uses: Iterable[str] = USES) -> None:
    """Give the styles that a part uses the ids of a reference document, in place."""
    for node in part.iter(*uses):
        node.set(_VALUE, ids.get(node.get(_VALUE), node.get(_VALUE)))


def used_in(parts: Iterable[Node]) -> set[str]:
    """Return the ids of the styles that some parts use."""
    return {node.get(_VALUE) for part in parts for node in part.iter(*USES)}


# --- what is read --------------------------------------------------------------------------------


def _cleaned(root: Node) -> Node:
    """Return a part with Word's own elements alone, without what leads to another part."""
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        foreign = etree.QName(node).namespace != NAMESPACES["w"]
        leads = any(etree.QName(name).namespace == NAMESPACES["r"] for name in node.attrib)
        if node is not root and (foreign or leads or node.tag in _LEFT_OUT):
            node.getparent().remove(node)
            continue
        for name in list(node.attrib):
            if etree.QName(name).namespace != NAMESPACES["w"]:
                del node.attrib[name]
    if root.tag not in (q("w:styles"), q("w:fonts")):
        raise ValueError(root.tag)
    return root


def _names_of_running(data: bytes) -> Sequence[str]:
    """Return the names of the parts of headers and footers."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [name for name in archive.namelist() if _RUNNING.fullmatch(name)]


def _has_even_pages(settings: Node | None) -> bool:
    """Return whether even pages have headers and footers of their own."""
    asked = settings.find(q("w:evenAndOddHeaders")) if settings is not None else None
    return asked is not None and asked.get(_VALUE, "1") not in ("0", "false", "off")


def _titles(roots: Mapping[str, Node], style: str) -> Iterator[str]:
    """Yield the titles of a reference document: that of its properties, and the paragraphs of the
    style for it, by its name."""
    core, document = roots.get("core.xml"), roots.get("document.xml")
    title = core.findtext(f"{{{_DUBLIN_CORE}}}title") if core is not None else None
    if title and title.strip():
        yield title.strip()
    ids = {s.get(_IDENTITY) for s in roots["styles.xml"].iter(q("w:style")) if _name_of(s) == style}
    for paragraph in document.iter(q("w:p")) if document is not None else ():
        if style_of(paragraph) in ids and (words := text_in(paragraph).strip()):
            yield words


def _leads_out(theme: Node) -> bool:
    """Return whether a theme shows pictures of other parts."""
    names = (name for node in theme.iter() if isinstance(node.tag, str) for name in node.attrib)
    return any(etree.QName(name).namespace == NAMESPACES["r"] for name in names)


def _paper_of(document: Node | None) -> Paper | None:
    """Return the page of a document's last section; None if it has none that holds text."""
    if document is None:
        return None
    last = [*document.iter(q("w:sectPr"))][-1:]
    size, margins = (last[0].find(q(name)) if last else None for name in ("w:pgSz", "w:pgMar"))
    if size is None or margins is None:
        return None
    width, height = (int(size.get(q(f"w:{name}"), "0")) for name in ("w", "h"))
    names = ("left", "right", "top", "bottom")
    left, right, top, bottom = (abs(int(margins.get(q(f"w:{name}"), "0"))) for name in names)
    edges = (abs(int(margins.get(q(f"w:{name}"), "720"))) for name in ("header", "footer"))
    paper = Paper(width, height, left, right, top, bottom, *edges)
    fits = paper.text_width >= _SHORTEST and paper.text_height >= _SHORTEST
    return paper if fits else None


def _by_name(styles: Node) -> dict[Key, Node]:
    found: dict[Key, Node] = {}
    for style in styles.iter(q("w:style")):
        found.setdefault(_key_of(style), style)
    return found


def _key_of(style: Node) -> Key:
    return style.get(_KIND, "paragraph"), _name_of(style).lower()


def _name_of(style: Node) -> str:
    named = style.find(q("w:name"))
    return named.get(_VALUE, "") if named is not None else ""


def _defaults_of(styles: Node) -> list[str]:
    """Return the ids of the styles that hold where none is named."""
    return [s.get(_IDENTITY) for s in styles.iter(q("w:style")) if s.get(q("w:default"))]


def set_language(styles: Node, attribute: str, language: str) -> None:
    """Make a language that of a reference document's text, in place."""
    for marked in list(styles.iter(q("w:lang"))):
        marked.getparent().remove(marked)
    defaults = styles.find(q("w:docDefaults"))
    if defaults is None:
        defaults = make("w:docDefaults")
        styles.insert(0, defaults)
    properties = defaults
    for name in ("w:rPrDefault", "w:rPr"):
        inner = properties.find(q(name))
        if inner is None:
            inner = make(name)
            properties.insert(0, inner)
        properties = inner
    made = make("w:lang")
    made.set(attribute, language)
    after = properties.find(q("w:eastAsianLayout"))
    if after is None:
        properties.append(made)
    else:
        after.addprevious(made)
