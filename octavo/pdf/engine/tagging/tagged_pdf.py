"""Write a document as a tagged PDF: each piece of text marked, and the structure that holds it.

WeasyPrint tags every box of a line, calls a note a span, and tags each page for itself. Here the
structure is read off the boxes beforehand (`structure`), and the lines of one element share one
mark: a book of 500 pages has 20,000 lines. `patches` puts `TaggedStream`, `draw_first_line`,
`build_fonts` and `add_tags` in the place of WeasyPrint's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from octavo.pdf.engine.composed.drawing import draw_set
from octavo.pdf.engine.composed.line_boxes import SetText
from octavo.pdf.engine.lines.rtl_glyphs import draw_from_right
from octavo.pdf.engine.tagging.actual_text import Meanings, Missing, Shown, codes_of, write_words
from octavo.pdf.engine.tagging.structure import Anchor, Node, Run, Structure, nodes, words_of
from octavo.pdf.engine.weasy import pdf_objects, wp_draw, wp_pdf, wp_stream

PX = 0.75  # points in a CSS pixel
_PREVIEW = 160  # letters of a note that its call shows
_PRINTED = 4  # the flag of an annotation that is printed (ISO 32000-1, 12.5.3)
# The numbering of a list by its `type` (ISO 32000-1, table 347); a list without one has dots.
_NUMBERING = {
    "1": "/Decimal", "a": "/LowerAlpha", "A": "/UpperAlpha", "i": "/LowerRoman", "I": "/UpperRoman",
}  # fmt: skip

_NOTHING = "\u200b"  # a space of no width
_build_fonts = wp_pdf.build_fonts_dictionary
_draw_first_line = wp_draw.draw_first_line

Array: Any = pdf_objects.Array
Dictionary: Any = pdf_objects.Dictionary
Stream: Any = pdf_objects.Stream
String: Any = pdf_objects.String


class TaggedStream(wp_stream.Stream):
    """A content stream whose text is marked by the runs of the structure.

    Rewrites `Stream`: only what it marks, and how it adds pictures.

    `structure` is that of the document in hand: `tagged` derives a class for it. `nodes` are those
    of this stream's marks, in the order of their numbers.
    """

    structure: Structure
    known: dict[int, Any]  # the fonts of faces, by the identity of Pango's
    learned: set[Any]  # the runs of glyphs that the fonts of the document know

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes: list[Node] = []
        self._run: Run | None = None
        self._faces: dict[str, Any] = {}  # the fonts that this stream has set, by name
        self._face: Any = None  # the one that is set
        self._shown: list[Shown] = []

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Mark what is drawn of a box; a box that directly follows in the same run shares the mark.

        Rewrites `Stream.marked`: WeasyPrint marks each box by the name of its element.
        """
        run = self.structure.run_of(box)
        if self._tags is None:
            yield
            return
        if self._run is run and self.stream and self.stream[-1] == b"EMC":
            self.stream.pop()
        elif run is None:
            self.begin_marked_content("Artifact")
        else:
            run.marks.append((self, len(self.nodes)))
            mark = Dictionary({"MCID": len(self.nodes)})
            self.begin_marked_content(self.structure.name_of(run.node), mark)
            self.nodes.append(run.node)
        try:
            yield
        finally:
            self.end_marked_content()
            self._run = run

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Mark what is drawn as no part of the text.

        Rewrites `Stream.artifact`: what follows it begins a mark of its own.
        """
        self._run = None
        with super().artifact():
            yield
        self._run = None

    def add_font(self, pango_font: Any) -> Any:
        """Add a font whose glyphs have one meaning each.

        Rewrites `Stream.add_font`: what WeasyPrint would note down as meanings is what the glyphs
        are drawn for when they are drawn first.
        """
        font, size = super().add_font(pango_font)
        if not isinstance(font.to_unicode, Meanings):
            font.to_unicode = Meanings(font)
            font.missing = Missing(font.to_unicode.font)
        self._faces[font.hash] = font
        return font, size

    def font_of_face(self, pango_font: Any) -> Any:
        """Return the font for one of Pango's that a face of the composer holds."""
        font = self.known.get(id(pango_font))
        if font is None:
            font = self.known[id(pango_font)] = self.add_font(pango_font)[0]
        self._faces[font.hash] = font
        return font

    def set_font_size(self, font: Any, size: Any) -> None:
        """Set a font by its name.

        Rewrites `Stream.set_font_size`: the font is remembered for the glyphs that are shown.
        """
        self._face = self._faces.get(font)
        super().set_font_size(font, size)

    def show_text(self, text: Any) -> None:
        """Show glyphs.

        Rewrites `Stream.show_text`: they are remembered until their line is whole.
        """
        super().show_text(text)
        if self._face is not None and not self._face.bitmap:
            codes = codes_of(self.stream[-1])
            if codes:
                self._shown.append(Shown(len(self.stream) - 1, self._face.to_unicode, codes))

    def draw_words(self, textbox: Any, cut: bool, draw: Callable[[], Any]) -> Any:
        """Draw the line of a box by `draw`, and say what its glyphs do not say; return what `draw`
        returns. An ellipsis stands for words that are not printed if `cut`."""
        self._shown = []
        drawn = draw()
        if self._shown:
            ends = self.structure.ends_line(textbox)
            write_words(self.stream, self._shown, textbox, cut, ends)
        return drawn

    def add_image(self, image: Any, interpolate: bool, ratio: Any) -> Any:
        """Add a picture as it is: PDF/A wants no program to smooth it (ISO 19005-3, 6.2.8).

        Rewrites `Stream.add_image`: `interpolate` is never set.
        """
        return super().add_image(image, False, ratio)


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
) -> Any:
    """Draw the first line of a box of text; return its emojis.

    Rewrites `weasyprint.draw.text.draw_first_line`: that draws it, and /ActualText is added. Text
    from right to left is drawn by `rtl_glyphs`.
    """
    how = (stream, textbox, text_overflow, block_ellipsis, matrix)
    cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if isinstance(textbox.pango_layout, SetText):
        if draw_from_right(stream, textbox, matrix):
            return []
        stream.draw_words(textbox, False, partial(draw_set, stream, textbox, matrix))
        return []
    if not cut and draw_from_right(stream, textbox, matrix):
        return []
    return stream.draw_words(textbox, cut, partial(_draw_first_line, *how))


def tagged(structure: Structure) -> type[TaggedStream]:
    """Return the class of the content streams of one document."""
    own = {"structure": structure, "known": {}, "learned": set()}
    return type("TaggedStream", (TaggedStream,), own)


def build_fonts(pdf: Any, fonts: Mapping[Any, Any], *how: Any) -> Any:
    """Build the fonts of a PDF, in which every glyph has a meaning (ISO 19005-3, 6.2.11.7).

    Rewrites `weasyprint.pdf.build_fonts_dictionary`: of several glyphs for one letter, WeasyPrint
    gives the first the letter's meaning and the others none. These get a space of no width, and
    WeasyPrint's own function is called.
    """
    for font in fonts.values():
        for glyph, meaning in font.to_unicode.items():
            font.to_unicode[glyph] = meaning or _NOTHING
    return _build_fonts(pdf, fonts, *how)


def add_tags(
    structure: Structure, pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]
) -> None:
    """Add the structure of a document to its PDF (ISO 32000-1, 14.7).

    Rewrites `weasyprint.pdf.add_tags`: nothing of it is left, for WeasyPrint makes a tree of each
    page's boxes. The entries of the catalog are the same.

    For PDF/UA-2 the root has an entry /Targets, which is in no standard: the ids that links may
    lead to, each with its element. The binding takes it out.
    """
    writer = _Writer(pdf, page_streams, structure)
    root = Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writer.write(structure.root, root, document.pages)
    root["K"] = Array([writer.elements[structure.root].reference])
    root["ParentTree"] = Dictionary({"Nums": Array(writer.parents())})
    root["IDTree"] = Dictionary({"Names": Array(writer.names())})
    if structure.standard == "PDF/UA-2":
        root["Targets"] = Array(writer.targets())
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = Dictionary({"DisplayDocTitle": "true"})


class _Writer:
    """A writer of nodes as structure elements."""

    def __init__(self, pdf: Any, page_streams: Sequence[Any], structure: Structure) -> None:
        self._pdf = pdf
        self._structure = structure
        self._pages = pdf.page_references  # which are counted anew at each access
        self._page_streams = page_streams
        self.elements: dict[Node, Any] = {}
        self._annotated: list[Node] = []
        self._inner: dict[int, Any] = {}  # streams of groups that hold text of their own

    def write(self, root: Node, above: Any, pages: Sequence[Any]) -> None:
        for node in nodes(root):
            name = self._structure.name_of(node)
            self.elements[node] = element = Dictionary({"S": f"/{name}"})
            self._pdf.add_object(element)
        for node, element in self.elements.items():
            parent = above if node.parent is None else self.elements[node.parent]
            element["P"] = parent.reference
            page = next((k.page for k in node.kids if isinstance(k, Run)), node.page)
            element["Pg"] = self._pages[page]
            element["K"] = Array(self._kids(node, page))
            _describe(node, element, pages)
            if self._structure.standard == "PDF/UA-2":
                self._describe_for_2(node, element)

    def _describe_for_2(self, node: Node, element: Any) -> None:
        """Write the properties that PDF/UA-2 asks for beside those of PDF/UA-1: whether a note is a
        footnote (ISO 14289-2, 8.2.5.14), that a list explains its labels (8.2.5.25), and the MathML
        of a formula, as a stream that the binding makes an associated file of."""
        if node.tag == "Note":
            is_endnote = "endnote" in node.element.get("class", "").split()
            kind = "/Endnote" if is_endnote else "/Footnote"
            element["A"] = Dictionary({"O": "/FENote", "NoteType": kind})
        elif node.tag == "L" and "A" not in element:
            element["A"] = Dictionary({"O": "/List", "ListNumbering": "/Description"})
        elif node.tag == "Formula" and node.element.get("data-mathml"):
            mathml = Stream([node.element.get("data-mathml").encode()])
            self._pdf.add_object(mathml)
            element["AF"] = Array([mathml.reference])

    def _kids(self, node: Node, page: int) -> Iterator[Any]:
        """Yield the kids of an element that is on a page: numbers of marks, or references."""
        for kid in node.kids:
            if isinstance(kid, Node):
                yield self.elements[kid].reference
            elif isinstance(kid, Run):
                yield from self._marks(kid, page)
            elif kid.box.link_annotation:
                yield self._annotation(kid, node)

    def _marks(self, run: Run, page: int) -> Iterator[Any]:
        for stream, number in run.marks:
            own = stream is self._page_streams[run.page]
            if own and run.page == page:
                yield number
                continue
            mark = Dictionary({
                "Type": "/MCR", "Pg": self._pages[run.page], "MCID": number,
            })  # fmt: skip
            if not own:
                self._inner[id(stream)] = stream
                mark["Stm"] = stream.reference
            yield mark

    def _annotation(self, anchor: Anchor, node: Node) -> Any:
        annotation = anchor.box.link_annotation
        annotation["F"] = _PRINTED
        annotation["Contents"] = String(_said_of(node))
        annotation["StructParent"] = len(self._page_streams) + len(self._annotated)
        self._annotated.append(node)
        return Dictionary({
            "Type": "/OBJR", "Obj": annotation.reference,
            "Pg": self._pages[anchor.page],
        })  # fmt: skip

    def parents(self) -> Iterator[Any]:
        """Yield the ParentTree: the elements of the marks of each page, of the annotations, and of
        inner streams."""
        count = len(self._page_streams) + len(self._annotated)
        streams = list(self._inner.values())
        for number, stream in enumerate(streams, count):
            stream.extra["StructParents"] = number
        lists = [[*map(self._reference, stream.nodes)] for stream in self._page_streams]
        for number, references in enumerate(lists):
            yield from (number, Array(references))
        for number, node in enumerate(self._annotated, len(lists)):
            yield from (number, self._reference(node))
        for number, stream in enumerate(streams, count):
            yield from (number, Array(map(self._reference, stream.nodes)))

    def names(self) -> Iterator[Any]:
        """Yield the IDTree: the elements that have an id, in the order of the ids."""
        named = {node.identity: element for node, element in self.elements.items()}
        for identity in sorted(set(named) - {""}, key=lambda name: String(name).data):
            yield from (String(identity), named[identity].reference)

    def targets(self) -> Iterator[Any]:
        """Yield the ids that links may lead to, each with the element that holds it."""
        for identity, node in self._structure.targets():
            yield from (String(identity), self._reference(node))

    def _reference(self, node: Node) -> Any:
        return self.elements[node].reference


def _describe(node: Node, element: Any, pages: Sequence[Any]) -> None:
    """Write the properties that an element's kind asks for (ISO 32000-1, 14.8.5)."""
    if node.lang:
        element["Lang"] = String(node.lang)
    if node.identity:
        element["ID"] = String(node.identity)
    if node.tag in {"Figure", "Formula"}:
        element["Alt"] = String(words_of(node))
    if node.tag == "Figure" and node.frame:
        element["A"] = Dictionary({
            "O": "/Layout", "BBox": Array(_in_points(node.frame, pages[node.page].height)),
            "Placement": "/Inline" if node.parent and node.parent.tag == "P" else "/Block",
        })  # fmt: skip
    elif node.tag == "L":
        name = str(node.element.tag)
        if name in {"ul", "ol"}:
            numbering = _NUMBERING[node.element.get("type", "1")] if name == "ol" else "/Disc"
            element["A"] = Dictionary({"O": "/List", "ListNumbering": numbering})
    elif node.tag in {"TD", "TH"} and node.box is not None:
        spans = {"ColSpan": node.box.colspan, "RowSpan": node.box.rowspan}
        said: dict[str, Any] = {key: span for key, span in spans.items() if span != 1}
        if node.tag == "TH":
            said["Scope"] = "/Row" if node.element.get("scope") == "row" else "/Column"
        if said:
            element["A"] = Dictionary({"O": "/Table", **said})


def _in_points(frame: Sequence[float], height: float) -> list[float]:
    """Return a frame on a page of a height, in points from the page's left lower corner."""
    left, top, right, bottom = frame
    return [round(edge * PX, 2) for edge in (left, height - bottom, right, height - top)]


def _said_of(link: Node) -> str:
    """Return the description of a link: of a call the beginning of its note, of a note's marker its
    mark, of any other its words."""
    element, parent = link.element, link.parent
    mark = element.get("data-mark", "")
    if parent is not None and parent.tag == "Reference" and mark:
        return mark  # the note is elsewhere
    if parent is not None and parent.tag == "Reference" and len(element):
        note = element[0]
        mark, words = note.get("data-mark", ""), " ".join("".join(note.itertext()).split())
        short = words if len(words) <= _PREVIEW else words[:_PREVIEW].rsplit(" ", 1)[0] + " …"
        return f"{mark}. {short}" if mark.isalnum() else f"{mark} {short}"
    if parent is not None and parent.tag == "Lbl" and mark:
        return f"\u21a9 {mark}"
    return " ".join("".join(element.itertext()).split()) or element.get("href", "")
