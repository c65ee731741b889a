"""Equal small values of a book are one object, and the book stays the same."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from octavo.pdf.binding.shared_values import SharedValues


def made() -> tuple[pikepdf.Pdf, dict[str, list[Any]]]:
    """Return a book of two pages with links, forms and elements, and these by their kinds."""
    book = pikepdf.new()
    parts: dict[str, list[Any]] = {"links": [], "forms": [], "elements": []}
    for number in range(2):
        book.add_blank_page()
        page = book.pages[number].obj
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, F=4, BS=Dictionary(W=0), Rect=[
            number, 1.5, 2, 3])  # fmt: skip
        page.Annots = Array([book.make_indirect(link)])
        form = Stream(book, b"%d 0 m" % number)
        form.Subtype, form.BBox = Name.Form, Array([0, 0, 10, 20.5])
        form.Resources = book.make_indirect(Dictionary(Pattern=Dictionary()))
        page.Resources = Dictionary(XObject=Dictionary(x0=book.make_indirect(form)))
        below = book.make_indirect(Dictionary(S=Name.Span, K=Array([1])))
        mark = Dictionary(Type=Name.MCR, MCID=2, Pg=page)
        element = book.make_indirect(Dictionary(S=Name.P, K=Array([0, below, mark]), Pg=page))
        parts["links"].append(page.Annots[0])
        parts["forms"].append(page.Resources.XObject.x0)
        parts["elements"].append(element)
    book.Root.Elements = Array(parts["elements"])
    return book, parts


def saved(book: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    book.save(out, deterministic_id=True)
    return out.getvalue()


def test_values_are_shared_and_the_book_stays_the_same() -> None:
    book, parts = made()
    before = saved(book)
    values = SharedValues(book)
    values.share_in_pages([page.obj for page in book.pages])
    values.share_in_elements(parts["elements"])
    assert saved(book) == before
    for page in book.pages:
        values.share_in_forms(page.obj.Resources)
    forms, links, elements = parts["forms"], parts["links"], parts["elements"]
    assert forms[0].Resources.objgen == forms[1].Resources.objgen
    links[0].BS.More = 1
    forms[0].BBox.append(1)
    elements[0].K[1].K.append(1)
    assert links[1].BS.More == 1  # a change of one is a change of both
    assert len(forms[1].BBox) == 5
    assert len(elements[1].K[1].K) == 2


def test_what_is_not_equal_is_not_shared() -> None:
    book = pikepdf.new()
    values = SharedValues(book)
    given = [1, True, 1.0, Name("/A"), pikepdf.String("/A"), Array([1]), Array([Name("/A")])]
    holder = Array([])
    for value in given:
        holder.append(values.of(value))
    assert holder.unparse() == Array(given).unparse()
