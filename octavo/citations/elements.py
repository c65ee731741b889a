"""CSL elements that take the place of citeproc-py's own in every style loaded by the engine.

citeproc-py looks an element's class up among the direct subclasses of CitationStylesElement, and
the last one of a name wins: a class here that derives from the element's class and from
CitationStylesElement replaces it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from citeproc import model
from citeproc.model import CitationStylesElement
from citeproc.source import VariableError

from octavo.citations.marks import marked, unmarked


class Remembering:
    """Elements that find their macro in the style's table: the XPath took half of the time."""

    def get_macro(self, name: str) -> Any:
        return self.get_root().macro_table[name]  # type: ignore[attr-defined]


class Text(Remembering, model.Text, CitationStylesElement):
    def calls_variable(self) -> bool:
        name = self.get("macro")
        if name is None:
            return super().calls_variable()
        remembered: dict[str, bool] = self.get_root().calls_variable_table
        if name not in remembered:
            remembered[name] = self.get_macro(name).calls_variable()
        return remembered[name]

    def quote(self, string: Any) -> Any:
        """Mark what is quoted: which quotation marks they become is known at the end only."""
        return marked("Quote", str(string)) if self.get("quotes") == "true" else string


class Names(model.Names, CitationStylesElement):
    def process(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave out the author of a cite that asks for it: the text has named them."""
        roles = self.get("variable", "").split()
        if item.get("suppress_author") and "author" in roles and "author" in item.reference:
            return None
        return super().process(item, *args, **kwargs)


class If(model.If, CitationStylesElement):
    def _position(self, item: Any, context: Any) -> list[bool]:
        """Ask the document's own registry of positions; in a bibliography nothing holds."""
        held = item.get("position", ())
        return [position in held for position in self.get("position", "").split()]


class Else_If(If, CitationStylesElement):  # noqa: N801 -- the class names the element
    pass


class Key(Remembering, model.Key, CitationStylesElement):
    def sort_keys(self, items: Sequence[Any], context: Any) -> list[Any]:
        """Give one key an item; an item that cannot be set has none and comes last."""
        keys: list[Any] = []
        for item in items:
            try:
                (key,) = super().sort_keys([item], context)
            except VariableError:
                key = None
            except Exception:  # whatever it trips over, the others are still sorted
                key = None
            keys.append(None if key is None else filing(str(key)))
        return keys


def filing(text: str) -> str:
    """Fold a sort key as a reader looks it up: Latin letters without accents, no quotes."""
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFKD", unmarked(text).casefold()):
        if not unicodedata.combining(character):
            base = character
        elif base < "\u0250":  # é files as e; but й is no и
            continue
        if character not in "“”‘’«»„\"'":
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
