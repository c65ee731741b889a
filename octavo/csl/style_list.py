"""List the CSL styles that there are: those of the edition and those of the package."""

from __future__ import annotations

import difflib
import importlib.resources
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from importlib.resources.abc import Traversable
from pathlib import Path

from octavo.csl.styles import PACKAGE
from octavo.csl.text.searching import as_searched

_HEAD = 16_384  # bytes; the head of the longest style of the package has not half of it
_MOST_NAMED = 10

_INFO = re.compile(r"<info\b[^>]*>(.*?)</info>", re.DOTALL)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL)
_SYSTEM = re.compile(r'<category\b[^>]*\bcitation-format="([a-z-]+)"')
_CLASS = re.compile(r'<style\b[^>]*\bclass="([a-z-]+)"')
_LINK = re.compile(r"<link\b[^>]*>")
_HREF = re.compile(r'\bhref="([^"]*)"')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListedStyle:
    """A style: the name that `style:` takes, its title, how it cites (note, author-date, numeric,
    label, author), and the style that it is a copy of under another title, if it is one."""

    name: str
    title: str
    system: str
    parent: str = ""


def list_styles(words: str = "", folder: Path | None = None) -> tuple[ListedStyle, ...]:
    """Return the styles whose names or titles have all the words, in the order of their names; if
    none has, those with the nearest names.

    Without words, return all but those that are copies of others. `folder` is an edition's, whose
    csl/ comes first.
    """
    own = tuple(_listed_in(folder / "csl")) if folder else ()
    packed = importlib.resources.files(PACKAGE) / "styles"
    styles = [*own, *_listed_in(packed)]
    asked = as_searched(words).split()
    if not asked:
        return _each_once(styles)
    styles += _listed_in(packed / "dependent")
    found = [style for style in styles if _has(style, asked)]
    if not found:
        names = {as_searched(style.name): style for style in reversed(styles)}
        near = difflib.get_close_matches("-".join(asked), names, n=_MOST_NAMED, cutoff=0.6)
        return tuple(names[name] for name in near)
    return _each_once(found)


def _each_once(styles: Sequence[ListedStyle]) -> tuple[ListedStyle, ...]:
    """Return styles by name, the first of each name, which is the one that is used."""
    first = {style.name: style for style in reversed(styles)}
    return tuple(first[name] for name in sorted(first))


def _has(style: ListedStyle, words: Sequence[str]) -> bool:
    said = as_searched(f"{style.name} {style.title}")
    short = "".join(word[0] for word in style.name.split("-") if word not in _SMALL)
    return all(word in said or (len(word) > 2 and short.startswith(word)) for word in words)


_SMALL = {"of", "the", "for", "and"}


def _listed_in(folder: Traversable) -> Iterator[ListedStyle]:
    """Yield the styles in a folder; a file that cannot be read, or is no style, is left out."""
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        if file.name.endswith(".csl"):
            try:
                with file.open("rb") as opened:
                    head = opened.read(_HEAD)
            except OSError:
                continue
            style = _listed(file.name.removesuffix(".csl"), head.decode("utf-8", "replace"))
            if style:
                yield style


def _listed(name: str, head: str) -> ListedStyle | None:
    """Return a style by the head of its file; None if that is not one of a style."""
    head = _COMMENT.sub("", head)
    info, kind = _INFO.search(head), _CLASS.search(head)
    if info is None:
        return None
    title, system = _TITLE.search(info[1]), _SYSTEM.search(info[1])
    cited = system[1] if system else ("note" if kind and kind[1] == "note" else "")
    said = " ".join(unescape(title[1]).split()) if title else name
    return ListedStyle(name, said, cited, _parent(info[1]))


def _parent(info: str) -> str:
    for link in _LINK.findall(info):
        target = _HREF.search(link)
        if target and 'rel="independent-parent"' in link:
            return target[1].rstrip("/").rpartition("/")[2]
    return ""
