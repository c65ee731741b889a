"""Read what printers take: `printers.toml`, or a file of the same form from a publisher.

All lengths are in points once they are read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from octavo.model import Severity

OFF = "off"  # the severity of a rule that a printer leaves out
_STANDARDS = ("PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002", "PDF/X-3:2003", "PDF/X-4")
_MOST_BYTES = 1_000_000
_LENGTH = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)(in|mm|cm|pt)")
_UNITS = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}

Size = tuple[float, float]


class PrinterError(Exception):
    """A printer that is not known, or a file of printers that cannot be read; it says why."""


@dataclass(frozen=True, slots=True)
class Printer:
    """What a printer takes of an interior. Lengths are in points, `ink` is the most that all inks
    cover together, in per cent (0: no limit), resolutions are in pixels to an inch (0: any).

    `sizes` are the trims, or else any between `smallest` and `largest`. `gutters` are the inner
    margins that books of up to so many pages need. `safe` is how far text keeps off the other edges
    of the page, `safe_with_bleed` the same where pages have bleed. `condition` is the condition of
    printing that a file must name, `intent` the one that is named where any will do; pages that
    `always_bleeds` have bleed even where nothing reaches the edge. `file` is how the interior is to
    be named. `intents` is whether profiles
    may be in the file. `severity` overrides that of rules, by their names.
    """

    name: str
    title: str
    source: str
    read: str
    fewest_pages: int
    most_pages: int
    bleed: float
    bleeds_at_spine: bool
    gutters: tuple[tuple[int, float], ...]
    safe: float
    safe_with_bleed: float
    multiple: int = 1
    last_is_blank: bool = False
    sizes: tuple[Size, ...] = ()
    smallest: Size = (0.0, 0.0)
    largest: Size = (0.0, 0.0)
    standards: tuple[str, ...] = ()
    condition: str = ""
    intent: str = ""
    always_bleeds: bool = False
    file: str = "{slug}-interior.pdf"
    marks: bool = False
    takes_cmyk: bool = True
    takes_rgb: bool = False
    takes_spots: bool = False
    takes_profiles: bool = True
    ink: int = 0
    fine: int = 0
    coarse: int = 0
    line_art: int = 0
    line: float = 0.0
    type_size: float = 0.0
    severity: Mapping[str, Severity | None] = field(default_factory=dict)

    def gutter(self, pages: int) -> float:
        """Return the inner margin that a book of so many pages needs, in points."""
        fitting = [width for most, width in self.gutters if pages <= most]
        return fitting[0] if fitting else max((width for _, width in self.gutters), default=0.0)

    def takes_size(self, size: Size) -> bool:
        """Return whether a page of a size in points can be printed, to half a point."""
        width, height = size
        if self.sizes:
            return any(abs(width - w) < 0.5 and abs(height - h) < 0.5 for w, h in self.sizes)
        return (
            self.smallest[0] - 0.5 <= width <= self.largest[0] + 0.5
            and self.smallest[1] - 0.5 <= height <= self.largest[1] + 0.5
        )


def printers(own: Path | None = None) -> Mapping[str, Printer]:
    """Return the printers that are known by their names, with those of a publisher's own file;
    raise PrinterError if it cannot be read."""
    known = _read(files("octavo.press").joinpath("printers.toml").read_bytes(), "printers.toml")
    if own is not None:
        try:
            with own.open("rb") as opened:
                data = opened.read(_MOST_BYTES + 1)
        except OSError as error:
            raise PrinterError(f"{own} cannot be read: {error.strerror}") from None
        if len(data) > _MOST_BYTES:
            raise PrinterError(f"{own} has more than a megabyte: it is no file of printers")
        known |= _read(data, str(own))
    return known


def printer_named(name: str, own: Path | None = None) -> Printer:
    """Return a printer by its name; raise PrinterError, with the nearest names, if it is not
    known."""
    known = printers(own)
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise PrinterError(f"no printer is named {name}; {hint}known are {', '.join(sorted(known))}.")


def _read(data: bytes, name: str) -> dict[str, Printer]:
    try:
        written = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PrinterError(f"{name} is no TOML: {error}") from None
    return {key: _Table(f"{name}: {key}", value).printer(key) for key, value in written.items()}


class _Table:
    """A table of a file of printers, whose values are taken one by one: what is left is unknown."""

    def __init__(self, where: str, written: object) -> None:
        if not isinstance(written, dict):
            raise PrinterError(f"{where} is no table")
        self._where, self._left = where, dict(written)

    def printer(self, name: str) -> Printer:
        """Read a printer; raise PrinterError for what is missing, unknown, or no length."""
        pages, trim, bleed = self.table("pages"), self.table("trim"), self.table("bleed")
        safe, colour = self.table("safe"), self.table("colour")
        pictures = self.table("pictures", required=False)
        made = Printer(
            name, self.text("title"), self.text("source"), self.text("read"),
            pages.number("least"), pages.number("most"),
            bleed.length("width"), bleed.flag("at_spine"), self._gutters(),
            safe.length("width"), safe.length("with_bleed"),
            multiple=pages.number("multiple", 1), last_is_blank=pages.flag("last_is_blank"),
            sizes=tuple(trim.sizes("sizes")),
            smallest=trim.size("least"), largest=trim.size("most"),
            standards=tuple(self.choices("standards", _STANDARDS)),
            condition=self.text("condition", ""), intent=self.text("intent", ""),
            always_bleeds=bleed.flag("always"), file=self._file(), marks=self.flag("marks"),
            takes_cmyk=colour.flag("cmyk"), takes_rgb=colour.flag("rgb"),
            takes_spots=colour.flag("spots"), takes_profiles=colour.flag("profiles", True),
            ink=self.number("ink", 0),
            fine=pictures.number("fine", 0), coarse=pictures.number("coarse", 0),
            line_art=pictures.number("line_art", 0),
            line=self.length("line", 0.0), type_size=self.length("type", 0.0),
            severity=self._severity(),
        )  # fmt: skip
        colour.flag("black")
        for table in (pages, trim, bleed, safe, colour, pictures, self):
            table.end()
        if made.fewest_pages > made.most_pages:
            raise PrinterError(f"{self._where}: pages: least is more than most")
        if not made.sizes and made.smallest > made.largest:
            raise PrinterError(f"{self._where}: trim: least is more than most")
        return made

    def _file(self) -> str:
        """Return the name of the interior's file, with {slug} or {isbn} where they go."""
        name = self.text("file", "{slug}-interior.pdf")
        if not re.fullmatch(r"(?:[\w.-]|\{slug\}|\{isbn\})+\.pdf", name):
            message = "file is a name that ends with .pdf, with {slug} or {isbn} in it"
            raise PrinterError(f"{self._where}: {message}")
        return name

    def _gutters(self) -> tuple[tuple[int, float], ...]:
        rows = self._left.pop("gutter", [])
        if not isinstance(rows, list):
            raise PrinterError(f"{self._where}: gutter is a list of tables")
        found = []
        for number, row in enumerate(rows, 1):
            table = _Table(f"{self._where}: gutter {number}", row)
            found.append((table.number("pages"), table.length("width")))
            table.end()
        return tuple(sorted(found))

    def _severity(self) -> dict[str, Severity | None]:
        from octavo.press.preflight.rules import RULES

        table = self.table("severity", required=False)
        found: dict[str, Severity | None] = {}
        for name in [*table._left]:
            if name not in RULES:
                near = get_close_matches(name, RULES, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise PrinterError(f"{table._where}: no rule is named {name}{hint}")
            said = table.text(name)
            if said != OFF and said not in {*Severity}:
                raise PrinterError(f"{table._where}: {name} is error, warning, info or off")
            found[name] = None if said == OFF else Severity(said)
        return found

    def table(self, key: str, *, required: bool = True) -> _Table:
        value = self._left.pop(key, None if required else {})
        if value is None:
            raise PrinterError(f"{self._where} lacks {key}")
        return _Table(f"{self._where}: {key}", value)

    def text(self, key: str, otherwise: str | None = None) -> str:
        return self._taken(key, str, "a text in quotation marks", otherwise)

    def number(self, key: str, otherwise: int | None = None) -> int:
        found = self._taken(key, int, "a whole number", otherwise)
        if not 0 <= found <= 100_000 or isinstance(found, bool):
            raise PrinterError(f"{self._where}: {key} is a whole number from 0 to 100000")
        return found

    def flag(self, key: str, otherwise: bool = False) -> bool:
        return self._taken(key, bool, "true or false", otherwise)

    def length(self, key: str, otherwise: float | None = None) -> float:
        if key not in self._left and otherwise is not None:
            return otherwise
        return self._points(key, self.text(key))

    def size(self, key: str) -> Size:
        written = self.text(key, "")
        return self._size(key, written) if written else (0.0, 0.0)

    def sizes(self, key: str) -> list[Size]:
        return [self._size(key, each) for each in self._texts(key)]

    def choices(self, key: str, known: tuple[str, ...]) -> list[str]:
        found = self._texts(key)
        for each in found:
            if each not in known:
                raise PrinterError(f"{self._where}: {key}: {each} is none of {', '.join(known)}")
        return found

    def end(self) -> None:
        """Raise PrinterError if a value has not been taken."""
        for key in self._left:
            raise PrinterError(f"{self._where}: {key} is not known")

    def _texts(self, key: str) -> list[str]:
        found = self._left.pop(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise PrinterError(f"{self._where}: {key} is a list of texts")
        return found

    def _size(self, key: str, written: str) -> Size:
        width, _, height = written.partition(" ")
        return self._points(key, width), self._points(key, height)

    def _points(self, key: str, written: str) -> float:
        found = _LENGTH.fullmatch(written.strip())
        if found is None:
            message = f"{written!r} is no length with a unit, such as 3mm or 0.125in"
            raise PrinterError(f"{self._where}: {key}: {message}")
        return float(found[1]) * _UNITS[found[2]]

    def _taken(self, key: str, kind: Any, called: str, otherwise: Any) -> Any:
        if key not in self._left:
            if otherwise is None:
                raise PrinterError(f"{self._where} lacks {key}")
            return otherwise
        value = self._left.pop(key)
        if not isinstance(value, kind):
            raise PrinterError(f"{self._where}: {key} is {called}")
        return value
