"""Collect WeasyPrint's warnings, by the templates that it logs and the values in them.

Its sentences are English and carry an edition's own words, so none of them is read: a template is
compared whole. A new version may write another one, which then is a plain warning; a test looks for
all of them in the version that is installed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# The letter that no font has, and its number.
NO_GLYPH = '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)'
# The address of a picture, and why it cannot be read.
NO_PICTURE = "Failed to load image at %r: %s"
# The address of a drawing that the layout cannot draw.
NO_DRAWING = "Failed to render SVG image %s"
# A property, its value, line, column, and more.
IGNORED = (
    "Ignored `%s:%s` at %d:%d, %s.",
    "Ignored `%s: %s` at %d:%d, %s.",
    "Ignored `%s:%s` at %d:%d, prefix on this attribute is not supported, use %r instead.",
)

_LINE_AND_COLUMN, _PLACEHOLDER = "%d:%d", re.compile(r"%[srd]")
# WeasyPrint's own style sheet has rules for browsers; that these are ignored harms nothing.
_OF_BROWSERS = ("-webkit", "-moz", "-ms", "-epub")


@dataclass(frozen=True, slots=True)
class LayoutWarning:
    """A warning: the template of its message, the values in it, and the message itself."""

    template: str
    values: tuple[object, ...]
    message: str

    @property
    def place(self) -> tuple[int, int] | None:
        """The line and the column in a style sheet, if the message names them."""
        before, found, _ = self.template.partition(_LINE_AND_COLUMN)
        at = len(_PLACEHOLDER.findall(before))
        match self.values[at : at + 2] if found else ():
            case (int(line), int(column)):
                return line, column
        return None

    @property
    def is_harmless(self) -> bool:
        """Whether it only reports that a rule for browsers is ignored."""
        return self.template in IGNORED and str(self.values[0]).startswith(_OF_BROWSERS)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[LayoutWarning] = []

    def emit(self, record: logging.LogRecord) -> None:
        values = record.args if isinstance(record.args, tuple) else ()
        warning = LayoutWarning(str(record.msg), values, record.getMessage())
        known = any(warning.message == other.message for other in self.heard)
        if not known and not warning.is_harmless:
            self.heard.append(warning)


@contextmanager
def listening() -> Iterator[list[LayoutWarning]]:
    """Yield a list that collects WeasyPrint's warnings, each message once; nothing is printed."""
    logger = logging.getLogger("weasyprint")
    listener = _Listener()
    handlers, propagate, level = list(logger.handlers), logger.propagate, logger.level
    logger.handlers, logger.propagate = [listener], False
    logger.setLevel(logging.WARNING)
    try:
        yield listener.heard
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
