"""Judge the inks of a page: colours, small text, lines, overprinting, transparency."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.press.preflight import rules
from octavo.press.preflight.colours import spots_of
from octavo.press.preflight.flaws import Flaw
from octavo.press.preflight.of_pages import at
from octavo.press.preflight.painted import Painted
from octavo.press.preflight.pdf_pages import PdfPage
from octavo.press.printers import Printer
from octavo.proof.operands import meets

_SMALL, _LARGE = 12.0, 24.0  # points: text in two inks, and in three or four
_THIN = 1.0  # points: a line in several inks
_FLAT = ("PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002", "PDF/X-3:2003")
_NAMES = {
    "text": "text",
    "area": "an area",
    "line": "a line",
    "shade": "a gradient",
    "picture": "a picture",
}


def of_inks(page: PdfPage, printer: Printer) -> Iterator[Flaw]:
    """Yield the flaws of the inks of a page, each kind once for each kind of thing."""
    said: set[tuple[str, str]] = set()
    for one in page.content.painted:
        if one.is_seen:
            for flaw in _of_one(page, one, printer):
                if (flaw.rule.code, flaw.message) not in said:
                    said.add((flaw.rule.code, flaw.message))
                    yield flaw
    if page.has_group and not {*_FLAT}.isdisjoint(printer.standards):
        yield at(
            page,
            rules.transparency_is_flattened,
            "the page is marked as transparent (/Group)",
            None,
            "export as PDF 1.3, or flatten",
        )


def _of_one(page: PdfPage, one: Painted, printer: Printer) -> Iterator[Flaw]:
    yield from _colour(page, one, printer)
    if one.what == "text" and 0 < one.size < printer.type_size - 0.01:
        yield at(
            page,
            rules.type_is_large_enough,
            f"letters are smaller than {printer.type_size:g} points",
            one.box,
        )
    if one.what in ("line", "area") and printer.line:
        width = one.size if one.what == "line" else _thickness(one)
        if width < printer.line - 0.01 and not one.inks.is_white:
            yield at(
                page,
                rules.line_can_be_printed,
                f"a line is thinner than {printer.line:g} points",
                one.box,
            )
    if one.overprints and one.inks.is_white:
        yield at(
            page,
            rules.white_does_not_overprint,
            f"{_NAMES[one.what]} in white overprints, and will not be seen",
            one.box,
            "let it knock out what is below it",
        )
    if one.is_clear:
        yield at(
            page,
            rules.transparency_is_flattened,
            f"{_NAMES[one.what]} is transparent",
            one.box,
            "flatten the file",
        )
    if printer.ink and one.inks.total * 100 > printer.ink + 1:
        yield at(
            page,
            rules.ink_is_within_the_limit,
            f"{_NAMES[one.what]} has {one.inks.total * 100:.0f} % of ink; the printer takes "
            f"{printer.ink} %",
            one.box,
        )


def _thickness(one: Painted) -> float:
    left, bottom, right, top = one.box
    return min(right - left, top - bottom)


def _colour(page: PdfPage, one: Painted, printer: Printer) -> Iterator[Flaw]:
    """Yield the flaws of the colour of one thing."""
    name, space = _NAMES[one.what], one.inks.space.last
    if space.kind in ("rgb", "lab") and not printer.takes_rgb:
        yield at(
            page,
            rules.colour_is_for_the_press,
            f"{name} is in {'RGB' if space.kind == 'rgb' else 'Lab'}",
            one.box,
            "convert it to the inks of the press",
        )
    elif space.has_profile and not printer.takes_profiles:
        yield at(
            page,
            rules.colour_is_for_the_press,
            f"{name} has a profile of its own",
            one.box,
            "use DeviceGray or DeviceCMYK",
        )
    spots = spots_of(space)
    if spots and not printer.takes_spots:
        yield at(
            page,
            rules.colour_is_for_the_press,
            f"{name} is in the spot colour {', '.join(spots)}",
            one.box,
        )
    coloured = [ink for ink in one.inks.used if ink != "Black"]
    in_light = space.kind in ("rgb", "lab") and not one.inks.amounts
    four = one.what == "picture" and space.kind == "cmyk"
    if (
        not printer.takes_cmyk
        and not spots
        and (coloured or four or (in_light and printer.takes_rgb))
    ):
        yield at(
            page,
            rules.interior_is_in_black,
            f"{name} is in colour, which is printed in grey",
            one.box,
        )
    if one.what not in ("text", "line") or not meets(one.box, page.trim):
        return  # marks beside the page are in all inks
    used = one.inks.used
    small = one.size < (_SMALL if one.what == "text" else _THIN)
    rich = one.what == "text" and one.size < _LARGE and len(used) > 2
    if (small and len(used) > 1) or rich:
        names = " and ".join(used)
        what = "small text" if small and one.what == "text" else name
        yield at(
            page,
            rules.small_text_has_one_ink,
            f"{what} is in several inks: {names}",
            one.box,
            "set it in black alone",
        )
