"""Read hOCR, ALTO and PAGE XML: lines with their places, without entities, DTDs or network."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.scan import Box, Line, Scan, ScanFile, Unreadable

_MOST_PAGES = 5000
_BOX = re.compile(r"bbox\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)")
_SIZE = re.compile(r"x_size\s+([0-9.]+)")
_NUMBER = re.compile(r"ppageno\s+(\d+)")
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption",
                    "ocr_textfloat"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LayoutWord:
    text: str
    box: Box | None
    raised: bool = False
    glued: bool = False  # whether no space is before it


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A line as a layout has it: its words with their boxes."""

    words: tuple[LayoutWord, ...]
    box: Box | None
    size: float
    page: int
    hint: str = ""


def read_layout(data: bytes, name: str, kind: str) -> Scan:
    """Return the scan of an hOCR, ALTO or PAGE file; raise Unreadable if it is broken or empty."""
    root = _parsed(data, name, kind)
    lines = list({"hocr": _hocr, "alto": _alto, "page": _page}[kind](root))
    if not any(word.text.strip() for line in lines for word in line.words):
        raise Unreadable(f"{name} holds no recognized text; run the OCR again")
    if max(line.page for line in lines) >= _MOST_PAGES:
        raise Unreadable(f"{name} has more than {_MOST_PAGES} pages; part it into volumes")
    return scan_of(lines, name)


def scan_of(lines: list[LayoutLine], name: str, labels: tuple[str, ...] = ()) -> Scan:
    """Return the scan that lines of a layout make, their words joined by spaces."""
    text: list[str] = []
    made: list[Line] = []
    raised: list[tuple[int, int]] = []
    at, number, page = 0, 0, -1
    for line in lines:
        number = number + 1 if line.page == page else 1
        page = line.page
        start, before = at, ""
        high = _raised(line)
        for place, word in enumerate(line.words):
            words = re.sub(r"\s+", " ", word.text.strip())
            if not words:
                continue
            lead = " " if before and not high[place] and not word.glued else ""
            text.append(lead + words)
            at += len(lead)
            if high[place]:
                raised.append((at, at + len(words)))
            at += len(words)
            before = words
        if at > start:
            made.append(Line(start, at, line.page, number, line.box, line.size, line.hint))
        text.append("\n")
        at += 1
    return Scan("".join(text), tuple(made), (ScanFile(name, 0, True),), "layout", labels, (),
                tuple(raised))  # fmt: skip


def _raised(line: LayoutLine) -> list[bool]:
    """Return which words of a line are raised and small, as the calls of notes are."""
    boxes = [word.box for word in line.words if word.box is not None and len(word.text) > 2]
    if len(boxes) < 2:
        return [word.raised for word in line.words]
    height = statistics.median(box.height for box in boxes)
    bottom = statistics.median(box.bottom for box in boxes)
    top = statistics.median(box.top for box in boxes)
    return [
        word.raised or (
            word.box is not None and 0 < word.box.height < 0.75 * height
            and word.box.bottom < bottom - 0.25 * height and word.box.top < top + 0.2 * height
            and re.fullmatch(r"[\dlIO*†‡§]{1,4}", word.text.strip()) is not None
        )
        for word in line.words
    ]  # fmt: skip


def _parsed(data: bytes, name: str, kind: str) -> etree._Element:
    safe = {"no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}
    try:
        if kind == "hocr":
            root = etree.fromstring(data, etree.HTMLParser(**safe))
        else:
            parser = etree.XMLParser(resolve_entities=False, load_dtd=False, **safe)
            root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"{name} is broken: {error}; make it again") from None
    if root is None:
        raise Unreadable(f"{name} holds no elements; make it again")
    doctype = root.getroottree().docinfo.internalDTD
    if kind != "hocr" and doctype is not None and any(True for _ in doctype.iterentities()):
        raise Unreadable(f"{name} declares entities, which are not read; remove its DOCTYPE")
    return root


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _words_in(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _hocr(root: etree._Element) -> Iterator[LayoutLine]:
    page = -1
    for element in root.iter():
        classes = (
            frozenset((element.get("class") or "").split()) if _local(element) else frozenset()
        )
        if "ocr_page" in classes:
            page += 1
        if not classes & _LINES:
            continue
        title = element.get("title") or ""
        size = _SIZE.search(title)
        box = _hocr_box(title)
        words = tuple(_hocr_words(element))
        hint = "head" if classes & {"ocr_header", "ocr_footer"} else ""
        height = box.height if box else 0.0
        yield LayoutLine(words, box, float(size[1]) if size else height, max(page, 0), hint)


def _hocr_words(line: etree._Element) -> Iterator[LayoutWord]:
    words = [e for e in line.iter() if "ocrx_word" in (e.get("class") or "").split()]
    if not words:
        for word in _words_in(line).split():
            yield LayoutWord(word, None)
        return
    for word in words:
        raised = any(_local(e) == "sup" for e in word.iter())
        yield LayoutWord(_words_in(word), _hocr_box(word.get("title") or ""), raised)


def _hocr_box(title: str) -> Box | None:
    found = _BOX.search(title)
    return Box(*(float(n) for n in found.groups())) if found else None


_AREAS = {"TopMargin": 0, "LeftMargin": 1, "PrintSpace": 2, "RightMargin": 3, "BottomMargin": 4}


def _alto(root: etree._Element) -> Iterator[LayoutLine]:
    styles = {e.get("ID"): e for e in root.iter() if _local(e) == "TextStyle"}
    pages = [e for e in root.iter() if _local(e) == "Page"]
    for number, page in enumerate(pages):
        areas = sorted(page, key=lambda e: _AREAS.get(_local(e), 2))
        for area in areas:
            for line in (e for e in area.iter() if _local(e) == "TextLine"):
                yield _alto_line(line, styles, number)


def _alto_line(line: etree._Element, styles, page: int) -> LayoutLine:
    words: list[LayoutWord] = []
    sizes: list[float] = []
    inherited = _alto_size(line, styles) or _alto_size(line.getparent(), styles)
    for part in line:
        name = _local(part)
        if name == "String":
            style = (part.get("STYLE") or "").lower()
            refs = [styles[r] for r in (part.get("STYLEREFS") or "").split() if r in styles]
            named = any("superscript" in (s.get("FONTSTYLE") or "").lower() for s in refs)
            words.append(LayoutWord(part.get("CONTENT") or "", _alto_box(part),
                                    named or "superscript" in style))  # fmt: skip
            sizes.append(_alto_size(part, styles))
        elif name == "HYP" and words:
            last = words[-1]
            hyphen = part.get("CONTENT") or "-"
            if not last.text.endswith(hyphen):
                words[-1] = LayoutWord(last.text + hyphen, last.box, last.raised)
    box = _alto_box(line)
    known = [size for size in sizes if size]
    size = statistics.median(known) if known else inherited or (box.height if box else 0.0)
    return LayoutLine(tuple(words), box, size, page)


def _alto_size(element: etree._Element | None, styles) -> float:
    if element is None:
        return 0.0
    for ref in (element.get("STYLEREFS") or "").split():
        if ref in styles:
            return _float(styles[ref].get("FONTSIZE"))
    return 0.0


def _float(written: str | None) -> float:
    try:
        return float(written or 0)
    except ValueError:
        return 0.0


def _alto_box(element: etree._Element) -> Box | None:
    if element.get("HPOS") is None or element.get("VPOS") is None:
        return None
    left, top = _float(element.get("HPOS")), _float(element.get("VPOS"))
    return Box(left, top, left + _float(element.get("WIDTH")), top + _float(element.get("HEIGHT")))


_HINTS = {"header": "head", "footer": "head", "page-number": "folio", "signature-mark": "folio",
          "footnote": "foot", "footnote-continued": "foot", "marginalia": "margin"}  # fmt: skip


def _page(root: etree._Element) -> Iterator[LayoutLine]:
    for number, page in enumerate(e for e in root.iter() if _local(e) == "Page"):
        regions = [e for e in page.iter() if _local(e) == "TextRegion"]
        order = {e.get("regionRef"): i for i, e in enumerate(
            e for e in page.iter() if _local(e) in ("RegionRefIndexed", "RegionRef"))}  # fmt: skip
        regions.sort(key=lambda e: order.get(e.get("id"), len(order)))
        for region in regions:
            hint = _HINTS.get(region.get("type") or "", "")
            lines = [e for e in region if _local(e) == "TextLine"]
            for line in lines:
                yield _page_line(line, number, hint)


def _page_line(line: etree._Element, page: int, hint: str) -> LayoutLine:
    box = _page_box(line)
    size = box.height if box else 0.0
    for style in line:
        if _local(style) == "TextStyle" and style.get("fontSize"):
            size = _float(style.get("fontSize")) or size
    words: list[LayoutWord] = []
    for word in (e for e in line if _local(e) == "Word"):
        raised = any(_local(s) == "TextStyle" and s.get("superscript") == "true" for s in word)
        words.append(LayoutWord(_equivalent(word), _page_box(word), raised))
    whole = _equivalent(line)
    if not any(word.text for word in words) or (
        whole and not any(w.raised for w in words)
        and "".join(whole.split()) != "".join("".join(w.text.split()) for w in words)
    ):  # fmt: skip
        words = [LayoutWord(word, None) for word in whole.split()]
    return LayoutLine(tuple(words), box, size, page, hint)


def _equivalent(element: etree._Element) -> str:
    equivalents = [e for e in element if _local(e) == "TextEquiv"]
    equivalents.sort(key=lambda e: _float(e.get("index")))
    for equivalent in equivalents:
        for part in equivalent:
            if _local(part) == "Unicode":
                return part.text or ""
    return ""


def _page_box(element: etree._Element) -> Box | None:
    for coords in element:
        if _local(coords) == "Coords":
            points = [p.split(",") for p in (coords.get("points") or "").split()]
            xs = [_float(p[0]) for p in points if len(p) == 2]
            ys = [_float(p[1]) for p in points if len(p) == 2]
            if xs:
                return Box(min(xs), min(ys), max(xs), max(ys))
    return None
