"""Define the settings of the Word file: the presets, and what an edition decides itself.

A preset is a row of a table, taken from what presses ask of a manuscript; docs/publishers.md names
them. A setting of the edition takes the place of the preset's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, LiteralString

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from octavo.model.yaml_types import STRICT, FileName

WordPreset = Literal["reading", "manuscript", "press"]
WordNotes = Literal["print", "footnotes", "endnotes"]
WordFigures = Literal["embedded", "callouts", "none"]
WordFiles = Literal["one", "per-section"]

_SPACINGS = {"single": 1.0, "double": 2.0}
_TIGHTEST, _WIDEST_SPACING = 1.0, 3.0
_TWIPS = {"in": 1440.0, "mm": 1440 / 25.4, "cm": 1440 / 2.54, "pt": 20.0}
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(in|mm|cm|pt)")
_NARROWEST, _WIDEST = 360, 4320  # twips: a quarter of an inch, three inches
_SMALLEST, _LARGEST = 6, 36  # points
# Signs that part names in Word's fields and in its list of styles.
_STYLE_NAME = r'^[^,;:"\\{}\x00-\x1f]{1,120}$'


@dataclass(frozen=True, slots=True)
class WordLook:
    """The look of Octavo's own styles in the Word file.

    `is_plain` asks for one size throughout, and for no space between paragraphs; `typeface` is
    empty for that of the edition; `size` is that of the text in points; `spacing` the height of
    lines in lines, None for that of each style; `margins` are top, right, bottom and left in twips,
    None for Octavo's own.
    """

    is_plain: bool = False
    typeface: str = ""
    size: float = 12.0
    spacing: float | None = None
    margins: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Preset:
    look: WordLook
    notes: WordNotes
    figures: WordFigures
    files: WordFiles


_INCH = (1440, 1440, 1440, 1440)
_MANUSCRIPT = WordLook(True, "Times New Roman", 12.0, 2.0, _INCH)
_PRESETS: Mapping[WordPreset, _Preset] = {
    "reading": _Preset(WordLook(), "print", "embedded", "one"),
    "manuscript": _Preset(_MANUSCRIPT, "endnotes", "callouts", "one"),
    "press": _Preset(_MANUSCRIPT, "endnotes", "callouts", "per-section"),
}


def _refusal(kind: LiteralString, message: str) -> PydanticCustomError:
    return PydanticCustomError(kind, "{message}", {"message": message})


def _spacing(written: str) -> str:
    if written and not _TIGHTEST <= _lines(written) <= _WIDEST_SPACING:
        raise _refusal("spacing", "write single, double, or a number from 1 to 3, such as 1.5")
    return written


def _lines(written: str) -> float:
    """Return a spacing in lines; 0 for a text that is none."""
    if written in _SPACINGS:
        return _SPACINGS[written]
    return float(written) if re.fullmatch(r"\d(\.\d{1,2})?", written) else 0


def _size(written: str) -> str:
    if written and not _SMALLEST <= _points(written) <= _LARGEST:
        message = f"write points from {_SMALLEST} to {_LARGEST}, such as 12pt or 10.5pt"
        raise _refusal("size", message)
    return written


def _points(written: str) -> float:
    """Return a size in points; 0 for a text that is none: Word knows whole and half points."""
    found = re.fullmatch(r"(\d{1,2}(?:\.[05])?)pt", written)
    return float(found[1]) if found else 0


def _margins(written: str) -> str:
    lengths = [_twips(one) for one in written.split()]
    fits = all(_NARROWEST <= length <= _WIDEST for length in lengths)
    if written and (len(lengths) not in (1, 4) or not fits):
        message = "write one length, such as 1in, or four, for top, right, bottom and left; each "
        raise _refusal("margins", f"{message}is from 0.25in to 3in")
    return written


def _twips(length: str) -> int:
    """Return a length such as 1in or 25mm in twips, 1440 to the inch; 0 for a text that is none."""
    found = _LENGTH.fullmatch(length)
    return round(float(found[1]) * _TWIPS[found[2]]) if found else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WordType:
    """The type of the Word file."""

    __pydantic_config__ = STRICT
    typeface: Annotated[
        str,
        StringConstraints(pattern=r"^[^,;\"\x00-\x1f]{0,31}$"),
        Field(description="a font of the machines that open the file, such as Times New Roman"),
    ] = ""
    size: Annotated[
        str,
        AfterValidator(_size),
        Field(description="the size of the text: 12pt; other sizes follow in proportion"),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSettings:
    """What the Word file has otherwise than the print."""

    __pydantic_config__ = STRICT
    preset: Annotated[
        WordPreset,
        Field(
            description="what the Word file is for: to be read and marked, as a manuscript for "
            "editors and referees, or as presses want it, one file for each section"
        ),
    ] = "reading"
    template: Annotated[
        FileName | None,
        Field(
            description="a Word file with the styles and the page of a house, such as "
            "styles/house.docx; if none, styles/reference.docx, where it is there"
        ),
    ] = None
    styles: Annotated[
        dict[str, Annotated[str, StringConstraints(pattern=_STYLE_NAME)]],
        Field(description="a house's own names for Octavo's styles: {Quote: EXT Extract}"),
    ] = field(default_factory=dict)
    notes: Annotated[
        WordNotes | None,
        Field(
            description="whether the numbered notes of the Word file are footnotes or endnotes, or "
            "as the print has them; marked notes are always footnotes"
        ),
    ] = None
    figures: Annotated[
        WordFigures | None,
        Field(
            description="whether pictures are in the Word file, or callouts in their places and "
            "the captions in a list, or the captions alone"
        ),
    ] = None
    spacing: Annotated[
        str,
        AfterValidator(_spacing),
        Field(description="the height of all lines: single, double, or a number such as 1.5"),
    ] = ""
    type: WordType = WordType()
    margins: Annotated[
        str,
        AfterValidator(_margins),
        Field(description="one length for all margins, or four: top, right, bottom, left"),
    ] = ""
    files: Annotated[
        WordFiles | None,
        Field(description="whether there is one Word file, or one for each section, in a folder"),
    ] = None
    citations: Annotated[
        Literal["text", "zotero"],
        Field(
            description="whether the citations of the Word file are text, or fields that Zotero "
            "sets anew, each with the same text"
        ),
    ] = "text"

    @property
    def kind_of_notes(self) -> WordNotes:
        """What the numbered notes are."""
        return self.notes or _PRESETS[self.preset].notes

    @property
    def way_of_figures(self) -> WordFigures:
        """What is in the places of figures."""
        return self.figures or _PRESETS[self.preset].figures

    @property
    def is_divided(self) -> bool:
        """Whether each section has a file of its own."""
        return (self.files or _PRESETS[self.preset].files) == "per-section"

    @property
    def look(self) -> WordLook:
        """The look of Octavo's own styles."""
        preset = _PRESETS[self.preset].look
        margins = tuple(_twips(one) for one in self.margins.split())
        four = margins * 4 if len(margins) == 1 else margins
        return WordLook(
            preset.is_plain,
            self.type.typeface or preset.typeface,
            _points(self.type.size) or preset.size,
            _lines(self.spacing) or preset.spacing,
            (four[0], four[1], four[2], four[3]) if four else preset.margins,
        )

    @property
    def own_look(self) -> tuple[str, ...]:
        """The names of the settings by which the edition decides the look itself."""
        asked = {"spacing": self.spacing, "margins": self.margins, "type": self.type != WordType()}
        return tuple(name for name, is_given in asked.items() if is_given)
