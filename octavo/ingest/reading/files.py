"""Read files into one scan, each by the reader of its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from octavo.ingest.reading.decoding import LARGEST, decode
from octavo.ingest.reading.pictures import pictures_in
from octavo.ingest.reading.plain import markup_of, split_lines
from octavo.ingest.scan import Line, Markup, Picture, Scan, ScanFile, Unreadable

Progress = Callable[[str], None]
# Layouts have a box for every word, PDFs their pictures.
_LARGEST: dict[str, int] = dict.fromkeys(
    (".xml", ".hocr", ".html", ".htm", ".pdf"), 256 * 1024 * 1024
)
_MOST_TOGETHER = 512 * 1024 * 1024


def read_scan(paths: Sequence[Path], progress: Progress = lambda _: None) -> Scan:
    """Return the scan that files hold together, in the order in which they are named; raise
    Unreadable for the first that cannot be read."""
    scans = [_read(path, progress) for path in _expanded(paths)]
    return scans[0] if len(scans) == 1 else _together(scans)


def _expanded(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    total = 0
    for path in paths:
        if path.name.startswith(("~$", ".~lock.")):
            raise Unreadable(f"{path} is a lock file; close the document and name it")
        if path.is_dir():
            raise Unreadable(f"{path} is a folder; name its files in order, such as {path}/*.xml")
        if not path.exists():
            raise Unreadable(f"{path} is not there; check its name")
        if not path.is_file():
            raise Unreadable(f"{path} is no file; name a file")
        size = path.stat().st_size
        total += size
        most = _LARGEST.get(path.suffix.lower(), LARGEST)
        if size > most:
            raise Unreadable(
                f"{path} has {size // 2**20} MB; the most is {most // 2**20} MB: part it into "
                "volumes or chapters"
            )
        if total > _MOST_TOGETHER:
            raise Unreadable(
                f"the files have more than {_MOST_TOGETHER // 2**20} MB together; ingest fewer"
            )
        found.append(path)
    return found


def _read(path: Path, progress: Progress) -> Scan:
    data = path.read_bytes()
    name = path.name
    progress(f"reading {name}")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        from octavo.ingest.reading.pdf import read_pdf

        return read_pdf(data, name, progress)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(
            f"{name} is an archive or a document of Word; `octavo ingest` reads text, Markdown, "
            "hOCR, ALTO, PAGE XML and PDF: save it as one of these"
        )
    if head.startswith(b"<") and (kind := _layout_kind(data)):
        from octavo.ingest.reading.layouts import read_layout

        return read_layout(data, name, kind)
    if len(data) > LARGEST:
        raise Unreadable(f"{name} is a text of {len(data) // 2**20} MB; part it into volumes")
    text, remark = decode(data, name)
    if not text.strip():
        raise Unreadable(f"{name} holds no text; name a file that does")
    lines = tuple(split_lines(text, 0))
    remarks = (f"{name} was read as {remark}",) if remark else ()
    file = ScanFile(name, 0, any(line.page for line in lines))
    markup = markup_of(text)
    pictures = pictures_in(text, path.parent) if markup == "markdown" else ()
    return Scan(text, lines, (file,), markup, remarks=remarks, pictures=pictures)


def _layout_kind(data: bytes) -> str:
    """Return the kind of an XML file with positions: hocr, alto or page; empty for any other."""
    head = data[:200_000]
    if b"ocr_page" in head or b"ocrx_word" in head or b"ocr_line" in head:
        return "hocr"
    lowered = head[:8000].lower()
    if b"<alto" in lowered or b":alto" in lowered:
        return "alto"
    if b"<pcgts" in lowered or b":pcgts" in lowered:
        return "page"
    return ""


def _together(scans: Sequence[Scan]) -> Scan:
    """Join the scans of several files to one, each with pages of its own."""
    text: list[str] = []
    lines: list[Line] = []
    files: list[ScanFile] = []
    labels: list[str] = []
    raised: list[tuple[int, int]] = []
    pictures: list[Picture] = []
    at = page = 0
    for scan in scans:
        for line in scan.lines:
            lines.append(Line(line.start + at, line.end + at, line.page + page, line.number,
                              line.box, line.size, line.hint))  # fmt: skip
        pictures += [replace(p, start=p.start + at, end=p.end + at) for p in scan.pictures]
        raised += [(a + at, b + at) for a, b in scan.raised]
        files += [ScanFile(f.name, f.start + at, f.has_pages, page) for f in scan.files]
        pages = max((line.page for line in scan.lines), default=0) + 1
        labels += scan.page_labels or [str(page + i + 1) for i in range(pages)]
        text.append(scan.text)
        at += len(scan.text)
        page += pages
    markups = {scan.markup for scan in scans}
    markup: Markup = "layout" if "layout" in markups else "markdown"
    if markups == {"plain"}:
        markup = "plain"
    remarks = tuple(remark for scan in scans for remark in scan.remarks)
    return Scan("".join(text), tuple(lines), tuple(files), markup, tuple(labels), remarks,
                tuple(raised), tuple(pictures))  # fmt: skip
