"""Name the elements and attributes of OpenDocument's XML that more than one reader asks for."""

from __future__ import annotations

_URN = "urn:oasis:names:tc:opendocument:xmlns"


def text(name: str) -> str:
    """Return a name of OpenDocument's text elements as lxml has it."""
    return f"{{{_URN}:text:1.0}}{name}"


def office(name: str) -> str:
    return f"{{{_URN}:office:1.0}}{name}"


def draw(name: str) -> str:
    return f"{{{_URN}:drawing:1.0}}{name}"


def style(name: str) -> str:
    return f"{{{_URN}:style:1.0}}{name}"


def fo(name: str) -> str:
    return f"{{{_URN}:xsl-fo-compatible:1.0}}{name}"


def svg(name: str) -> str:
    return f"{{{_URN}:svg-compatible:1.0}}{name}"


CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DATE = "{http://purl.org/dc/elements/1.1/}date"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
HREF = "{http://www.w3.org/1999/xlink}href"
# In the names of Zotero's marks around a citation, and of its section for the bibliography.
CITED, LISTED = "CSL_CITATION", "CSL_BIBLIOGRAPHY"
PARAGRAPHS = frozenset({text("p"), text("h")})
ANNOTATIONS = frozenset({office("annotation"), office("annotation-end")})
# What a program makes anew from the document.
CONTENTS = frozenset(
    text(name)
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index",
                 "object-index", "user-index")
)  # fmt: skip
# Declarations that print no word.
UNPRINTED = frozenset(
    [text(name) for name in ("tracked-changes", "variable-decls", "sequence-decls",
     "user-field-decls", "dde-connection-decls", "note-citation", "linenumbering-configuration")]
    + [office(name) for name in ("forms", "scripts", "font-face-decls", "automatic-styles")]
    + [svg("title"), svg("desc")]
)  # fmt: skip
