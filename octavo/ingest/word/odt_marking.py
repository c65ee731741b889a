"""Turn in an OpenDocument text what pandoc does not read into what it does, before pandoc reads it.

pandoc passes over every element that it does not know, with its words: text boxes, dates, fields,
ruby.  They become spans and paragraphs; citations, index marks, small capitals and references to
notes become marks.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.word import marks
from octavo.ingest.word.account import letters
from octavo.ingest.word.deciding import Obeyed
from octavo.ingest.word.fields import Works
from octavo.ingest.word.marked import Edited, Marked
from octavo.ingest.word.odt_names import (
    ANNOTATIONS,
    CITED,
    CONTENTS,
    HREF,
    LISTED,
    MATH,
    PARAGRAPHS,
    UNPRINTED,
    draw,
    fo,
    office,
    style,
    text,
)
from octavo.ingest.word.odt_package import OdtPackage, path_of_object
from octavo.ingest.word.odt_words import deletions_in, hidden_styles
from octavo.ingest.word.transform import has_role, style_mark
from octavo.ingest.word.words import Changes, Words
from octavo.pandoc import tree
from octavo.proof.archive import Node

_HIDDEN = frozenset({text("hidden-text"), text("hidden-paragraph")})
# What pandoc reads within a paragraph; it passes over all other elements.
_READ = frozenset(
    {text(name) for name in ("span", "a", "note", "s", "tab", "line-break", "bookmark", "sequence",
     "bookmark-start", "bookmark-end", "bookmark-ref", "reference-ref", "soft-page-break",
     "note-body", "note-citation")}
    | {draw("frame")}
)  # fmt: skip
_BLOCKS = frozenset({text("section"), text("list"), *PARAGRAPHS})
_UNWRAPPED = frozenset(
    {text("numbered-paragraph"), text("bibliography"), text("index-body"), text("index-title")}
)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def mark_odt(
    package: OdtPackage, words: Words, changes: Changes, works: Works, obeyed: Obeyed
) -> Marked:
    """Change the content of a document in place; return what was found."""
    made = Marked(elements=list(obeyed.elements))
    content, styles = package.content, package.styles
    body = content.find(f"{office('body')}/{office('text')}")
    if body is None:
        return made
    if changes == "rejected":
        _without_insertions(body, set())
        _with_deletions(body, deletions_in(content))
    _without_hidden(body, hidden_styles(content, styles))
    _without(body, lambda one: one.tag in ANNOTATIONS or one.tag in CONTENTS
             or (one.tag == text("section") and LISTED in one.get(text("name"), "")))  # fmt: skip
    made.language = _mark_spans(body, content, styles, made)
    _mark_citations(body, works, made)
    _mark_index(body, made)
    numbers = {id: number for number, (_, id) in enumerate(words.calls, 1) if id}
    for reference in body.iter(text("note-ref")):
        number = numbers.get(reference.get(text("ref-name"), ""))
        if number:
            for child in list(reference):
                reference.remove(child)
            reference.text = marks.reference(number)
    _mark_objects(body, package, made)
    _find_title(body, content, made)
    _mark_styles(body, content, styles, made)
    _set_ruby(body)
    _move_boxes(body)
    _rename(body)
    return made


# --- what is left out ----------------------------------------------------------------------------


def _remove(node: Node) -> None:
    """Remove an element, and keep the words behind it."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


def _without(body: Node, is_out) -> None:
    for one in [node for node in body.iter() if node is not body and is_out(node)]:
        if one.getparent() is not None:
            _remove(one)


def _without_hidden(body: Node, hidden: frozenset[str]) -> None:
    for one in [n for n in body.iter() if n.tag in _HIDDEN
                or n.get(text("style-name"), "") in hidden]:  # fmt: skip
        for child in list(one):
            one.remove(child)
        one.text = ""


def _without_insertions(node: Node, open_changes: set[str]) -> None:
    """Take out the words that tracked changes have put in."""
    for child in list(node):
        if child.tag == text("change-start"):
            open_changes.add(child.get(text("change-id"), ""))
        elif child.tag == text("change-end"):
            open_changes.discard(child.get(text("change-id"), ""))
        elif child.tag == text("tracked-changes"):
            continue
        elif open_changes and child.tag == text("note"):
            _remove(child)
            continue
        else:
            if open_changes:
                child.text = ""
            _without_insertions(child, open_changes)
        if open_changes:
            child.tail = ""


def _with_deletions(body: Node, deletions: dict[str, Node]) -> None:
    """Set the words that tracked changes have taken out in their places again."""
    for change in list(body.iter(text("change"))):
        gone = deletions.get(change.get(text("change-id"), ""))
        if gone is None:
            continue
        span = etree.Element(text("span"))
        span.text = " ".join("".join(p.itertext()) for p in gone.iter(*PARAGRAPHS))
        if change.getparent().tag in PARAGRAPHS or change.getparent().tag == text("span"):
            change.addnext(span)
            span.tail, change.tail = change.tail, None
        else:
            paragraph = etree.Element(text("p"))
            paragraph.append(span)
            change.addnext(paragraph)


# --- spans ---------------------------------------------------------------------------------------


def _mark_spans(body: Node, content: Node, styles: Node | None, made: Marked) -> str:
    """Mark the spans of small capitals, of underlined words and of other languages; return the
    language of the document."""
    looks = _looks(content, styles)
    usual = _usual_language(body, looks, styles)
    for span in list(body.iter(text("span"))):
        small, under, language = looks.get(span.get(text("style-name"), ""), (False, False, ""))
        words = "".join(span.itertext())
        if not words.strip():
            continue
        kinds: list[tuple[list[str], dict[str, str]]] = []
        if small:
            kinds.append((["smallcaps"], {}))
        if under:
            kinds.append((["underline"], {}))
            span.attrib.pop(text("style-name"), None)
        if language and language != usual.partition("-")[0] and re.search(r"[^\W\d_]{2}", words):
            made.languages.setdefault(language, []).append(words)
            kinds.append(([], {"lang": language}))
        for classes, attributes in kinds:
            made.spans.append((tuple(classes), attributes))
            span.text = marks.span(len(made.spans) - 1) + (span.text or "")
            if len(span):
                span[-1].tail = (span[-1].tail or "") + marks.SPAN_END
            else:
                span.text += marks.SPAN_END
    return usual


def _looks(content: Node, styles: Node | None) -> dict[str, tuple[bool, bool, str]]:
    """Return of each character style whether it is of small capitals, whether it is underlined,
    and its language."""
    found: dict[str, tuple[bool, bool, str]] = {}
    for part in (styles, content):
        for one in part.iter(style("style")) if part is not None else ():
            properties = one.find(style("text-properties"))
            if properties is None or one.get(style("family")) != "text":
                continue
            language = properties.get(fo("language"), "").lower()
            found[one.get(style("name"), "")] = (
                properties.get(fo("font-variant")) == "small-caps",
                properties.get(style("text-underline-style"), "none") != "none",
                language if _LANGUAGE.fullmatch(language) else "",
            )
    return found


def _usual_language(body: Node, looks: dict[str, tuple[bool, bool, str]],
                    styles: Node | None) -> str:  # fmt: skip
    """Return the language of most letters."""
    of: Counter[str] = Counter({_default_language(styles): len("".join(body.itertext()))})
    for span in body.iter(text("span")):
        language = looks.get(span.get(text("style-name"), ""), (False, False, ""))[2]
        if language:
            long = len("".join(span.itertext()))
            of[language] += long
            of[_default_language(styles)] -= long
    return max(of, key=lambda name: (of[name], name), default="")


def _default_language(styles: Node | None) -> str:
    for default in styles.iter(style("default-style")) if styles is not None else ():
        properties = default.find(style("text-properties"))
        if default.get(style("family")) == "paragraph" and properties is not None:
            language = properties.get(fo("language"), "")
            country = properties.get(fo("country"), "")
            if _LANGUAGE.fullmatch(language):
                return f"{language}-{country}" if re.fullmatch("[A-Z]{2}", country) else language
    return ""


# --- citations and index -------------------------------------------------------------------------


def _mark_citations(body: Node, works: Works, made: Marked) -> None:
    """Set the citations of Zotero in the place of the words between the marks of each."""
    ends = {end.get(text("name"), ""): end for end in body.iter(text("reference-mark-end"))}
    for start in list(body.iter(text("reference-mark-start"))):
        said = start.get(text("name"), "")
        end = ends.get(said)
        if CITED not in said or end is None or start.getparent() is not end.getparent():
            continue
        shown = start.tail or ""
        for node in _between(start, end):
            shown += "".join(node.itertext()) + (node.tail or "")
        found = works.rewritten(said)
        if found is None or not found.citations or not shown.strip():
            made.unread.append(said[:300])
            continue
        if found.plain and letters(found.plain) != letters(shown):
            made.edited.append(Edited(found.keys, shown, found.plain))
        for node in list(_between(start, end)):
            node.getparent().remove(node)
        made.elements.append(tree.cite(found.citations))
        start.tail = marks.element(len(made.elements) - 1)


def _between(start: Node, end: Node):
    node = start.getnext()
    while node is not None and node is not end:
        yield node
        node = node.getnext()


def _mark_index(body: Node, made: Marked) -> None:
    """Set index marks: one at a point has its own words, one around words has those."""
    names = (text("alphabetical-index-mark"), text("alphabetical-index-mark-start"))
    for mark in list(body.iter(*names)):
        words = mark.get(text("string-value"), "") or _words_to_end(mark)
        levels = [mark.get(text("key1"), ""), mark.get(text("key2"), ""), words]
        key = "!".join(level.replace("!", "!!") for level in levels if level.strip())
        if key:
            is_main = mark.get(text("main-entry")) == "true"
            made.elements.append(tree.span(
                [], "", ["index", "main"] if is_main else ["index"], {"key": key}))  # fmt: skip
            mark.tail = marks.element(len(made.elements) - 1) + (mark.tail or "")


def _words_to_end(start: Node) -> str:
    """Return the words from the start of an index mark to its end, within one parent."""
    words = start.tail or ""
    node = start.getnext()
    while node is not None:
        if node.tag == text("alphabetical-index-mark-end"):
            return words if node.get(text("id")) == start.get(text("id")) else ""
        if node.tag != text("note"):
            words += "".join(node.itertext())
        words += node.tail or ""
        node = node.getnext()
    return ""


# --- what pandoc passes over ---------------------------------------------------------------------


def _mark_objects(body: Node, package: OdtPackage, made: Marked) -> None:
    """Set formulas, and note what no book can show: charts, sheets."""
    for one in list(body.iter(draw("object"), draw("object-ole"))):
        frame: Node = one.getparent()
        inner = one.find(MATH)
        formula: Node = inner if inner is not None else package.formulas.get(path_of_object(one))
        if formula is None:
            made.remarks.append(("markup", "an object of another program, such as a chart or a "
                                 "sheet, was left out: set it as a picture"))  # fmt: skip
        if frame.tag != draw("frame") or formula is None:
            continue
        made.elements.append(tree.string("?"))
        made.formulas[len(made.elements) - 1] = bytes(etree.tostring(formula, with_tail=False))
        span = etree.Element(text("span"))
        span.text, span.tail = marks.element(len(made.elements) - 1), frame.tail
        frame.tail = None
        frame.getparent().replace(frame, span)


def _find_title(body: Node, content: Node, made: Marked) -> None:
    """Keep the words of the paragraph that is in the style of a title, or in one based on it."""
    titles = {"Title"} | {
        one.get(style("name"), "") for one in content.iter(style("style"))
        if one.get(style("parent-style-name")) == "Title"
    }  # fmt: skip
    for paragraph in body.iter(*PARAGRAPHS):
        if paragraph.get(text("style-name"), "") in titles:
            notes = {inner for note in paragraph.iter(text("note")) for inner in note.iter()}
            words = [paragraph.text or ""]
            for one in paragraph.iterdescendants():
                if one not in notes:
                    words.append(one.text or "")
                if one not in notes or one.tag == text("note"):
                    words.append(one.tail or "")
            made.title = " ".join("".join(words).split())
            return


def _mark_styles(body: Node, content: Node, styles: Node | None, made: Marked) -> None:
    """Mark the paragraphs whose style says that they are a quotation, verse or the like."""
    names: dict[str, str] = {}
    for part in (styles, content):
        for one in part.iter(style("style")) if part is not None else ():
            own = str(one.get(style("display-name"), one.get(style("name"), "")))
            parent = str(one.get(style("parent-style-name"), ""))
            names[str(one.get(style("name"), ""))] = (
                own if has_role(own) else names.get(parent, parent)
            )
    for paragraph in body.iter(text("p")):
        given = str(paragraph.get(text("style-name"), ""))
        name = names.get(given, given).replace("_20_", " ")
        in_note = any(one.tag == text("note") for one in paragraph.iterancestors())
        if has_role(name) and not in_note and "".join(paragraph.itertext()).strip():
            made.elements.append(style_mark(name))
            mark = marks.element(len(made.elements) - 1)
            paragraph.text = mark + (paragraph.text or "")


def _set_ruby(body: Node) -> None:
    """Set the small words above others in parentheses behind them."""
    for ruby in body.iter(text("ruby-text")):
        if ruby.text:
            ruby.text = f" ({ruby.text})"


def _move_boxes(body: Node) -> None:
    """Set the paragraphs of boxes behind the paragraph that each is in; boxes around a picture have
    its caption, which pandoc reads."""
    behind: dict[Node, Node] = {}  # the last paragraph that was set behind each
    for paragraph in list(body.iter(*PARAGRAPHS)):
        around = [one for one in paragraph.iterancestors()
                  if one.tag in PARAGRAPHS or one.tag in (draw("frame"), text("note"))]  # fmt: skip
        if not around or around[0].tag == text("note"):
            continue
        frames = [one for one in around if one.tag == draw("frame")]
        if frames and next(frames[0].iter(draw("image")), None) is not None:
            continue
        outer = next((one for one in reversed(around) if one.tag in PARAGRAPHS
                      and _same_flow(one, paragraph)), around[-1])  # fmt: skip
        inner = paragraph.getparent()
        paragraph.tail = None
        inner.remove(paragraph)
        behind.get(outer, outer).addnext(paragraph)
        behind[outer] = paragraph


def _same_flow(outer: Node, inner: Node) -> bool:
    """Return whether no note is between a paragraph and one inside it."""
    for one in inner.iterancestors():
        if one is outer:
            return True
        if one.tag == text("note"):
            return False
    return False


def _rename(body: Node) -> None:
    """Give what pandoc passes over the name of what it reads."""
    for node in list(body.iter()):
        if node.tag in UNPRINTED or node is body or not isinstance(node.tag, str):
            continue
        in_paragraph = _in_paragraph(node)
        if in_paragraph and node.tag not in _READ and node.tag.startswith(f"{text('')}"):
            node.tag = text("span")
            for name in list(node.attrib):
                del node.attrib[name]
        elif not in_paragraph and node.tag in _UNWRAPPED:
            node.tag = text("section")
        if node.tag == text("a") and not node.get(HREF):
            node.tag = text("span")


def _in_paragraph(node: Node) -> bool:
    for one in node.iterancestors():
        if one.tag in PARAGRAPHS:
            return True
        if one.tag in (text("note-body"), draw("text-box")):
            return False
    return False
