"""Find the pictures that a scan's Markdown refers to, and read those that lie beside it.

A name in a scan is not to be trusted: nothing outside the folder of the file is read, by no path
and by no link, and nothing that is no picture.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from octavo.images.image_types import image_type
from octavo.ingest.scan import Picture

_MARKDOWN = re.compile(r"!\[(?P<alt>[^\]\n]{0,600})\]\([ ]{0,9}<?(?P<name>[^)\n]{1,300})\)")
_HTML = re.compile(r"<img\b(?P<attributes>[^<>]{0,600})/?>", re.IGNORECASE)
_TABLE = re.compile(r"\[(?P<alt>[^\[\]\n]{1,120})\]\((?P<name>(?P=alt))\)")
_ATTRIBUTE = re.compile(
    r"(?P<name>src|alt)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)')", re.IGNORECASE
)
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')$")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_LARGEST = 64 * 2**20
_MOST_TOGETHER = 512 * 2**20
_FILE = re.compile(r"[\w.-]*\.(?:jpe?g|png|gif|webp|svg|tiff?)", re.IGNORECASE)


def pictures_in(text: str, folder: Path) -> tuple[Picture, ...]:
    """Return the pictures that a text refers to, in order; one that cannot be read has a reason."""
    found: list[Picture] = []
    total = 0
    for start, end, name, alt in _named(text):
        data, why = _read(name, folder)
        total += len(data)
        if total > _MOST_TOGETHER:
            data, why = b"", "is one too many: the pictures have more than 512 MB together"
        found.append(Picture(start, end, name, "" if _FILE.fullmatch(alt) else alt, data, why))
    return tuple(sorted(found, key=lambda one: one.start))


def _named(text: str):
    """Yield the range, the name and the alternative text of each picture."""
    for match in _MARKDOWN.finditer(text):
        name = _TITLE.sub("", match["name"].strip()).strip("<> ")
        yield match.start(), match.end(), name, match["alt"].strip()
    for match in _HTML.finditer(text):
        given = {one["name"].lower(): one["a"] or one["b"] or ""
                 for one in _ATTRIBUTE.finditer(match["attributes"])}  # fmt: skip
        yield match.start(), match.end(), given.get("src", ""), given.get("alt", "").strip()
    for match in _TABLE.finditer(text):
        if match["name"].lower().endswith((".html", ".htm", ".md", ".csv")):
            yield match.start(), match.end(), match["name"], match["alt"]


def _read(name: str, folder: Path) -> tuple[bytes, str]:
    """Return the bytes of a picture, or why there are none."""
    if not name or _ELSEWHERE.match(name):
        return b"", "is not a file beside the scan, and nothing is fetched"
    given = PurePosixPath(unquote(name).replace("\\", "/"))
    if given.is_absolute() or ".." in given.parts or "\0" in str(given):
        return b"", "is outside the folder of the scan, where nothing is read"
    try:
        home = folder.resolve(strict=True)
        path = (home / given).resolve(strict=True)
        if not path.is_relative_to(home) or not path.is_file():
            return b"", "leads out of the folder of the scan, where nothing is read"
        if path.stat().st_size > _LARGEST:
            return b"", f"has more than {_LARGEST // 2**20} MB"
        data = path.read_bytes()
    except (OSError, ValueError):
        return b"", "does not lie beside the scan"
    if image_type(data) is None:
        return b"", "is no picture that a book can show"
    return data, ""
