"""Read colour spaces: which inks a colour prints in (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pikepdf import Array, Name, Stream

# What a colour is made of: inks of the press, or light, which somebody must still turn into inks.
Kind = Literal["grey", "cmyk", "rgb", "lab", "spots", "pattern"]

PROCESS: tuple[str, ...] = ("Cyan", "Magenta", "Yellow", "Black")
_BY_COUNT: dict[int, Kind] = {1: "grey", 3: "rgb", 4: "cmyk"}
_DEVICE: dict[str, Kind] = {
    "/DeviceGray": "grey", "/G": "grey", "/CalGray": "grey", "/DeviceRGB": "rgb", "/RGB": "rgb",
    "/CalRGB": "rgb", "/DeviceCMYK": "cmyk", "/CMYK": "cmyk", "/Lab": "lab", "/Pattern": "pattern",
}  # fmt: skip
_CALIBRATED = ("/CalGray", "/CalRGB", "/Lab")
_DEEPEST = 4  # spaces within spaces


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """A colour space: its kind, whether a profile or a calibration is in it, the names of its spot
    colours, and for an indexed one (`base`) that of its table."""

    kind: Kind
    has_profile: bool = False
    names: tuple[str, ...] = ()
    base: ColourSpace | None = None

    @property
    def last(self) -> ColourSpace:
        """The space that a colour is in at the end: that of the table, if it is indexed."""
        return self.base or self


GREY, CMYK, RGB = ColourSpace("grey"), ColourSpace("cmyk"), ColourSpace("rgb")
PATTERN = ColourSpace("pattern")


@dataclass(frozen=True, slots=True)
class Inks:
    """A colour as it is printed: its space, and how much of each ink it takes, from 0 to 1, by the
    name of the ink. Of colours in light and of patterns the inks are not known."""

    space: ColourSpace
    amounts: tuple[tuple[str, float], ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        """The inks that it prints."""
        return tuple(name for name, amount in self.amounts if amount > 0.004)

    @property
    def total(self) -> float:
        """How much all inks cover together; 4 is all of each of four."""
        return sum(amount for _, amount in self.amounts)

    @property
    def is_white(self) -> bool:
        """Whether it is known to print nothing."""
        return bool(self.amounts) and not self.used


BLACK = Inks(GREY, (("Black", 1.0),))


def space_of(given: Any, resources: Any, depth: int = 0) -> ColourSpace:
    """Return a colour space from a name or an array; one that cannot be read is a pattern."""
    if isinstance(given, Name) or given is None:
        name = str(given)
        if name in _DEVICE:
            return ColourSpace(_DEVICE[name])
        named = resources.get("/ColorSpace", {}).get(name) if resources is not None else None
        if named is None or depth > _DEEPEST:
            return PATTERN
        return space_of(named, resources, depth + 1)
    if not isinstance(given, Array) or not len(given) or depth > _DEEPEST:
        return PATTERN
    return _in_array(str(given[0]), given, resources, depth)


def _in_array(family: str, given: Any, resources: Any, depth: int) -> ColourSpace:
    if family == "/ICCBased" and isinstance(given[1], Stream):
        return ColourSpace(_BY_COUNT.get(int(given[1].get("/N", 3)), "rgb"), has_profile=True)
    if family in ("/Indexed", "/I"):
        base = space_of(given[1], resources, depth + 1)
        return ColourSpace(base.kind, base.has_profile, base.names, base)
    if family == "/Separation":
        return ColourSpace("spots", names=(str(given[1])[1:],))
    if family == "/DeviceN":
        return ColourSpace("spots", names=tuple(str(name)[1:] for name in given[1]))
    return ColourSpace(_DEVICE.get(family, "pattern"), has_profile=family in _CALIBRATED)


def inks_of(space: ColourSpace, parts: Sequence[float]) -> Inks:
    """Return a colour of a space by its components."""
    last = space.last
    if space.base is not None or last.kind in ("rgb", "lab", "pattern"):
        if last.kind == "rgb" and len(parts) == 3 and len({*parts}) == 1 and not space.base:
            return Inks(space, (("Black", 1 - parts[0]),))  # a neutral grey, if it is seen as one
        return Inks(space)
    if last.kind == "grey":
        return Inks(space, (("Black", 1 - parts[0] if parts else 1.0),))
    names: tuple[str, ...] = PROCESS if last.kind == "cmyk" else last.names
    amounts = dict.fromkeys(names, 0.0) | dict(zip(names, parts, strict=False))
    if "All" in amounts:
        amounts = dict.fromkeys(PROCESS, amounts["All"])
    amounts.pop("None", None)
    return Inks(space, tuple(amounts.items()))


def spots_of(space: ColourSpace) -> tuple[str, ...]:
    """Return the names of the inks of a space that are none of the four, nor all or none."""
    return tuple(name for name in space.last.names if name not in (*PROCESS, "All", "None"))
