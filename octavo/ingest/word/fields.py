"""Read the citations that Zotero and Mendeley keep in fields, and give their works keys.

A field holds its works whole, as CSL-JSON.  The programs number them anew in each field or in each
library (`ITEM-1`, `109`), so that one number may be two works: the key is made of author and year.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from octavo.pandoc import tree
from octavo.pandoc.tree import Citation

_JSON = re.compile(r"(?P<head>.*?CSL_CITATION\s*)(?P<json>\{.*)", re.DOTALL)
# Where Zotero and Mendeley keep the words that they gave a citation.
_PLAIN = (("properties", "plainCitation"), ("mendeley", "plainTextFormattedCitation"))
_MOST = 2_000_000  # characters of one field


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A citation: its instruction, its keys, and the words that the program gave it."""

    instruction: str
    keys: tuple[str, ...]
    plain: str
    citations: tuple[Citation, ...] = ()  # as pandoc's tree has them


@dataclass(slots=True)
class Works:
    """The works that were cited, in their order, each with one key."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    def rewritten(self, instruction: str) -> Rewritten | None:
        """Return a field with the keys of this edition; None if it is no citation that can be
        read."""
        found = _JSON.match(instruction[:_MOST])
        if not found:
            return None
        try:
            data, _ = json.JSONDecoder().raw_decode(found["json"])
            for one in data["citationItems"]:
                item = one.get("itemData") or one["item"]
                key = self._key(item, one.get("uris") or one.get("uri") or ())
                one["id"] = key
                one["itemData"] = {**item, "id": key}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        keys = tuple(one["id"] for one in data["citationItems"])
        return Rewritten(
            found["head"] + json.dumps(data, ensure_ascii=False), keys, _plain_of(data),
            tuple(_citation(one) for one in data["citationItems"]),
        )  # fmt: skip

    def _key(self, item: Mapping[str, Any], uris: Any) -> str:
        """Return the key of a work: the same for one address, or for one content."""
        bare = {name: value for name, value in item.items() if name != "id"}
        content = json.dumps(bare, sort_keys=True, ensure_ascii=False)
        names = [*(uris if isinstance(uris, list) else [uris]), content]
        known = next((self._keys[n] for n in names if isinstance(n, str) and n in self._keys), None)
        key = known or self._new(item)
        self.items.setdefault(key, {**item, "id": key})
        for name in names:
            if isinstance(name, str):
                self._keys.setdefault(name, key)
        return key

    def _new(self, item: Mapping[str, Any]) -> str:
        stem = f"{_name(item)}{_year(item)}"
        if stem not in self.items:
            return stem
        number = 0
        while True:
            number += 1
            letters, rest = "", number
            while rest:
                rest, at = divmod(rest - 1, 26)
                letters = chr(97 + at) + letters
            if f"{stem}{letters}" not in self.items:
                return f"{stem}{letters}"


# Locators by their names in CSL, as pandoc reads them from words.
_LABELS = {"page": "", "chapter": "chap. ", "section": "sec. ", "volume": "vol. ", "note": "n. ",
           "folio": "fol. ", "line": "l. ", "paragraph": "para. ", "part": "pt. ", "book": "bk. ",
           "column": "col. ", "figure": "fig. ", "issue": "no. ", "opus": "op. ", "verse": "v. ",
           "sub-verbo": "s.v. "}  # fmt: skip


def _citation(item: Mapping[str, Any]) -> Citation:
    """Return an item of a citation with its prefix, locator and suffix."""
    locator = str(item.get("locator") or "").strip()
    words = f"{_LABELS.get(str(item.get('label') or 'page'), '')}{locator}" if locator else ""
    suffix = str(item.get("suffix") or "").rstrip()
    said = (f", {words}" if words else "") + suffix
    prefix = str(item.get("prefix") or "").strip()
    mode = "SuppressAuthor" if item.get("suppress-author") else "NormalCitation"
    return tree.citation(str(item["id"]), tree.text(prefix), tree.text(said), mode)


def _plain_of(data: Mapping[str, Any]) -> str:
    """Return the words that Zotero or Mendeley gave a citation when it was made."""
    for holder, name in (
        ("properties", "plainCitation"),
        ("mendeley", "plainTextFormattedCitation"),
    ):
        held = data.get(holder)
        if isinstance(held, dict) and isinstance(held.get(name), str):
            return held[name]
    return ""


def _name(item: Mapping[str, Any]) -> str:
    for role in ("author", "editor", "translator"):
        people = item.get(role)
        if isinstance(people, list) and people and isinstance(people[0], dict):
            words = people[0].get("family") or people[0].get("literal") or ""
            if made := _plain(str(words)):
                return made
    words = str(item.get("title-short") or item.get("title") or "").split()
    return next((made for word in words if len(made := _plain(word)) > 3), "") or "work"


def _plain(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words.lower())
    return "".join(c for c in bare if c.isalnum() and c.isascii())[:30]


def _year(item: Mapping[str, Any]) -> str:
    try:
        return re.sub(r"\D", "", str(item["issued"]["date-parts"][0][0]))
    except (KeyError, IndexError, TypeError):
        found = re.search(r"\d{4}", str(item.get("issued", "")))
        return found[0] if found else ""
