"""Sort the cites of a citation and the entries of a bibliography: cs:sort and cs:key.

The value of a key is computed only for items that are equal under the keys before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.items.dates import sort_key
from octavo.csl.items.item import Item
from octavo.csl.rendering.cs_names import Names
from octavo.csl.rendering.cs_text import label_of
from octavo.csl.rendering.element import Element
from octavo.csl.rendering.render_state import Rendering
from octavo.csl.text.filing import filing_key

Maker = Callable[[], Rendering]  # starts a new rendering of one item


class Sort(Element, model.Sort, CitationStylesElement):
    def order(self, makers: Sequence[Maker]) -> list[int]:
        """Return the order of items, as indices; those that no key separates stay as they come.

        An item without a value comes last, whether the key is ascending or descending (CSL
        specification, Sorting; fixture sort_StatusFieldDescending).
        """
        groups = [list(range(len(makers)))]
        for key in self.children:
            if isinstance(key, Key) and len(groups) < len(makers):
                groups = [part for group in groups for part in key.parted(group, makers)]
        return [item for group in groups for item in group]


class Key(Element, model.Key, CitationStylesElement):
    def parted(self, group: list[int], makers: Sequence[Maker]) -> list[list[int]]:
        """Split items by their values, in order; items of one value stay together."""
        if len(group) < 2:
            return [group]
        values = {item: self.value(makers[item]()) for item in group}
        filed = sorted(
            (item for item in group if values[item]),
            key=values.__getitem__,
            reverse=self.options.get("sort") == "descending",
        )
        parts = [list(part) for _, part in groupby(filed, key=values.__getitem__)]
        missing = [item for item in group if not values[item]]
        return [*parts, missing] if missing else parts

    def value(self, work: Rendering) -> bytes:
        """Return the value of an item as bytes to be compared; b'' for none."""
        options = self.options
        if "macro" in options:
            macro = self.tables.macro(options["macro"])
            work.sort_options = _name_options(options)
            return (
                b""
                if macro is None
                else filing_key(macro.render(work), work.tables.filing_language)
            )
        variable, item = options.get("variable", ""), work.item
        if variable in item.dates:
            return sort_key(item.dates[variable]).encode("utf-8", "replace")
        if variable in item.people:
            work.sort_options = {"form": "long", **_name_options(options)}
            text = self._names(variable).render(work)
        else:
            text = _of_the_cite(variable, work, item)
        return filing_key(text, work.tables.filing_language)

    def _names(self, variable: str) -> Names:
        """Return a cs:names of the variable alone, made once."""
        names = getattr(self, "_made", None)
        if names is None:
            names = self._made = Names()
            names.options, names.children, names.tables = {"variable": variable}, (), self.tables
        return names


def _of_the_cite(variable: str, work: Rendering, item: Item) -> str:
    match variable:
        case "citation-number":
            return work.number
        case "citation-label":
            return label_of(work)
        case "year-suffix":
            return work.year_suffix
        case "locator":
            return work.locator
    return item.texts.get(variable, "")


_ET_AL = {
    "names-min": "et-al-min",
    "names-use-first": "et-al-use-first",
    "names-use-last": "et-al-use-last",
}


def _name_options(options: Mapping[str, str]) -> dict[str, str]:
    """Return the options of names in a key: family name first, and the key's own et al. (CSL
    specification, Sorting)."""
    own = {_ET_AL[name]: value for name, value in options.items() if name in _ET_AL}
    return {"name-as-sort-order": "all"} | own
