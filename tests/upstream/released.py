"""Run citeproc-py as it is released on the cases given on standard input, as JSON.

A process of its own: where Octavo's classes are imported, they take the places of the released
ones.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON


def printed(case: dict[str, Any]) -> list[str]:
    try:
        style = CitationStylesStyle(io.BytesIO(case["style"].encode()), validate=False)
        bibliography = CitationStylesBibliography(
            style, CiteProcJSON(case["items"]), formatter.html
        )
        citations = [Citation([_item(cite) for cite in note]) for note in case["notes"]]
        for citation in citations:
            bibliography.register(citation)
        if case["entries"]:
            bibliography.sort()
            return [str(entry) for entry in bibliography.bibliography()]
        return [str(bibliography.cite(citation, lambda _: None)) for citation in citations]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def _item(cite: dict[str, Any]) -> CitationItem:
    if "locator" in cite:
        return CitationItem(cite["id"], locator=Locator(cite.get("label", "page"), cite["locator"]))
    return CitationItem(cite["id"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps([printed(case) for case in json.load(sys.stdin)]))
