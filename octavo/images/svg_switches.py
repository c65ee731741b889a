"""Choose among the alternatives of a `switch` in an SVG (SVG 1.1, 5.8.2).

Programs that write text as a web page (`foreignObject`: draw.io, Mermaid, Illustrator) put the same
text behind it as SVG, for programs that draw no web pages. No form has the web page; all have the
other. A warning that such a program puts last, behind an empty group, is not drawn either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from octavo.images.svg_names import SVG, local

PAGE = "foreignobject"
_CONDITIONS = ("requiredFeatures", "requiredExtensions", "requiredFonts", "requiredFormats")


@dataclass(slots=True)
class Switch:
    """A `switch` whose children are met one after another."""

    chosen: bool = False
    by_language: bool = False

    def keeps(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Return whether a child may be drawn: of children without a language the first that is no
        web page; of those with one all, since only who draws them knows the reader's."""
        if self.chosen or local(name).lower() == PAGE:
            return False
        if any(local(key) == "systemLanguage" for key in attributes):
            self.by_language = True
        else:
            self.chosen = True
        return True


def without_alternatives(root: Element) -> None:
    """Remove from a tree what its switches do not show; one that is left with one child is a
    group."""
    for element in [e for e in root.iter() if local(e.tag).lower() == "switch"]:
        switch = Switch()
        for child in list(element):
            if not switch.keeps(str(child.tag), child.attrib):
                element.remove(child)
            elif switch.chosen:
                for key in _CONDITIONS:
                    child.attrib.pop(key, None)
        if not switch.by_language:
            element.tag = f"{{{SVG}}}g"
