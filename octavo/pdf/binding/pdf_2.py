"""Make the structure of the book one of PDF 2.0, as PDF/UA-2 requires (ISO 14289-2).

Here each element is put into its namespace, a note and what refers to it refer to each other, a
line of the contents refers to its section, a link leads to an element and not to a place on a page
alone, and a formula has its MathML attached. WeasyPrint can do none of these (docs/parts.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

NAMESPACE = "http://iso.org/pdf2/ssn"
# The types of PDF 2.0 among those that Octavo writes (ISO 32000-2, 14.8.6.2). The others are in the
# namespace of PDF 1.7, which is that of an element without one.
TYPES = frozenset(
    f"/{name}"
    for name in (
        "Caption Div Document FENote Figure Formula H1 H2 H3 H4 H5 H6 L LBody LI Lbl Link P Part "
        "Sect Span TBody TD TFoot TH THead TR Table"
    ).split()
)
MATHML = "/application/mathml+xml"


class Structure2:
    """The structure of a book in PDF 2.0, whose leaves are taken one after another."""

    def __init__(self, book: pikepdf.Pdf, modified: str) -> None:
        """Begin the structure of a book that was `modified` at a moment, written as in PDF; of
        unknown date if empty."""
        self._book = book
        self._modified = modified
        self._namespace = book.make_indirect(Dictionary(Type=Name.Namespace, NS=String(NAMESPACE)))
        self._targets: dict[tuple[str, str], Any] = {}  # by the section that holds an id
        self._sections: dict[str, Any] = {}  # the first element of each section
        self._links: dict[tuple[int, int], Any] = {}  # by the objects of their annotations
        self._actions: dict[tuple[str, str], Any] = {}
        self._formulas: dict[bytes, Any] = {}
        self._document: Any = None

    def take(self, section: str, tops: Sequence[Any], targets: Mapping[str, Any]) -> None:
        """Take the elements of a section, by those at its top, with the elements of its ids."""
        for identity, element in targets.items():
            self._targets[section, identity] = element
        for top in tops:
            self._sections.setdefault(section, top)
        for element in _below(tops):
            kind = str(element.S)
            self._put_into_namespace(element)
            if kind == "/Link":
                self._links |= dict.fromkeys(_annotations(element), element)
            elif kind == "/Formula" and "/AF" in element:
                element.AF = Array([self._attached(element)])

    def write(self) -> None:
        """Write what the whole structure has; call this when the tree of the book is written."""
        root: Any = self._book.Root.StructTreeRoot
        root.Namespaces = Array([self._namespace])
        # for readers that know no namespace (ISO 32000-2, 14.7.3)
        root.RoleMap = Dictionary(FENote=Name.Note)
        self._document = root.K[0]
        for element in (self._document, *self._document.K):
            self._put_into_namespace(element)

    def _put_into_namespace(self, element: Any) -> None:
        if str(element.S) in TYPES:
            element.NS = self._namespace

    # --- links ---

    def lead(self, annotation: Any, section: str, identity: str, destination: Array) -> None:
        """Set where a link leads: to an id in a section, whose place on a page is the destination.
        What holds the link then refers to a note, or to a section."""
        annotation.A = self.action(section, identity, destination)
        link = self._links.get(annotation.objgen)
        if link is None:
            return
        target, above = self._element(section, identity), link.P
        if target.get("/ID") == identity and target.S == "/FENote":
            referring = above if above.S == "/Reference" and "/ID" in above else link
            _refer(referring, target)
            _refer(target, referring)
        elif above.S == "/Reference" and above.P.S == "/TOCI":
            _refer(above.P, target)

    def action(self, section: str, identity: str, destination: Array) -> Any:
        """Return the action that leads to an id in a section: to a place on a page, and to the
        element there (ISO 14289-2, 8.8; ISO 32000-2, 12.3.2.3)."""
        key = section, identity
        if key not in self._actions:
            there = Array([self._element(section, identity), *list(destination)[1:]])
            action = Dictionary(S=Name.GoTo, D=destination, SD=there)
            self._actions[key] = self._book.make_indirect(action)
        return self._actions[key]

    def _element(self, section: str, identity: str) -> Any:
        """Return the element that holds an id; without one, the first of the section, and of a
        section that is only decoration the document."""
        known = self._targets.get((section, identity), self._sections.get(section))
        return self._document if known is None else known

    # --- formulas ---

    def _attached(self, formula: Any) -> Any:
        """Return the description of the file that has the MathML of a formula, which equal formulas
        share (ISO 32000-2, 14.13.6)."""
        stream = formula.AF[0]
        written = stream.read_bytes()
        if written not in self._formulas:
            name = f"formula-{len(self._formulas) + 1:06}.mml"
            stream.Type, stream.Subtype = Name.EmbeddedFile, Name(MATHML)
            stream.Params = Dictionary(Size=len(written))
            if self._modified:
                stream.Params.ModDate = String(self._modified)
            self._formulas[written] = self._book.make_indirect(Dictionary(
                Type=Name.Filespec, F=String(name), UF=String(name), AFRelationship=Name.Supplement,
                Desc=String(str(formula.get("/Alt", "")) or name),
                EF=Dictionary(F=stream, UF=stream)))  # fmt: skip
        return self._formulas[written]

    @property
    def files(self) -> Dictionary:
        """The name tree of the attached files, which may be empty (ISO 32000-2, 7.9.6)."""
        return Dictionary(Names=Array([
            part for file in self._formulas.values() for part in (String(str(file.UF)), file)
        ]))  # fmt: skip


def _below(tops: Sequence[Any]) -> Iterator[Any]:
    """Yield elements and all below them."""
    open_ = list(reversed(tops))
    while open_:
        element = open_.pop()
        yield element
        open_ += reversed([kid for kid in _kids(element) if "/S" in kid])


def _kids(element: Any) -> Iterator[Any]:
    """Yield the kids of an element but for the numbers of marks."""
    return (kid for kid in element.get("/K", ()) if isinstance(kid, Dictionary))


def _annotations(link: Any) -> Iterator[tuple[int, int]]:
    """Yield the objects of the annotations of a link."""
    return (kid.Obj.objgen for kid in _kids(link) if kid.get("/Type") == "/OBJR")


def _refer(element: Any, to: Any) -> None:
    """Let an element refer to another one, once (ISO 32000-2, 14.7.2)."""
    if "/Ref" not in element:
        element.Ref = Array()
    if all(known.objgen != to.objgen for known in element.Ref):
        element.Ref.append(to)
