"""Write the ids of the EPUB in ASCII letters: pandoc makes them of headings in any script, and
calibre, and readers that do not decode a link, know no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, unquote

from octavo.html.chapter import Chapter


def plain_id(identity: str) -> str:
    """Return an id in which each letter beyond ASCII is its number: `œuvre` is `.u153.uvre`; one
    that would begin with a full stop begins with `id`."""
    if identity.isascii():
        return identity
    made = "".join(c if c.isascii() else f".u{ord(c):x}." for c in identity)
    return f"id{made}" if made[0] == "." else made


def set_plain_ids(book: Sequence[Chapter]) -> list[Chapter]:
    """Return the sections with such ids, set in place; their links follow."""
    return [_with_plain_ids(chapter) for chapter in book]


def _with_plain_ids(chapter: Chapter) -> Chapter:
    for element in chapter.root.iter():
        for name in ("id", "data-note"):
            if name in element.attrib:
                element.set(name, plain_id(element.attrib[name]))
        path, sign, identity = element.get("href", "").partition("#")
        if sign and not unquote(identity).isascii() and ":" not in path:
            element.set("href", f"{path}#{quote(plain_id(unquote(identity)))}")
    return replace(
        chapter,
        calls={plain_id(note): plain_id(call) for note, call in chapter.calls.items()},
        headings=tuple(replace(h, id=plain_id(h.id)) for h in chapter.headings),
    )
