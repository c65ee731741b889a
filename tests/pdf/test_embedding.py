"""Fonts that a PDF does not bring with it."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name

from octavo.pdf.binding.embedding import fonts_left_out


def pdf_with(*fonts: Dictionary) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.add_blank_page()
    table = Dictionary({f"/F{number}": font for number, font in enumerate(fonts)})
    pdf.pages[1].obj.Resources = Dictionary(Font=table)
    return pdf


def simple(name: str) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"))


def test_font_without_a_file_is_told_once_with_its_page() -> None:
    pdf = pdf_with(simple("Helvetica"), simple("Helvetica"))
    assert list(fonts_left_out(pdf)) == [(1, "Helvetica")]


def test_font_with_a_file_is_none() -> None:
    pdf = pdf_with()
    file = pikepdf.Stream(pdf, b"glyphs")
    inner = simple("Garamond")
    inner.FontDescriptor = Dictionary(FontFile2=pdf.make_indirect(file))
    whole = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Garamond)
    whole.DescendantFonts = pikepdf.Array([inner])
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F0=whole))
    assert list(fonts_left_out(pdf)) == []


def test_font_of_a_form_within_itself_is_found_and_ends() -> None:
    pdf = pdf_with()
    form = pdf.make_indirect(pikepdf.Stream(pdf, b""))
    form.Resources = Dictionary(
        Font=Dictionary(F0=simple("Times-Roman")), XObject=Dictionary(X0=form)
    )
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X0=form))
    assert list(fonts_left_out(pdf)) == [(0, "Times-Roman")]
