"""Keep what was read of the pages from build to build: an edit changes few of them.

A page is read again unless its content, its fonts, the forms it may draw, and Octavo's code and
libraries are those of before. Pages with text in forms are always read: forms are known by object
numbers, which hold for one file.

The cache is a file of lines of JSON: the first has the version of the reader, each other one the
digest of a page and its runs. It is read and written page by page.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, BinaryIO

import orjson
from pikepdf import Array

from octavo.fingerprint import fingerprint
from octavo.proof.content_stream import runs_of
from octavo.proof.glyphs import Glyphs
from octavo.proof.printed import Run

_LETTERS = 64  # of a digest, which begins behind the bracket and the quotation mark of a line


class PageCache:
    """A reader of pages with the cache of the last reading, `old`, and that for the next, `new`;
    either may be missing."""

    def __init__(self, old: BinaryIO | None = None, new: BinaryIO | None = None) -> None:
        self._old, self._new = old, new
        self._known = _known(old) if old else {}
        self._written: set[str] = set()
        self._resources: dict[tuple[int, int], bytes | None] = {}
        self.count = 0  # pages read, because they are not in the cache
        self._write(orjson.dumps(fingerprint()) + b"\n")

    def runs(self, page: Any, fonts: Callable[[Any], Glyphs]) -> tuple[Run, ...]:
        """Return the runs of text on a page, in the order they are drawn; read it if it is not in
        the cache."""
        digest = self._digest(page, fonts)
        line = self._line(digest)
        if line and (kept := _runs(line)) is not None:
            self._keep(digest, line)
            return kept
        self.count += 1
        runs = tuple(runs_of(page, fonts))
        if digest and not any(run.mark[0] for run in runs):
            rows = [_row(run) for run in runs]
            self._keep(digest, orjson.dumps([digest, rows], option=orjson.OPT_APPEND_NEWLINE))
        return runs

    def _line(self, digest: str) -> bytes:
        """Return the line of a page in the old cache; nothing if it has none."""
        start = self._known.get(digest)
        if start is None or not self._old:
            return b""
        self._old.seek(start)
        return self._old.readline()

    def _keep(self, digest: str, line: bytes) -> None:
        """Write the line of a page to the new cache, once."""
        if digest not in self._written:
            self._written.add(digest)
            self._write(line)

    def _write(self, line: bytes) -> None:
        if self._new:
            self._new.write(line)

    def _digest(self, page: Any, fonts: Callable[[Any], Glyphs]) -> str:
        """Return the digest of all that the runs of a page depend on; nothing if that is not all
        known."""
        contents, resources = page.get("/Contents"), page.get("/Resources")
        if contents is None or resources is None:
            return ""
        key = resources.objgen
        if key == (0, 0) or key not in self._resources:
            self._resources[key] = _digest_of(resources, fonts)
        of_resources = self._resources[key]
        if of_resources is None:
            return ""
        digest = sha256(of_resources)
        for stream in contents if isinstance(contents, Array) else (contents,):
            digest.update(b"\n" + sha256(stream.read_raw_bytes()).digest())
        return digest.hexdigest()


def _digest_of(resources: Any, fonts: Callable[[Any], Glyphs]) -> bytes | None:
    """Return the digest of all in some resources that runs depend on; None if that is not all
    known."""
    digest = sha256()
    for name, font in sorted(resources.get("/Font", {}).items()):
        glyphs = fonts(font)
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


def _known(old: BinaryIO) -> dict[str, int]:
    """Return where the line of each page begins in a cache, by digest; none if another version of
    the reader made it."""
    if old.readline() != orjson.dumps(fingerprint()) + b"\n":
        return {}
    known: dict[str, int] = {}
    start = old.tell()
    for line in old:
        known[line[2 : 2 + _LETTERS].decode("latin-1")] = start
        start += len(line)
    return known


def _runs(line: bytes) -> tuple[Run, ...] | None:
    """Return the runs in a line of a cache; None if it cannot be read."""
    try:
        _, rows = orjson.loads(line)
        return tuple(_run(row) for row in rows)
    except (ValueError, TypeError):
        return None


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
