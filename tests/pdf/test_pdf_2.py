"""A book that keeps to PDF/UA-2 and PDF/A-4f, read back from its file.

`wrong` reads what veraPDF's engine does not: that each call refers to its own note, that a link
leads to the element that is there, that a formula has its own MathML.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from benchmarks.conformance import judge, missing
from octavo.design.fonts import cut, fonts
from octavo.model import Edition, PrintSettings, Section
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.book.pagination import Leaf
from octavo.pdf.typeset import typeset
from tests.building import copy_of, environment, octavo
from tests.pdf.bound_book import bind

pytestmark = pytest.mark.slow

CRUEL = Path(__file__).resolve().parents[1] / "cruel"
EDITION = """
title: The Lower Jetty
authors: [{family: Marsh, given: Eleanor}]
language: en-GB
date: 2026
identifier: urn:uuid:2f7d1c0e-5b0a-4a52-9c8f-0f5f1e3b7a21
lists: {illustrations: true}
sections: [01-tides.md, 02-accounts.md]
index: {title: Index}
print: {trim: 4.5in 7in, standard: PDF/UA-2}
"""
LONG = "The clerk wrote down the hour, the wind, the depth of the water, and who had asked. " * 45
TIDES = f"""
# Tides[^*thanks] {{#tides}}

A chapter begins with a call.[^long] It has [jetties]{{.index}}, and [la mer]{{lang=fr}}, and
[עברית בשורה]{{lang=he}}. It refers to [@note:second], to [@fig:piles], and to [@note:other, page].

## A heading that calls[^second] {{#heading}}

> A quotation, which calls a note too.[^quoted]

| The tide came in, the tide went out,[^verse]
|    the harbour light was lit.

![Piles at [low water]{{.index}}.[^caption]](figures/piles.svg){{#fig:piles alt="Six piles."}}

::: {{#fig:pair .figure}}
![Old.](figures/piles.svg){{#fig:old alt="The old piles."}}
![New.](figures/piles.svg){{#fig:new alt="The new piles."}}

Two rows of piles.
:::

![An ornament has no words.](figures/piles.svg){{alt=""}}

Behind it there is text again.

[^*thanks]: With thanks to the pilot.
[^long]: {LONG}[It ends]{{.index key="jetties"}}.
[^second]: A note of the second rank, see [@note:long].
[^quoted]: A note with a quotation:

    > Nobody came to the harbour.
[^verse]: A note that is called in verse, with $n + 1$ in it.
[^caption]: A note that is called in a caption.
"""
ACCOUNTS = r"""
# Accounts {#accounts}

The sum is $a^2 + b^2 = c^2$ in the text, and again $a^2 + b^2 = c^2$; then[^other]

$$\frac{a}{2} = \sum_{i=1}^{n} x_i$$

| Year | Bales[^head] |
|:-----|-----:|
| 1921 | 12 |
| 1922 | 14[^cell] |

: Bales, by year. {#tbl:bales}

1. A list.[^item]
2. Second:
   - a list in it

Term
:   The meaning of the term.[^defined]

- ![A picture in a list.](figures/piles.svg){alt="Piles in a list."}

[^other]: A note that another text refers to.
[^head]: A note to the head of a column.
[^cell]: A note to a cell.
[^item]: A note to an item, with a list:

    - of one item.
[^defined]: A note to a meaning.
"""
NOTES, FORMULAS = 11, 4
MATH = "{http://www.w3.org/1998/Math/MathML}"
NAMESPACE = "http://iso.org/pdf2/ssn"
OF_1_7 = {"/Reference", "/BlockQuote", "/TOC", "/TOCI"}


def lay_out(folder: Path) -> Path:
    source = folder / "source"
    source.mkdir(parents=True)
    shutil.copytree(CRUEL / "source" / "figures", source / "figures")
    for name, text in (
        ("edition.yaml", EDITION), ("01-tides.md", TIDES), ("02-accounts.md", ACCOUNTS),
    ):  # fmt: skip
        (source / name).write_text(text.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("pdf-2") / "jetty")
    octavo("build", "--form", "pdf", folder, env=environment(PYTHONHASHSEED="1"))
    return folder


def pdf_of(folder: Path) -> Path:
    (path,) = (folder / "build").glob("*.pdf")
    return path


@pytest.fixture
def book(built: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_of(built)) as pdf:
        yield pdf


# --- what is wrong -------------------------------------------------------------------------------


def elements(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    """All elements of some kinds, or of all, in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in element.get("/K", ()):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from below(kid)

    found: list[Any] = list(below(pdf.Root.StructTreeRoot.K[0]))
    return [e for e in found if not kinds or str(e.S)[1:] in kinds]


def wrong(pdf: pikepdf.Pdf) -> set[str]:
    """What a book has that PDF/UA-2 and PDF/A-4f do not allow."""
    return {
        *_wrong_file(pdf), *_wrong_notes(pdf), *_wrong_links(pdf), *_wrong_formulas(pdf),
        *_wrong_kinds(pdf),
    }  # fmt: skip


def _wrong_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.pdf_version != "2.0":
        yield "version"
    if "/Info" in pdf.trailer:
        yield "information"
    xmp = pdf.Root.Metadata.read_bytes().decode()
    for said in (
        "pdfaid:part>4<", "pdfaid:rev>2020<", "pdfaid:conformance>F<", "pdfuaid:part>2<",
        "pdfuaid:rev>2024<", "wtpdf#accessibility1.0<",
    ):  # fmt: skip
        if said not in xmp:
            yield "claim"


def _wrong_kinds(pdf: pikepdf.Pdf) -> Iterator[str]:
    (namespace,) = pdf.Root.StructTreeRoot.Namespaces
    if str(namespace.NS) != NAMESPACE:
        yield "namespace"
    if dict(pdf.Root.StructTreeRoot.RoleMap) != {"/FENote": Name.Note}:
        yield "older readers"
    for element in elements(pdf):
        own = element.NS.objgen if "/NS" in element else None
        if own != (None if element.S in OF_1_7 else namespace.objgen):
            yield "namespace"
        kids = [str(kid.S) for kid in element.K if isinstance(kid, Dictionary) and "/S" in kid]
        if "/Caption" in kids[1:-1]:
            yield "caption"
        if element.S in {"/Note", "/H"}:
            yield "kind"
        labels = element.S == "/L" and "/Lbl" in {str(kid.S) for li in element.K for kid in li.K}
        if labels and element.get("/A", {}).get("/ListNumbering", "/None") == "/None":
            yield "list"


def _wrong_notes(pdf: pikepdf.Pdf) -> Iterator[str]:
    notes = {str(note.ID): note for note in elements(pdf, "FENote")}
    calls = [e for e in elements(pdf, "Reference") if "/ID" in e]
    if len(notes) != NOTES or len(calls) != NOTES:
        yield "notes"
    for call in calls:
        note = notes.get(str(call.ID).replace("call-", "note-", 1))
        if note is None:
            continue
        if [to.objgen for to in call.get("/Ref", ())] != [note.objgen]:
            yield "call"
        if call.objgen not in {to.objgen for to in note.get("/Ref", ())}:
            yield "note"
        if note.get("/A", {}).get("/NoteType") != "/Footnote":
            yield "type"
    for element in elements(pdf):
        for to in element.get("/Ref", ()):
            back = {one.objgen for one in to.get("/Ref", ())}
            if to.S == "/FENote" and element.objgen not in back:
                yield "note"
    for line in elements(pdf, "TOCI"):
        if "/Ref" not in line:
            yield "contents"


def _wrong_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A link or an entry of the outline leads to an element, which is on the page it leads to."""
    known = {element.objgen for element in elements(pdf)}
    annotations = [a for page in pdf.pages for a in any_of(page).get("/Annots", ())]
    for item in (*annotations, *_outline(pdf.Root.Outlines)):
        action = item.get("/A", Dictionary())
        if action.get("/S") == "/URI":
            continue
        if "/Dest" in item or action.get("/S") != "/GoTo" or "/SD" not in action:
            yield "link"
            continue
        element, page = action.SD[0], action.D[0]
        if element.objgen not in known or page.objgen not in _pages(element):
            yield "target"
        if list(action.SD)[1:] != list(action.D)[1:]:
            yield "target"
    for call in (e for e in elements(pdf, "Reference") if "/ID" in e):
        (link,) = [kid for kid in call.K if isinstance(kid, Dictionary)]
        annotation = next(
            kid.Obj for kid in link.K if isinstance(kid, Dictionary) and "/Obj" in kid
        )
        led = annotation.get("/A", {}).get("/SD", [None])[0]
        if led is not None and str(led.get("/ID", "")).replace("note-", "call-", 1) != str(call.ID):
            yield "target"


def any_of(page: pikepdf.Page) -> Any:
    return page.obj


def _outline(item: Any) -> Iterator[Any]:
    item = item.get("/First")
    while item is not None:
        yield item
        yield from _outline(item)
        item = item.get("/Next")


def _pages(element: Any) -> set[tuple[int, int]]:
    """The pages of an element and of all below it."""
    found = {element.Pg.objgen} if "/Pg" in element else set()
    for kid in element.get("/K", ()):
        if isinstance(kid, Dictionary):
            found |= _pages(kid)
    return found


def _wrong_formulas(pdf: pikepdf.Pdf) -> Iterator[str]:
    names = list(pdf.Root.Names.EmbeddedFiles.Names)
    listed = dict(zip((str(name) for name in names[::2]), names[1::2], strict=True))
    formulas = elements(pdf, "Formula")
    if len(formulas) != FORMULAS or sorted(listed) != list(listed):
        yield "formulas"
    attached = set()
    for formula in formulas:
        if len(formula.get("/AF", ())) != 1:
            yield "formula"
            continue
        (file,) = formula.AF
        attached.add(str(file.UF))
        stream = file.EF.F
        math = ElementTree.fromstring(stream.read_bytes())
        if (math.tag, math.get("alttext")) != (f"{MATH}math", str(formula.Alt)):
            yield "formula"
        if (stream.Subtype, file.AFRelationship) != (
            Name("/application/mathml+xml"),
            "/Supplement",
        ):
            yield "formula"
        if str(file.UF) not in listed or listed[str(file.UF)].objgen != file.objgen:
            yield "formula"
        if str(file.Desc) != str(formula.Alt):
            yield "formula"
        if str(stream.Params.ModDate) != "D:20260101000000Z":
            yield "formula"
    if attached != set(listed):
        yield "formula"


# --- the book ------------------------------------------------------------------------------------


def test_the_book_keeps_to_the_standard(book: pikepdf.Pdf) -> None:
    assert wrong(book) == set()
    assert len(book.Root.Names.EmbeddedFiles.Names) == 2 * (FORMULAS - 1)  # two are equal


def test_the_proof_reads_the_notes(built: Path) -> None:
    proof = orjson.loads((built / "build" / "proven" / "pdf.json").read_bytes())
    assert proof["faults"] == []
    assert len(proof["notes"]) == NOTES
    assert max(len(note["pages"]) for note in proof["notes"]) > 1


def test_the_proof_sees_a_note_that_lacks_its_words(built: Path, tmp_path: Path) -> None:
    folder = copy_of(built, tmp_path / "damaged")
    with pikepdf.open(pdf_of(folder), allow_overwriting_input=True) as pdf:
        note = next(e for e in elements(pdf, "FENote") if e.ID == "note-01-tides-2")
        note.K = Array([kid for kid in note.K if isinstance(kid, Dictionary)])
        pdf.save()
    done = octavo("prove", folder, code=1)
    assert "01-tides.md" in done.stdout


def test_references_to_a_note_are_known_to_the_note(book: pikepdf.Pdf) -> None:
    """From the text, from another note, and from another text."""
    found = {
        str(note.ID): [str(to.S) for to in note.Ref if to.S == "/Link"]
        for note in elements(book, "FENote")
    }
    referred = {name: kinds for name, kinds in found.items() if kinds}
    assert referred == {
        "note-01-tides-1": ["/Link"], "note-01-tides-2": ["/Link"],
        "note-02-accounts-1": ["/Link", "/Link"],
    }  # fmt: skip


def test_a_figure_holds_its_caption(book: pikepdf.Pdf) -> None:
    """A figure of several pictures, or of one without words, is a group."""
    held = [str(caption.P.S) for caption in elements(book, "Caption")]
    assert held == ["/Figure", "/Sect", "/Sect", "/Table", "/Figure"]
    assert [str(figure.Alt) for figure in elements(book, "Figure")] == [
        "Six piles.", "The old piles.", "The new piles.", "Piles in a list.",
    ]  # fmt: skip
    assert all("/BBox" in figure.A for figure in elements(book, "Figure"))


def test_the_same_edition_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = lay_out(tmp_path / "again")
    octavo("build", "--form", "pdf", again, env=environment(PYTHONHASHSEED="2"))
    assert pdf_of(again).read_bytes() == pdf_of(built).read_bytes()


# --- damage --------------------------------------------------------------------------------------


def _first(pdf: pikepdf.Pdf, kind: str) -> Any:
    return elements(pdf, kind)[0]


def _call(pdf: pikepdf.Pdf) -> Any:
    return next(e for e in elements(pdf, "Reference") if "/ID" in e)


def _swap_notes(pdf: pikepdf.Pdf) -> None:
    one, two = [e for e in elements(pdf, "Reference") if "/ID" in e][:2]
    one.Ref, two.Ref = two.Ref, one.Ref


def _swap_formulas(pdf: pikepdf.Pdf) -> None:
    one, *_, two = elements(pdf, "Formula")
    one.AF, two.AF = two.AF, one.AF


def _link(pdf: pikepdf.Pdf) -> Any:
    found = [a for page in pdf.pages for a in any_of(page).get("/Annots", ())]
    return next(a for a in found if a.A.S == "/GoTo")


def _lead_to_the_page(pdf: pikepdf.Pdf) -> None:
    link = _link(pdf)
    link.Dest = link.A.D
    del link.A


def _lead_elsewhere(pdf: pikepdf.Pdf) -> None:
    _link(pdf).A.SD[0] = elements(pdf, "Sect")[-1]


DAMAGES: dict[str, tuple[str, Callable[[pikepdf.Pdf], Any]]] = {
    "a note is a Note": ("notes", lambda pdf: _put(_first(pdf, "FENote"), "/S", Name.Note)),
    "a call refers to nothing": ("call", lambda pdf: _put(_call(pdf), "/Ref", Array())),
    "a note refers to nothing": ("note", lambda pdf: _put(_first(pdf, "FENote"), "/Ref", Array())),
    "two calls refer to each other's notes": ("call", _swap_notes),
    "a note is of no type": ("type", lambda pdf: _put(_first(pdf, "FENote"), "/A", Dictionary())),
    "an element has no namespace": ("namespace", lambda pdf: _drop(_first(pdf, "P"), "/NS")),
    "a link leads to a page alone": ("link", _lead_to_the_page),
    "a link leads to another element": ("target", _lead_elsewhere),
    "an entry of the outline leads to a page": (
        "link", lambda pdf: _drop(pdf.Root.Outlines.First.A, "/SD"),
    ),
    "a line of the contents refers to nothing": (
        "contents", lambda pdf: _drop(_first(pdf, "TOCI"), "/Ref"),
    ),
    "a formula has no file": ("formula", lambda pdf: _drop(_first(pdf, "Formula"), "/AF")),
    "two formulas have each other's files": ("formula", _swap_formulas),
    "a file is not listed": (
        "formula", lambda pdf: _cut(pdf.Root.Names.EmbeddedFiles.Names),
    ),
    "a list does not say what its labels are": ("list", lambda pdf: _drop(_terms(pdf), "/A")),
    "there is an Info dictionary": (
        "information",
        lambda pdf: _put(pdf.trailer, "/Info", pdf.make_indirect(Dictionary(Title=String("x")))),
    ),
}  # fmt: skip


def _put(item: Any, key: str, value: Any) -> None:
    item[key] = value


def _drop(item: Any, key: str) -> None:
    del item[key]


def _cut(names: Any) -> None:
    del names[1]
    del names[0]


def _terms(pdf: pikepdf.Pdf) -> Any:
    return next(e for e in elements(pdf, "L") if e.A.ListNumbering == "/Description")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_seen(book: pikepdf.Pdf, damage: str) -> None:
    kind, spoil = DAMAGES[damage]
    spoil(book)
    assert kind in wrong(book)


# --- veraPDF -------------------------------------------------------------------------------------


def without_formulas(path: Path) -> Path:
    """A book that has no formula, and a section that has no words: PDF/A-4f wants a list of files
    even then, which may be empty (ISO 19005-4, A.2), and PDF/UA-2 an element to lead to."""
    settings = PrintSettings(trim="4in 5in", standard="PDF/UA-2")
    edition = Edition(title="Plain", sections=("a.md",), language="en", date="2026", print=settings)
    faces = fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})
    leaves = []
    for name, body in (("a", '<h1 id="t">A</h1>'), ("b", '<p><img src="none" alt=""/></p>')):
        section = Section(name, f"source/{name}.md")
        head = f'<section id="sec-{name}" class="body" lang="en" data-title="{name}">'
        made = typeset(f"{head}{body}</section>", section, edition, path.parent, faces)
        leaves.append(Leaf(section, made.pdf, made.page_map))
    path.write_bytes(bind(edition, leaves, faces, folio_style(edition, path.parent, faces)).pdf)
    with pikepdf.open(path) as pdf:
        assert len(pdf.Root.Names.EmbeddedFiles.Names) == 0
        led = [str(entry.A.SD[0].S) for entry in _outline(pdf.Root.Outlines)]
        assert led == ["/H1", "/Document"]
        assert pdf.Root.StructTreeRoot.K[0].objgen == pdf.Root.Outlines.Last.A.SD[0].objgen
    return path


def test_verapdf(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if lack := missing():
        pytest.skip(f"veraPDF's engine needs {lack}")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
    damaged = tmp_path / "damaged.pdf"
    with pikepdf.open(pdf_of(built)) as pdf:
        for name in ("a note refers to nothing", "a link leads to a page alone"):
            DAMAGES[name][1](pdf)
        pdf.save(damaged)
    files = (pdf_of(built), without_formulas(tmp_path / "plain.pdf"), damaged)
    verdicts = judge([(path, "PDF/UA-2") for path in files])
    sound, spoilt = verdicts[:-3], verdicts[-3:]
    assert {rule for verdict in sound for rule in verdict.failed} == set()
    failed = {v.flavour: {rule.split()[0] for rule in v.failed} for v in spoilt}
    assert failed == {"4f": set(), "ua2": {"8.2.5.14-2", "8.8-1"}, "wt1a": {"8.2.5.14-2", "8.8-1"}}
