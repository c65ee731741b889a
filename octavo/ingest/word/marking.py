"""Mark in a Word file's XML what pandoc does not tell, before pandoc reads it.

Character styles become the formatting that they stand for; languages and headings by look become
styles of our names; references to notes become marks; fields get the keys of this edition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.word import marks
from octavo.ingest.word.account import letters
from octavo.ingest.word.deciding import Obeyed
from octavo.ingest.word.endnote_fields import as_csl_field
from octavo.ingest.word.fields import Works
from octavo.ingest.word.marked import Edited, Marked
from octavo.ingest.word.package import Package
from octavo.ingest.word.references import Labels, mark_references
from octavo.ingest.word.runs import Styles, attribute_of, first, properties_of, shown, size_of
from octavo.ingest.word.words import Changes
from octavo.proof.archive import Node
from octavo.proof.word_xml import CALLS, ID, NAME, PARAGRAPH, VALUE, w

_FORMATS = ("i", "b", "smallCaps", "strike", "vertAlign")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNMARKED = re.compile(r"hyperlink|followed ?hyperlink|internet ?link")
_NUMBERS = set(CALLS) | {w("footnoteRef"), w("endnoteRef"), w("annotationRef")}
_ENDNOTE = re.compile(r"\s*ADDIN EN\.CITE\b")
_FOREIGN = re.compile(r"\s*(?:ADDIN Citavi|CITATION\b|ADDIN PAPERS2_CITATIONS)")
_DRAWN = re.compile(r"\s*(?:SYMBOL|EQ)\b")
_NOTEREF = re.compile(r"\s*NOTEREF\s+(?P<name>\S+)")
_BREF = "ZOTERO_BREF_"
_LONGEST_HEADING = 150
_LARGER = 1.1


def mark(
    package: Package, works: Works, bookmarks: Mapping[str, int], labels: Labels,
    changes: Changes, obeyed: Obeyed,
) -> Marked:  # fmt: skip
    """Change the parts of a Word file in place; return what was found.  `bookmarks` has the number
    of the call that each is around, `obeyed` what a person has decided."""
    made = Marked(elements=list(obeyed.elements))
    styles = Styles(package.parts.get("styles"))
    roots = [package.parts[k] for k in ("document", "footnotes", "endnotes") if k in package.parts]
    made.language = _language(roots, styles)
    if next(package.body.iter(w("altChunk"), w("subDoc")), None) is not None:
        made.remarks.append(("words not in the edition", "the document holds another one, which "
                             "was not read: open it in Word and save it again"))  # fmt: skip
    made.looks = _mark_looks(package.body, styles, obeyed.plain)
    for root in roots:
        _spread_fields(root)
        _unwrap(root)
        _take_out_rows(root, w("del") if changes != "rejected" else w("ins"))
        _set_ruby(root)
        _take_out_boxes(root)
        _mark_bookmarks(root, package.custom)
        _mark_fields(root, works, bookmarks, made)
        for paragraph in root.iter(PARAGRAPH):
            of_style = styles.properties(styles.of_paragraph(paragraph))
            for run in paragraph.iter(w("r")):
                _mark_run(run, of_style, styles, made)
    mark_references(roots, styles, labels, made)
    _define(package, made)
    return made


def _language(roots: list[Node], styles: Styles) -> str:
    """Return the language of most letters."""
    of: Counter[str] = Counter()
    for root in roots:
        for run in root.iter(w("r")):
            own = run.find(f"{w('rPr')}/{w('lang')}")
            language = attribute_of(own) or styles.language
            of[language] += sum(len(t.text or "") for t in run.iter(w("t")))
    return max(of, key=lambda name: (of[name], name), default="") or styles.language


def _take_out_boxes(root: Node) -> None:
    """Set the paragraphs of text boxes behind the paragraph that each is in: pandoc reads some of
    them only."""
    for box in list(root.iter(w("txbxContent"))):
        around = [one for one in box.iterancestors() if one.tag == PARAGRAPH]
        is_second = any(one.tag == _FALLBACK for one in box.iterancestors())
        inner = list(box)
        for block in reversed(inner):
            box.remove(block)
            if around and not is_second:
                around[-1].addnext(block)


def _spread_fields(root: Node) -> None:
    """Write simple fields as those of several runs, which pandoc reads with their words."""
    for simple in list(root.iter(w("fldSimple"))):
        runs = [_field_run("begin"), _field_run("instruction", simple.get(w("instr"), "")),
                _field_run("separate"), *simple, _field_run("end")]  # fmt: skip
        for run in runs:
            simple.addprevious(run)
        simple.getparent().remove(simple)


# What pandoc passes over with its words.
_WRAPPINGS = (w("customXml"), w("bdo"), w("dir"))
_PLAINER = {w("cr"): w("br"), w("ptab"): w("tab")}


def _unwrap(root: Node) -> None:
    """Take out the elements around words that pandoc passes over, and write others as it reads
    them."""
    for one in list(root.iter(*_WRAPPINGS)):
        for child in list(one):
            one.addprevious(child)
        one.getparent().remove(one)
    for one in root.iter(*_PLAINER):
        one.tag = _PLAINER[one.tag]
        one.attrib.clear()


def _take_out_rows(root: Node, change: str) -> None:
    """Take out the rows of tables that a tracked change takes out; pandoc leaves them empty."""
    for row in list(root.iter(w("tr"))):
        if row.find(f"{w('trPr')}/{change}") is not None and len(row.getparent()) > 1:
            row.getparent().remove(row)


def _set_ruby(root: Node) -> None:
    """Set the small words above others in parentheses behind them; pandoc passes over both."""
    for ruby in list(root.iter(w("ruby"))):
        outer = ruby.getparent() if ruby.getparent().tag == w("r") else ruby
        runs = [run for base in ruby.findall(w("rubyBase")) for run in base.iter(w("r"))]
        small = "".join(t.text or "" for rt in ruby.findall(w("rt")) for t in rt.iter(w("t")))
        run = etree.Element(w("r"))
        etree.SubElement(run, w("t")).text = f" ({small})"
        for one in (*runs, run):
            outer.addprevious(one)
        ruby.getparent().remove(ruby)


def _mark_run(run: Node, of_style: list[Node], styles: Styles, made: Marked) -> None:
    chain = properties_of(run, styles)
    language = _language_of([*chain, *of_style], made)
    if not chain and not language:
        return
    own = chain[0] if chain else etree.Element(w("rPr"))
    if not chain:
        run.insert(0, own)
    if shown(chain, "vanish"):
        for text in list(run.iter(w("t"))):
            text.getparent().remove(text)
    style = own.find(w("rStyle"))
    if style is not None:
        name = styles.name(style.get(VALUE, ""))
        is_number = any(child.tag in _NUMBERS for child in run)
        if not _UNMARKED.fullmatch(name) and not is_number:
            for format in _FORMATS:
                node = first(chain, format)
                if own.find(w(format)) is None and node is not None:
                    own.append(deepcopy(node))
        own.remove(style)
        if is_number:
            for raised in own.findall(w("vertAlign")):
                own.remove(raised)
    words = "".join(t.text or "" for t in run.iter(w("t")))
    if language and re.search(r"[^\W\d_]{2}", words):
        made.languages.setdefault(language, []).append(words)
        etree.SubElement(own, w("rStyle")).set(VALUE, f"{marks.LANGUAGE}{language}")


def _language_of(chain: list[Node], made: Marked) -> str:
    """Return the language of a run, by itself and by its styles; empty if it is the document's."""
    script = w("bidi") if shown(chain, "rtl") else VALUE
    language = attribute_of(first(chain, "lang"), script).partition("-")[0].lower()
    differs = language not in ("", "x", "none", made.language.partition("-")[0].lower())
    return language if differs and re.fullmatch(r"[a-z]{2,3}", language) else ""


# --- fields and bookmarks ------------------------------------------------------------------------


def _mark_bookmarks(root: Node, custom: Mapping[str, str]) -> None:
    """Make fields of LibreOffice's bookmarks, whose citations are properties of the file."""
    ends = {end.get(ID, ""): end for end in root.iter(w("bookmarkEnd"))}
    for start in list(root.iter(w("bookmarkStart"))):
        said = custom.get(start.get(NAME, ""), "")
        end = ends.get(start.get(ID, ""))
        if not start.get(NAME, "").startswith(_BREF) or end is None or "CSL_CITATION" not in said:
            continue
        if start.getparent() is not end.getparent():
            continue
        for kind in ("separate", "instruction", "begin"):
            start.addnext(_field_run(kind, f" ADDIN {said} "))
        end.addprevious(_field_run("end"))


def _field_run(kind: str, said: str = "") -> Node:
    run = etree.Element(w("r"))
    if kind == "instruction":
        etree.SubElement(run, w("instrText")).text = said
    else:
        etree.SubElement(run, w("fldChar")).set(w("fldCharType"), kind)
    return run


@dataclass(slots=True)
class _Field:
    instructions: list[Node] = field(default_factory=list)
    shown: list[Node] = field(default_factory=list)
    has_result: bool = False
    data: str = ""  # what a program keeps beside the instruction
    ends: list[Node] = field(default_factory=list)  # its beginning, middle and end

    @property
    def said(self) -> str:
        return "".join(node.text or "" for node in self.instructions)


def _mark_fields(root: Node, works: Works, bookmarks: Mapping[str, int], made: Marked) -> None:
    open_fields: list[_Field] = []
    for node in list(root.iter(w("fldChar"), w("instrText"), w("t"))):
        if node.tag == w("instrText") and open_fields:
            open_fields[-1].instructions.append(node)
        elif node.tag == w("t") and any(not one.has_result for one in open_fields):
            node.text = ""
        elif node.tag == w("t"):
            for one in open_fields:
                if one.has_result:
                    one.shown.append(node)
        elif node.get(w("fldCharType")) == "begin":
            data = node.find(w("fldData"))
            beside = "" if data is None else data.text or ""
            open_fields.append(_Field(data=beside, ends=[node]))
        elif node.get(w("fldCharType")) == "separate" and open_fields:
            open_fields[-1].has_result = True
            open_fields[-1].ends.append(node)
        elif node.get(w("fldCharType")) == "end" and open_fields:
            done = open_fields.pop()
            if _DRAWN.match(done.said) and not done.has_result:
                made.remarks.append(("markup", f"the field {done.said.strip()[:100]} shows a sign "
                                     "that Word draws, which is not in the edition"))  # fmt: skip
            if done.said.strip().startswith("ADDIN EN.CITE.DATA") and open_fields:
                open_fields[-1].data = done.data
                for inner in (*done.instructions, *done.ends, node):
                    inner.getparent().remove(inner)
                continue
            _cite(done, works, made)
            _refer(done.said, done.shown, bookmarks)


def _cite(one: _Field, works: Works, made: Marked) -> None:
    """Give a citation the keys of this edition; one that shows no words of its own, or cannot be
    read, remains what it shows."""
    said = one.said
    if _ENDNOTE.match(said):
        said = as_csl_field(said, one.data) or "CSL_CITATION"
    if "CSL_CITATION" not in said:
        if _FOREIGN.match(said):
            made.remarks.append(("citation to confirm", (
                "the works of the field " + said.strip()[:60] + " are not in the document in a "
                "form that is read; its words were kept as they are")))  # fmt: skip
        return
    found = works.rewritten(said)
    shown_words = "".join(node.text or "" for node in one.shown)
    said = " QUOTE "
    if found is None:
        made.unread.append(one.said.strip())
    elif not shown_words.strip():
        made.edited.append(Edited(found.keys, "", found.plain))
    else:
        said = found.instruction
        if '"author-only": true' in said:
            made.edited.append(Edited(found.keys, shown_words, "the author alone"))
        if found.plain and letters(found.plain) != letters(shown_words):
            made.edited.append(Edited(found.keys, shown_words, found.plain))
    for node in one.instructions:
        node.text = ""
    one.instructions[0].text = said


def _refer(said: str, shown_in: list[Node], bookmarks: Mapping[str, int]) -> None:
    """Make a mark of a reference to a note, which has words to be replaced."""
    found = _NOTEREF.match(said)
    if found and shown_in and (number := bookmarks.get(found["name"].strip('"'))):
        for node in shown_in:
            node.text = ""
        shown_in[0].text = marks.reference(number)


# --- looks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Look:
    paragraph: Node
    size: float
    bold: bool


def _mark_looks(body: Node, styles: Styles, plain: Collection[Node]) -> list[tuple[str, int]]:
    """Give short paragraphs in bold or larger letters, but those that are `plain`, a style of ours;
    return the words of each and its level."""
    paragraphs = list(body.iter(PARAGRAPH))
    sizes: Counter[float] = Counter()
    styled = 0
    for paragraph in paragraphs:
        styled = max(styled, _level(styles.names_of(paragraph)))
        of_style = styles.properties(styles.of_paragraph(paragraph))
        for run in paragraph.iter(w("r")):
            size = size_of(run, of_style, styles)
            sizes[size] += sum(len(t.text or "") for t in run.iter(w("t")))
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    looks = [
        look for paragraph in paragraphs
        if paragraph not in plain and (look := _look(paragraph, styles, usual)) is not None
    ]  # fmt: skip
    kinds = sorted({(look.size, look.bold) for look in looks}, reverse=True)
    found: list[tuple[str, int]] = []
    for look in looks:
        level = min(styled + 1 + kinds.index((look.size, look.bold)), 6)
        found.append((_words_of(look.paragraph), level))
        properties = look.paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            look.paragraph.insert(0, properties)
        for style in properties.findall(w("pStyle")):
            properties.remove(style)
        style = etree.Element(w("pStyle"))
        style.set(VALUE, f"{marks.LOOK}{level}")
        properties.insert(0, style)
    return found


def _words_of(paragraph: Node) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t"))).strip()


def _level(names: list[str]) -> int:
    for name in names:
        if found := re.fullmatch(r"heading ([1-9])", name):
            return min(int(found[1]), 6)
    return 0


_OWN_STYLE = re.compile(r"(?i)title|subtitle|author|date|abstract|caption|toc .*|quote|verse.*")


def _look(paragraph: Node, styles: Styles, usual: float) -> _Look | None:
    """Return the look of a paragraph that a reader takes for a heading; None for any other."""
    words = _words_of(paragraph)
    if not words or len(words) > _LONGEST_HEADING or words[-1] in ".,;:" or words[0].islower():
        return None
    names = styles.names_of(paragraph)
    if _level(names) or any(_OWN_STYLE.fullmatch(name) for name in names):
        return None
    inside = {w("tbl"), w("txbxContent"), w("sdt")}
    if any(one.tag in inside for one in paragraph.iterancestors()) or first(
        _of_paragraph(paragraph, styles), "numPr") is not None:  # fmt: skip
        return None
    runs = [run for run in paragraph.iter(w("r")) if any((t.text or "").strip()
            for t in run.iter(w("t")))]  # fmt: skip
    if not any(character.isalpha() for character in words):
        return None
    of_style = styles.properties(styles.of_paragraph(paragraph))
    bold = all(shown([*properties_of(run, styles), *of_style], "b") for run in runs)
    size = min(size_of(run, of_style, styles) for run in runs)
    if size > usual * _LARGER or (bold and size >= usual):
        return _Look(paragraph, size, bold)
    return None


def _of_paragraph(paragraph: Node, styles: Styles) -> list[Node]:
    own = paragraph.find(w("pPr"))
    rest = styles.properties(styles.of_paragraph(paragraph), paragraph=True)
    return [*([own] if own is not None else []), *rest]


def _define(package: Package, made: Marked) -> None:
    """Define the styles that were given."""
    part = package.parts.get("styles")
    if part is None:
        return
    names = [(f"{marks.LANGUAGE}{language}", "character") for language in made.languages]
    names += [
        (f"{marks.LOOK}{level}", "paragraph") for level in sorted({lev for _, lev in made.looks})
    ]
    for name, kind in names:
        style = etree.SubElement(part, w("style"))
        style.set(w("type"), kind)
        style.set(w("styleId"), name)
        etree.SubElement(style, w("name")).set(VALUE, name)
