"""Make small OpenDocument texts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{name}="{_URN}:{path}:1.0"'
    for name, path in (("office", "office"), ("text", "text"), ("table", "table"),
                       ("draw", "drawing"), ("style", "style"), ("fo", "xsl-fo-compatible"))
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:math="http://www.w3.org/1998/Math/MathML"'
)  # fmt: skip


def note(words: str, id: str = "n") -> str:
    """Return a note in its place."""
    return (
        f'<text:note text:id="{id}" text:note-class="footnote"><text:note-citation>1'
        f"</text:note-citation><text:note-body><text:p>{words}</text:p></text:note-body>"
        "</text:note>"
    )


def odt(body: str, styles: str = "", files: Mapping[str, bytes] | None = None) -> bytes:
    """Return an OpenDocument text of a body and its automatic styles."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMESPACES}><office:styles/></office:document-styles>",
        )
        archive.writestr("content.xml", (
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>"))  # fmt: skip
        for path, data in (files or {}).items():
            archive.writestr(path, data)
    return made.getvalue()
