"""Find and read the design of the forms: style sheets and jinja2 templates in styles/.

The package carries styles/ with it: beside the package in a checkout, inside it when installed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from octavo.model import Edition
from octavo.model.marked_text import MarkedText, xhtml_of

_PACKAGE = Path(__file__).parents[1]
STYLES = next(
    folder
    for folder in (_PACKAGE / "styles", _PACKAGE.parent / "styles")
    if (folder / "templates").is_dir()
)


@cache
def templates() -> Environment:
    """Return the templates in styles/templates; values are escaped unless a template says
    otherwise."""
    made = Environment(
        loader=FileSystemLoader(STYLES / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["marked"] = _marked
    return made


def _marked(text: str, *, italic: bool = False) -> str:
    """Return a title with its markup, for a place in italics if `italic`; one without any is left
    to be escaped as every value is."""
    return Markup(xhtml_of(text, italic=italic)) if isinstance(text, MarkedText) else text


# The sheets of the print design, in the order in which they are read.
PRINT = (
    "page", "text", "headings", "quotations", "lists", "pictures", "tables", "code", "formulas",
    "notes", "bibliography", "abbreviations", "index", "folios", "leaves", "contents",
    "matter",
)  # fmt: skip


def print_sheet() -> str:
    """Return the sheets of the print design in one text."""
    return "\n".join(style_sheet(f"print/{name}.css") for name in PRINT)


def design_sheet(design: str) -> str:
    """Return the sheet of a design; nothing for the classic one, which styles/print is."""
    return style_sheet(f"designs/{design}.css") if design != "classic" else ""


def style_sheet(name: str) -> str:
    """Return the text of a style sheet in styles/."""
    return (STYLES / name).read_text(encoding="utf-8")


def own_style_sheet(folder: Path, name: str) -> str:
    """Return the text of the edition's own sheet in its styles/; nothing if it has none, if the
    file is outside of the edition, or if it is the default design itself (the repository's
    edition)."""
    path = (folder / "styles" / name).resolve()
    if not path.is_file() or not path.is_relative_to(folder.resolve()):
        return ""
    if path.is_relative_to(STYLES.resolve()):
        return ""
    return path.read_text(encoding="utf-8", errors="replace")


def type_families(edition: Edition) -> tuple[str, ...]:
    """Return the families of type that the text of an edition is set in, for its colophon."""
    return (edition.print.family.name,)
