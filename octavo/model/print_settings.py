"""Define how an edition is printed: its design, trim, gutter, openings and signatures.

The names of trims are those of the trade. Demy, crown and royal are the trimmed sizes of BS 1413
(octavo unless the name says quarto; large crown is the B-format of paperbacks), A and B those of
ISO 216, the American ones what KDP and IngramSpark list in inches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from octavo.model.typefaces import FAMILIES, Family, OwnType, Typeface, own_family

TRIMS: Mapping[str, str] = {
    "a4": "210mm 297mm",
    "a5": "148mm 210mm",
    "a6": "105mm 148mm",
    "b5": "176mm 250mm",
    "b6": "125mm 176mm",
    "a-format": "110mm 178mm",
    "b-format": "129mm 198mm",
    "crown": "123mm 186mm",
    "large-crown": "129mm 198mm",
    "demy": "138mm 216mm",
    "royal": "156mm 234mm",
    "crown-quarto": "189mm 246mm",
    "demy-quarto": "219mm 276mm",
    "mass-market": "4.25in 6.87in",
    "small-trade": "5in 8in",
    "digest": "5.5in 8.5in",
    "us-trade": "6in 9in",
    "us-royal": "6.14in 9.21in",
    "textbook": "7in 10in",
    "us-letter": "8.5in 11in",
}

SMALLEST, LARGEST = 2, 40  # inches
_INCH = {"in": 1.0, "mm": 25.4, "cm": 2.54, "pt": 72.0}
_LENGTH = r"[0-9]{1,4}(?:\.[0-9]{1,4})?(?:in|mm|cm|pt)"
_SIZE = rf"{_LENGTH} +{_LENGTH}"
_GUTTERS = ("auto", "none", "kdp", "ingramspark")

DesignName = Literal["classic", "critical", "compact", "journal"]
Standard = Literal["PDF/UA-1", "PDF/UA-2"]
Openings = Literal["recto", "any"]


@dataclass(frozen=True, slots=True)
class Imposition:
    """How pages follow one another: facing or single, and where sections open.

    The number of the book's pages is a multiple of `signature`, and of twice an odd one if pages
    face one another; `blank_last` asks for a blank last page.
    """

    facing: bool = True
    openings: Openings = "recto"
    signature: int = 1
    blank_last: bool = False

    @property
    def has_versos(self) -> bool:
        """Whether a section may open on a verso."""
        return self.facing and self.openings == "any"

    def taken(self, pages: int) -> int:
        """Return how many pages of the book front matter of `pages` pages takes: an even number if
        pages face one another, since the text after it opens on a recto."""
        return pages + pages % 2 if self.facing else pages

    def wanting(self, pages: int, last_is_blank: bool) -> int:
        """Return how many blank pages are added at the end of a book of `pages` pages."""
        unit = self.signature * 2 if self.facing and self.signature % 2 else self.signature
        made = pages + (1 if self.blank_last and not last_is_blank else 0)
        return -(-made // unit) * unit - pages


@dataclass(frozen=True, slots=True)
class Habits:
    """The settings that a design decides unless an edition does: where sections open, whether title
    leaves and contents come before them, and the typeface."""

    openings: Openings = "recto"
    leaves: bool = True
    typeface: Typeface = "EB Garamond"


# The design of a draft, which no edition can name.
DRAFT = cast(DesignName, "draft")

_HABITS: Mapping[DesignName, Habits] = {
    "journal": Habits("any", leaves=False),
    "compact": Habits(typeface="Literata"),
}


def _trim(written: str) -> str:
    if written in TRIMS or not written:
        return written
    if re.fullmatch(_SIZE, written):
        inches = [float(n) / _INCH[unit] for n, unit in re.findall(r"([0-9.]+)([a-z]+)", written)]
        if all(SMALLEST <= side <= LARGEST for side in inches):
            return written
        message = f"no side of a page is under {SMALLEST} in or over {LARGEST} in"
        raise PydanticCustomError("trim", "{message}", {"message": message})
    meant = _meant_trim(written)
    message = f"a trim is a name, or a width and a height such as 6in 9in; {meant}"
    raise PydanticCustomError("trim", "{message}", {"message": message})


_BY_HAND = re.compile(
    r"(?P<width>\d[\d.,]*)\s*(?P<one>in|mm|cm|pt|inch(?:es)?|[\"”″])?\s*(?:x|×|by|\*|/|,|\s)\s*"
    r"(?P<height>\d[\d.,]*)\s*(?P<two>in|mm|cm|pt|inch(?:es)?|[\"”″])?",
    re.IGNORECASE,
)


def _meant_trim(written: str) -> str:
    """Return what to write instead of a trim: the two lengths in it, or the nearest name."""
    if sides := _BY_HAND.fullmatch(written.strip()):
        width, height = (sides[name].replace(",", ".") for name in ("width", "height"))
        unit = (sides["two"] or sides["one"] or "").lower()
        unit = unit if unit in _INCH else "in" if unit or float(height) < SMALLEST * 10 else "mm"
        return f"write {width}{unit} {height}{unit}"
    lower = "-".join(written.lower().split())
    near = [name for name in TRIMS if lower.startswith(name)]
    near = near or get_close_matches(lower, TRIMS, n=1)
    return f"did you mean {near[-1]}?" if near else f"the names are {', '.join(TRIMS)}"


def _gutter(written: str) -> str:
    if written in _GUTTERS or re.fullmatch(_LENGTH, written):
        return written
    message = f"a gutter is {', '.join(_GUTTERS)}, or a length such as 4mm"
    raise PydanticCustomError("gutter", "{message}", {"message": message})


def _pattern(*names: str, otherwise: str) -> dict[str, JsonValue]:
    """Return the JSON Schema of a text that is one of the names or matches `otherwise`."""
    return {"pattern": f"^({'|'.join(names)}|{otherwise})$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSettings:
    """The settings of edition.yaml under `print`; the design decides what is left out."""

    __pydantic_config__ = ConfigDict(extra="forbid", str_strip_whitespace=True)
    design: Annotated[
        DesignName,
        Field(description="the design of the pages, from styles/designs"),
    ] = "classic"
    trim: Annotated[
        str,
        AfterValidator(_trim),
        Field(
            json_schema_extra=_pattern(*TRIMS, "", otherwise=_SIZE),
            description="the size of the trimmed page: a name such as royal or a5, or its width "
            "and height, such as 6in 9in; if not given, the design's own",
        ),
    ] = ""
    typeface: Annotated[
        Typeface | OwnType | None,
        Field(
            description="the typeface of the text, or the name and the files of a house's own; if "
            "none, the design's own"
        ),
    ] = None
    facing: Annotated[
        bool, Field(description="whether pages face one another, or each is printed alone")
    ] = True
    gutter: Annotated[
        str,
        AfterValidator(_gutter),
        Field(
            json_schema_extra=_pattern(*_GUTTERS, otherwise=_LENGTH),
            description="what the inner margin gains as the book grows: auto, none, the rule of a "
            "press (kdp, ingramspark), or a length that is added to it",
        ),
    ] = "auto"
    openings: Annotated[
        Openings | None,
        Field(description="whether each section opens on a recto, or on any page"),
    ] = None
    leaves: Annotated[
        bool | None,
        Field(description="whether title leaves and contents come before the text"),
    ] = None
    signature: Annotated[
        int,
        Field(ge=1, le=128, description="blank pages make the number of pages a multiple of this"),
    ] = 1
    blank_last: Annotated[bool, Field(description="whether the last page must be blank")] = False
    floats: Annotated[
        Literal["labelled", "all", "none"],
        Field(
            description="which figures let text come up before them and open the next page, where "
            "they would leave a page short: those with an id, all, or none"
        ),
    ] = "labelled"
    cmyk: Annotated[
        Literal["convert", "keep"],
        Field(
            description="what becomes of pictures in four inks: they are converted to sRGB, as the "
            "archive asks (PDF/A), or keep their inks for the press"
        ),
    ] = "convert"
    standard: Annotated[
        Standard,
        Field(
            description="what the PDF keeps to: PDF/UA-1 and PDF/A-3a, or PDF/UA-2 and PDF/A-4f, "
            "which few programs read yet"
        ),
    ] = "PDF/UA-1"

    @property
    def size(self) -> str:
        """The trim as width and height; empty if the design decides."""
        return TRIMS.get(self.trim, self.trim)

    @property
    def imposition(self) -> Imposition:
        """The imposition; the design decides where sections open unless the edition does."""
        openings = self.openings or self._habits.openings
        return Imposition(self.facing, openings, self.signature, self.blank_last)

    @property
    def has_leaves(self) -> bool:
        """Whether the book has title leaves and contents."""
        return self._habits.leaves if self.leaves is None else self.leaves

    @property
    def family(self) -> Family:
        """The typeface of the text."""
        named = self.set_in
        return own_family(named) if isinstance(named, OwnType) else FAMILIES[named]

    @property
    def set_in(self) -> Typeface | OwnType:
        """The name of the typeface, or a house's own: the design's unless the edition names one."""
        return self.typeface or self._habits.typeface

    @property
    def is_draft(self) -> bool:
        """Whether the pages are those of a draft."""
        return self.design == DRAFT

    @property
    def _habits(self) -> Habits:
        return _HABITS.get(self.design, Habits())
