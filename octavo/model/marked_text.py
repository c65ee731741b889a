"""Define a text that has markup: plain words for every use, XHTML for the forms that print it."""

from __future__ import annotations

from html import escape
from typing import Self


class MarkedText(str):
    """A text in plain words, which titles files, catalogues and outlines as any other text does.

    `xhtml` is the same text as inline elements, and `written` what the author wrote. The notation
    of the value has all three, so that a stage is run again if only the markup has changed.
    """

    __slots__ = ("written", "xhtml")

    xhtml: str
    written: str

    def __new__(cls, plain: str, xhtml: str = "", written: str = "") -> Self:
        """Return the text of some plain words."""
        made = super().__new__(cls, plain)
        made.xhtml, made.written = xhtml, written
        return made

    def __repr__(self) -> str:
        """Return the notation of the value, its markup too."""
        return f"MarkedText({str(self)!r}, {self.xhtml!r}, {self.written!r})"


def xhtml_of(text: str, *, italic: bool = False) -> str:
    """Return a text as inline XHTML; a plain one is escaped.

    `italic` says that its place is set in italics: there emphasis is roman, as within emphasis.
    """
    if not isinstance(text, MarkedText):
        return escape(text)
    return f"<i>{text.xhtml}</i>" if italic and "<em>" in text.xhtml else text.xhtml


def written_of(text: str) -> str:
    """Return a text as the author wrote it, with its markup."""
    return text.written if isinstance(text, MarkedText) else text
