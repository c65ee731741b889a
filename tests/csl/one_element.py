"""Set one element of a style for one item, for the tests of single elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import clean_date
from octavo.csl.items.item import Item
from octavo.csl.rendering.render_state import Rendering, Tables
from octavo.csl.rendering.style_tables import prepared
from octavo.csl.styles import Style
from octavo.csl.text.punctuation import bracketed

CSL = "http://purl.org/net/xbiblio/csl"


def tables_of(body: str, locale: str = "", attributes: str = "", language: str = "en-US") -> Any:
    """A style with one layout, prepared; `locale` goes into a cs:locale of its own."""
    locale = f"<locale>{locale}</locale>" if locale else ""
    xml = (
        f'<style xmlns="{CSL}" version="1.0" class="note" {attributes}>{locale}'
        f"<citation><layout>{body}</layout></citation></style>"
    )
    return prepared(Style("one", "one", language, xml.encode()), language)


def item(**fields: Any) -> Item:
    """An item of texts, and of dates where a field holds a mapping; `_` stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    dates = {name: clean_date(value) for name, value in named.items() if isinstance(value, Mapping)}
    texts = {name: str(value) for name, value in named.items() if name not in dates}
    return Item("k", "book", texts=texts, dates={n: date for n, date in dates.items() if date})


def work_on(tables: Tables, of: Item, **asked: Any) -> Rendering:
    return Rendering(of, tables, **asked)


def set_first(tables: Any, work: Rendering) -> str:
    """Set the first element of the layout."""
    return bracketed(tables.layout("citation").children[0].render(work), within=True)
