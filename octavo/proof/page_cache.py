"""Keep what was read of the pages from build to build: an edit changes few of them.

A page is read again unless its content, its fonts, the forms it may draw, and Octavo's code and
libraries are those of before. Pages with text in forms are always read: forms are known by object
numbers, which hold for one file.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson
from pikepdf import Array

from octavo.fingerprint import fingerprint
from octavo.proof.content_stream import Run, runs_of
from octavo.proof.glyphs import Glyphs


class PageCache:
    """A reader of pages with a page cache; `kept` is the cache that the last reading made by
    `to_json`."""

    def __init__(self, fonts: Callable[[Any], Glyphs], kept: bytes = b"") -> None:
        self._fonts = fonts
        self._known = _known(kept)
        self._read: dict[str, list[list[Any]]] = {}
        self._resources: dict[tuple[int, int], bytes | None] = {}
        self.count = 0  # pages read, because they are not in the cache

    def runs(self, page: Any) -> tuple[Run, ...]:
        """Return the runs of text on a page, in the order they are drawn; read it if it is not in
        the cache."""
        digest = self._digest(page)
        rows = self._known.get(digest)
        if rows is not None:
            self._read[digest] = rows
            return tuple(_run(row) for row in rows)
        self.count += 1
        runs = tuple(runs_of(page, self._fonts))
        if digest and not any(run.mark[0] for run in runs):
            self._read[digest] = [_row(run) for run in runs]
        return runs

    def to_json(self) -> bytes:
        """Return the page cache for the next reading."""
        return orjson.dumps({"reader": fingerprint(), "pages": self._read})

    def _digest(self, page: Any) -> str:
        """Return the digest of all that the runs of a page depend on; nothing if that is not all
        known."""
        contents, resources = page.get("/Contents"), page.get("/Resources")
        if contents is None or resources is None:
            return ""
        key = resources.objgen
        if key == (0, 0) or key not in self._resources:
            self._resources[key] = self._digest_of(resources)
        of_resources = self._resources[key]
        if of_resources is None:
            return ""
        digest = sha256(of_resources)
        for stream in contents if isinstance(contents, Array) else (contents,):
            digest.update(b"\n" + sha256(stream.read_raw_bytes()).digest())
        return digest.hexdigest()

    def _digest_of(self, resources: Any) -> bytes | None:
        digest = sha256()
        for name, font in sorted(resources.get("/Font", {}).items()):
            glyphs = self._fonts(font)
            said = (
                sorted(glyphs.letters.items()), sorted(glyphs.widths.items()), glyphs.wide,
                sorted(glyphs.blank),
            )  # fmt: skip
            digest.update(f"{name} {said}\n".encode("utf-8", "surrogatepass"))
        for name, state in sorted(resources.get("/ExtGState", {}).items()):
            said = [str(state.get(key)) for key in ("/ca", "/BM")]
            digest.update(f"{name} {said} {state.get('/SMask', '/None') != '/None'}\n".encode())
        for name, item in sorted(resources.get("/XObject", {}).items()):
            if item.get("/Subtype") == "/Form":
                if not _are_among(item.get("/Resources"), resources):
                    return None
                frame = [[float(n) for n in item.get(key, ())] for key in ("/Matrix", "/BBox")]
                digest.update(f"{name} {frame} {'/Group' in item}".encode())
                digest.update(sha256(item.read_raw_bytes()).digest())
        return digest.digest()


def _known(kept: bytes) -> dict[str, list[list[Any]]]:
    """Return the pages in a cache; none if another version of the reader made it, or it cannot be
    read."""
    try:
        record = orjson.loads(kept)
        return record["pages"] if record["reader"] == fingerprint() else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _are_among(inner: Any, outer: Any) -> bool:
    """Return whether the fonts and forms of a form are those of its page, under the same names."""
    if inner is None or inner.objgen == outer.objgen != (0, 0):
        return True
    return all(
        name in outer.get(kind, {}) and outer[kind][name].objgen == item.objgen
        for kind in ("/Font", "/XObject")
        for name, item in inner.get(kind, {}).items()
    )


def _row(run: Run) -> list[Any]:
    return [
        run.text, run.x, run.y, run.end, run.foot, run.size, run.mark[1], run.seen, run.sight,
        run.turned,
    ]  # fmt: skip


def _run(row: list[Any]) -> Run:
    text, x, y, end, foot, size, number, seen, sight, turned = row
    return Run(text, x, y, end, foot, size, (0, number), seen, sight, turned)
