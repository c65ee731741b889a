"""CSL elements that take the place of citeproc-py's own in every style loaded by the engine.

citeproc-py looks an element's class up among the direct subclasses of CitationStylesElement, and
the last one of a name wins: a class here that derives from the element's class and from
CitationStylesElement replaces it.
"""

from __future__ import annotations

import re
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

    def _variable(self, item: Any, context: Any) -> Any:
        """Render a variable; note it down, in case a substitute has to suppress it later."""
        variable = self.get("variable")
        if variable == "locator" and item.has_locator and item.locator.label == "page":
            pages = unmarked(str(item.locator.identifier))
            return self._process(_PAGES.sub(_whole_range, pages), "page")
        text = super()._variable(item, context)
        if text:
            _rendered(context).append((self.tag, variable))
        return text

    def quote(self, string: Any) -> Any:
        """Mark what is quoted: which quotation marks they become is known at the end only."""
        return marked("Quote", str(string)) if self.get("quotes") == "true" else string


_PAGES = re.compile(r"(?<![\w.])(\d+)\s*[-–]\s*(\d+)(?![\w.])")


def _whole_range(found: re.Match[str]) -> str:
    """'305–07' -> '305–307', for the style to abbreviate as it does."""
    first, last = found.groups()
    return f"{first}-{first[: len(first) - len(last)]}{last}"


def _rendered(context: Any) -> list[tuple[str, str]]:
    """The variables printed so far in this cite, kept beside those suppressed."""
    return context.get_layout().repressed.setdefault("rendered", [])


class Substitute(model.Substitute, CitationStylesElement):
    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        self._before = len(_rendered(context))
        return super().render(item, context=context, **kwargs)

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        """Suppress all that the substitute printed, through macros and choices too.

        "Substituted variables are suppressed in the rest of the output" (CSL, Substitute).
        """
        repressed = context.get_layout().repressed
        for tag, variable in _rendered(context)[self._before :]:
            repressed.setdefault(tag, []).append(variable)


class Names(model.Names, CitationStylesElement):
    def process(
        self, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        """Leave out the author of a cite that asks for it (the text has named them), and names
        that stand for another's already; take the form of the names these stand for."""
        reference = item.reference
        roles = [role for role in self.get("variable", "").split() if role in reference]
        if item.get("suppress_author") and "author" in roles:
            return None
        context = self if context is None else context
        repressed = context.get_layout().repressed.get(self.tag, ())
        hidden = {role: reference[role] for role in roles if role in repressed}
        if hidden and len(hidden) == len(roles):
            return None
        if names_context is None and self.name is None:
            names_context = next(self.iterancestors(_SUBSTITUTE), None)
            names_context = None if names_context is None else names_context.getparent()
        try:
            for role in hidden:
                del reference[role]
            text = super().process(item, names_context, context, **kwargs)
        finally:
            reference.update(hidden)
        if text:
            _rendered(context).extend((self.tag, role) for role in roles)
        return text


_SUBSTITUTE = "{http://purl.org/net/xbiblio/csl}substitute"


class Name(model.Name, CitationStylesElement):
    def initialize(self, given: str, mark: str, context: Any) -> str:
        """Where names stay whole, give the form of the style to initials alone: 'J.R.' 'J. R.'"""
        if self.get("initialize") != "false":
            return super().initialize(given, mark, context)
        return _INITIALS.sub(
            lambda found: mark.join(re.findall(r"\w", found[0])) + mark, given
        ).strip()


_INITIALS = re.compile(r"(?<!\w)(?:\w\.\s*)+(?=\s|\w|$)|(?<!\w)[A-Z](?=\s|$)")


class Label(model.Label, CitationStylesElement):
    def process(
        self, item: Any, variable: Any = None, plural: Any = None, context: Any = None, **kw: Any
    ) -> Any:
        """Print a label only for what is there."""
        own = self.get("variable")
        if variable is None and own is not None:
            there = (
                item.has_locator if own == "locator" else own.replace("-", "_") in item.reference
            )
            if not there:
                return None
        return super().process(item, variable, plural, context, **kw)

    def _is_plural(self, item: Any) -> bool:
        """More than one is plural, of what is counted; a list or range, of what is numbered."""
        variable = self.get("variable", "")
        if variable.startswith("number-of"):
            number = str(item.reference[variable.replace("-", "_")]).strip()
            return number.isdigit() and int(number) > 1
        return super()._is_plural(item)


class If(model.If, CitationStylesElement):
    def render(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        """Take `disambiguate` for false: no pass over the document asks for it yet."""
        if "disambiguate" in self.attrib and self.get("match", "all") == "all":
            raise model.ConditionFailed
        return super().render(item, *args, **kwargs)

    def _is_numeric(self, item: Any) -> list[bool]:
        """See whether a field holds numbers: '2', '1–3', '4th', '2a & 2b' (CSL, Choose)."""
        return [
            _NUMERIC.fullmatch(
                str(
                    item.locator.identifier
                    if name == "locator" and item.has_locator
                    else item.reference.get(name.replace("-", "_"), "")
                )
            )
            is not None
            for name in self.get("is-numeric", "").split()
        ]

    def _position(self, item: Any, context: Any) -> list[bool]:
        """Ask the document's own registry of positions; in a bibliography nothing holds."""
        held = item.get("position", ())
        return [position in held for position in self.get("position", "").split()]


_NUMERIC = re.compile(r"[A-Za-z]?\d+[A-Za-z]*(?:\s?[-–,&]\s?[A-Za-z]?\d+[A-Za-z]*)*")


class Else_If(If, CitationStylesElement):
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
