"""Make the interior for a printer: the pages of the print PDF in ink, on its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from octavo.press.interior.inked_content import NotForThePress, inked, states
from octavo.press.interior.inked_pictures import Press
from octavo.press.interior.same_pages import differences
from octavo.press.interior.sheet import add_blank_page, lay_on_sheet, marks
from octavo.press.interior.standard import declare, strip, version_of
from octavo.press.preflight.page_content import content_of
from octavo.press.printers import Printer

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Made:
    """An interior: the file, its standard (nothing if it is of none), its pages, and how many of
    them were added."""

    data: bytes
    standard: str
    pages: int
    added: int


def make_interior(path: Path, printer: Printer, title: str, profile: bytes = b"") -> Made:
    """Return the interior of a print PDF for a printer. Colours go through the `profile` of the
    press, if the printer takes more than black.

    Raise NotForThePress, with the page, for what cannot be printed in ink, and if a page of the
    interior has other words, or has them elsewhere, than the print PDF.
    """
    standard = printer.standards[0] if printer.standards else ""
    with pikepdf.open(path) as pdf, pikepdf.open(path) as source:
        strip(pdf)
        press = Press(profile if printer.takes_cmyk else b"", printer.ink)
        added = _add_pages(pdf, printer)
        writer = _Writer(pdf, press)
        for at, page in enumerate(pdf.pages):
            try:
                writer.take(page.obj, printer, recto=at % 2 == 0)
            except NotForThePress as error:
                raise NotForThePress(f"page {at + 1} has {error}") from None
        declare(pdf, standard, printer.condition or printer.intent, profile, title)
        data = _saved(pdf, standard)
        with pikepdf.open(BytesIO(data)) as made:
            different = next(differences(source, made), "")
            if different:
                raise NotForThePress(f"the interior is not the edition's: {different}")
            return Made(data, standard, len(made.pages), added)


def _add_pages(pdf: pikepdf.Pdf, printer: Printer) -> int:
    """Add blank pages until the printer can bind the book; return how many."""
    added = 0
    blank = not printer.last_is_blank or _is_blank(pdf.pages[-1].obj)
    while not blank or len(pdf.pages) % printer.multiple:
        add_blank_page(pdf, pdf.pages[0].obj)
        added, blank = added + 1, True
    return added


def _is_blank(page: Any) -> bool:
    content = content_of(page)
    return not content.broken and not any(one.is_seen for one in content.painted)


def _saved(pdf: pikepdf.Pdf, standard: str) -> bytes:
    out = BytesIO()
    version = version_of(standard)
    old = version in ("1.3", "1.4")  # without streams of objects, which came later
    pdf.save(
        out, force_version=version, deterministic_id=True, compress_streams=True,
        object_stream_mode=(
            pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.generate
        ),
    )  # fmt: skip
    return out.getvalue()


class _Writer:
    """What writes pages, forms and pictures in ink, each form and picture once."""

    def __init__(self, pdf: pikepdf.Pdf, press: Press) -> None:
        self._pdf, self._press = pdf, press
        self._known: dict[Any, Any] = {}
        self._states = {name: pdf.make_indirect(state) for name, state in states().items()}

    def take(self, page: Any, printer: Printer, *, recto: bool) -> None:
        """Write a page in ink, and lay it on its sheet."""
        resources = page.get("/Resources", Dictionary())
        content = inked(page, resources, self._press.inks)
        page.Resources = self._resources(resources, 0)
        x, y = lay_on_sheet(page, printer, recto=recto)
        drawn = marks(self._pdf, page) if printer.marks else b""
        moved = b"q 1 0 0 1 %.4f %.4f cm\n" % (x, y)
        page.Contents = Stream(self._pdf, moved + content + b"\nQ\n" + drawn)

    def _resources(self, given: Any, depth: int) -> Any:
        """Return resources without colour spaces and tags, their forms and pictures in ink."""
        made = Dictionary()
        if "/Font" in given:
            made.Font = given.Font
        settings = given.get("/ExtGState", {})
        kept = {name: _without_opacity(state) for name, state in settings.items()}
        made.ExtGState = Dictionary({**kept, **self._states})
        objects = given.get("/XObject", {})
        made.XObject = Dictionary(
            {name: self._object(each, given, depth) for name, each in objects.items()}
        )
        return made

    def _object(self, given: Any, resources: Any, depth: int) -> Any:
        key = given.objgen
        if key not in self._known:
            if given.get("/Subtype") == "/Form":
                if depth > _DEEPEST:
                    raise NotForThePress("drawings nested too deeply")
                self._known[key] = self._form(given, resources, depth)
            else:
                self._known[key] = self._press.picture(self._pdf, given)
        return self._known[key]

    def _form(self, form: Any, outer: Any, depth: int) -> Any:
        resources = form.get("/Resources", outer)
        made = Stream(self._pdf, inked(form, resources, self._press.inks))
        for key in ("/Type", "/Subtype", "/FormType", "/Matrix", "/BBox"):
            if key in form:
                made[key] = form[key]
        made.Resources = self._resources(resources, depth + 1)
        return self._pdf.make_indirect(made)


def _without_opacity(state: Any) -> Any:
    return Dictionary({key: value for key, value in state.items() if key not in ("/ca", "/CA")})
