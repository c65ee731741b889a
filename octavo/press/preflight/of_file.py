"""Judge a PDF as a whole: its standard, its intent, what it runs or hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from octavo.press.preflight import rules
from octavo.press.preflight.flaws import Flaw
from octavo.press.printers import Printer

# The last version of PDF that a standard is built on.
_VERSIONS = {
    "PDF/X-1a:2001": "1.3",
    "PDF/X-1a:2003": "1.4",
    "PDF/X-3:2002": "1.3",
    "PDF/X-3:2003": "1.4",
    "PDF/X-4": "1.6",
}
_IN_XMP = re.compile(rb"GTS_PDFXVersion[^>\"']{0,12}[>\"']\s*(PDF/X[^<\"']{0,20})")
_RUNS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound")


def of_file(pdf: pikepdf.Pdf, printer: Printer) -> Iterator[Flaw]:
    """Yield the flaws of a file that are on no page."""
    yield from _standard(pdf, printer)
    yield from _intent(pdf, printer)
    yield from _running(pdf)
    root = pdf.Root
    if "/OCProperties" in root and len(root.OCProperties.get("/OCGs", ())):
        yield Flaw(rules.file_has_no_layer, "the file has layers", "flatten them")
    names = root.get("/Names", {})
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield Flaw(rules.file_has_no_file, "another file is attached to it")


def standard_of(pdf: pikepdf.Pdf) -> str:
    """Return the standard that a file names, such as PDF/X-4; nothing if it names none."""
    info = pdf.trailer.get("/Info")
    said = str(info.get("/GTS_PDFXConformance", "")) if info is not None else ""
    version = str(info.get("/GTS_PDFXVersion", "")) if info is not None else ""
    if said or version:
        return said or version
    metadata = pdf.Root.get("/Metadata")
    found = _IN_XMP.search(metadata.read_bytes()) if metadata is not None else None
    return found[1].decode("latin-1").strip() if found else ""


def _standard(pdf: pikepdf.Pdf, printer: Printer) -> Iterator[Flaw]:
    rule, named = rules.file_keeps_to_the_standard, standard_of(pdf)
    if not printer.standards:
        return
    wanted = " or ".join(printer.standards)
    if not any(named.startswith(each) for each in printer.standards):
        said = f"the file names {named}" if named else "the file names no standard"
        yield Flaw(rule, f"{said}; the printer takes {wanted}", f"export it as {wanted}")
        return
    most = _VERSIONS[next(each for each in printer.standards if named.startswith(each))]
    if _number(pdf.pdf_version) > _number(most):
        yield Flaw(rule, f"the file is PDF {pdf.pdf_version}; {named} is built on PDF {most}")
    info = pdf.trailer.get("/Info", {})
    what = rules.file_says_what_it_is
    if not str(info.get("/Title", "")).strip():
        yield Flaw(what, "the file has no title")
    if str(info.get("/Trapped", "")) not in ("/True", "/False"):
        yield Flaw(what, "the file does not say whether it is trapped")
    if "/ID" not in pdf.trailer:
        yield Flaw(what, "the file has no id")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _intent(pdf: pikepdf.Pdf, printer: Printer) -> Iterator[Flaw]:
    rule = rules.file_has_its_intent
    found = [each for each in pdf.Root.get("/OutputIntents", ()) if each.get("/S") == "/GTS_PDFX"]
    if not found:
        if printer.standards:
            yield Flaw(
                rule,
                "the file has no output intent for the press",
                "name the condition under which it is to be printed when it is exported",
            )
        return
    if len(found) > 1:
        yield Flaw(rule, f"the file has {len(found)} output intents for the press")
    intent = found[0]
    condition = str(intent.get("/OutputConditionIdentifier", ""))
    if not condition:
        yield Flaw(rule, "the output intent names no condition")
    elif printer.condition and printer.condition.lower() not in condition.lower():
        yield Flaw(rule, f"the output intent is {condition}; the printer wants {printer.condition}")
    profile = intent.get("/DestOutputProfile")
    if profile is None:
        if "PDF/X-4" in printer.standards:
            yield Flaw(rule, "the output intent has no profile")
        return
    data = profile.read_bytes()
    if data[36:40] != b"acsp":
        yield Flaw(rule, "the profile of the output intent is none")
    elif data[12:16] != b"prtr":
        yield Flaw(rule, "the profile of the output intent is not that of a press")


def _running(pdf: pikepdf.Pdf) -> Iterator[Flaw]:
    rule, root = rules.file_runs_nothing, pdf.Root
    if "/JavaScript" in root.get("/Names", {}):
        yield Flaw(rule, "the file holds scripts")
    if _runs(root.get("/OpenAction")) or "/AA" in root:
        yield Flaw(rule, "the file does something when it is opened")
    form = root.get("/AcroForm")
    if form is not None and (len(form.get("/Fields", ())) or "/XFA" in form):
        yield Flaw(rule, "the file is a form to be filled in", "print it to a new file")
    for at, page in enumerate(pdf.pages):
        actions = [
            annotation.get("/A")
            for annotation in page.obj.get("/Annots", ())
            if isinstance(annotation, Dictionary)
        ]
        if "/AA" in page.obj or any(map(_runs, actions)):
            yield Flaw(rule, "a page runs something", "", at, str(page.label))


def _runs(action: Any) -> bool:
    """Return whether an action runs, loads or sends anything: links do not."""
    if not isinstance(action, Dictionary) or isinstance(action, Array):
        return False
    return str(action.get("/S", "")) in _RUNS
