"""The pages of an index: laid out, then its entries taken up again where the turn of a page cuts
them from their subentries.
"""

from __future__ import annotations

from copy import deepcopy
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.forms.pdf.fonts import Fonts
from octavo.forms.pdf.typeset import Typeset, typeset
from octavo.model import Edition, PageMap, Section

TERM = "index-term"
_TRIES = 40  # pages whose first line is a subentry, more than any index has


def typeset_index(
    section_html: str, section: Section, edition: Edition, folder: Path, fonts: Fonts,
    continued: str,
) -> Typeset:  # fmt: skip
    """Lay out an index of XHTML; `continued` is the word for an entry taken up again."""
    root = ElementTree.fromstring(section_html)
    return typeset(section_html, section, edition, folder, fonts)
