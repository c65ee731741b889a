"""Compare the words of a document with those of the edition, and say what is missing or new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.model import Element
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite, walk

_SIGNS = str.maketrans({
    **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛‹›", "'"), "\xad": "", "\u200b": "",
    "\ufeff": "", "\u200d": "", "\u200c": "",
    "\u2011": "-", "\\": "",
})  # fmt: skip
_DASHES = (("---", "—"), ("--", "–"), ("...", "…"))
_MOST = 4_000_000  # pairs of words: beyond them stretches are compared whole


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the document that are not in the edition, or the other way round."""

    first: int  # the passage of the document, from 0
    lost: str
    added: str


def passages_in(blocks: Sequence[Element]) -> tuple[list[str], list[str]]:
    """Return the words of each paragraph of a text, and of its notes in their order."""
    body: list[str] = []
    notes: list[str] = []
    for block in _ends(blocks):
        body.append(plain(block))
        for note in walk(block, within=frozenset({"Note"})):
            if tree.is_kind(note, "Note"):
                notes += [plain(inner) for inner in _ends(tree.content_of(note))]
    return body, notes


_ENDS = frozenset({"Para", "Plain", "Header", "LineBlock", "CodeBlock"})


def _ends(blocks: Sequence[Element]) -> list[Element]:
    """Return the blocks that hold words themselves."""
    return [one for one in walk(list(blocks), within=_ENDS | {"Note"}) if (
        tree.kind_of(one) in _ENDS)]  # fmt: skip


def without_citations(blocks: Sequence[Element]) -> list[Element]:
    """Return blocks without citations, formulas, and the words in the place of pictures, which are
    compared by no letter."""
    unread = ("Cite", "Math", "Image")
    return rewrite(list(blocks), lambda one: [] if tree.is_kind(one, *unread) else None)


def letters(words: str) -> str:
    """Return the letters of words in one form: without spaces, quotation marks all straight."""
    bare = "".join(words.translate(_SIGNS).split())
    for written, sign in _DASHES:
        bare = bare.replace(written, sign)
    return bare


def compare(given: Sequence[str], made: Sequence[str]) -> list[Difference]:
    """Return what differs between the passages of a document and those of the edition."""
    one = [(at, letters(words)) for at, words in enumerate(given)]
    one = [(at, bare) for at, bare in one if bare]
    other = [bare for words in made if (bare := letters(words))]
    words_of = [" ".join(words.split()) for words in made if letters(words)]
    found: list[Difference] = []
    for kind, a, b, c, d in opcodes([bare for _, bare in one], other):
        if kind == "equal":
            continue
        if "".join(bare for _, bare in one[a:b]) == "".join(other[c:d]):
            continue
        at = one[min(a, len(one) - 1)][0] if one else 0
        found += _by_words(at, [(p, given[p].split()) for p, _ in one[a:b]],
                           [word for text in words_of[c:d] for word in text.split()])  # fmt: skip
    return _without_moved(found)


def opcodes(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how one sequence becomes another, as difflib says it: what they begin and end with is
    compared first, since difflib takes the square of equal passages in time."""
    most = min(len(one), len(other))
    start = next((at for at in range(most) if one[at] != other[at]), most)
    end = next((at for at in range(most - start) if one[-1 - at] != other[-1 - at]), most - start)
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    if len(a) * len(b) > _MOST:
        middle = [("replace", 0, len(a), 0, len(b))]
    else:
        middle = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    found = [("equal", 0, start, 0, start)]
    found += [(k, i + start, j + start, x + start, y + start) for k, i, j, x, y in middle]
    found.append(("equal", len(one) - end, len(one), len(other) - end, len(other)))
    return found


def parted(given: Sequence[str], made: Sequence[str]) -> list[tuple[int, str, str]]:
    """Return the passages that have all letters, but other spaces: the number of each, and the
    first words that differ, in the document and in the edition."""
    one = [(at, bare) for at, words in enumerate(given) if (bare := letters(words))]
    other = [(words, bare) for words in made if (bare := letters(words))]
    found: list[tuple[int, str, str]] = []
    for kind, a, b, c, _ in opcodes([bare for _, bare in one], [bare for _, bare in other]):
        for step in range(b - a if kind == "equal" else 0):
            at, words = one[a + step][0], other[c + step][0]
            first = _first_parted(given[at], words)
            if first is not None:
                found.append((at, *first))
    return found


def _first_parted(given: str, made: str) -> tuple[str, str] | None:
    """Return the first words that are parted otherwise; None if all are alike."""
    one = [bare for word in given.split() if (bare := letters(word))]
    other = [bare for word in made.split() if (bare := letters(word))]
    if one == other:
        return None
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return " ".join(one[at : at + 2]), " ".join(other[at : at + 2])


def _by_words(at: int, given: list[tuple[int, list[str]]], made: list[str]) -> list[Difference]:
    places = [passage for passage, words in given for _ in words]
    flat = [word for _, words in given for word in words]
    if len(flat) * len(made) > _MOST:
        return [Difference(at, " ".join(flat), " ".join(made))]
    matcher = SequenceMatcher(
        None, [letters(word) for word in flat], [letters(word) for word in made], autojunk=False
    )
    found: list[Difference] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        lost, added = " ".join(flat[a:b]), " ".join(made[c:d])
        if kind != "equal" and letters(lost) != letters(added):
            found.append(Difference(places[min(a, len(places) - 1)] if places else at, lost, added))
    return found


def _without_moved(found: list[Difference]) -> list[Difference]:
    """Return differences without words that are only at another place, such as those of a box."""
    left = [letters(one.added) for one in found]
    made: list[Difference] = []
    for one in found:
        bare = letters(one.lost)
        if bare and not letters(one.added) and bare in left:
            left[left.index(bare)] = "\0"
        else:
            made.append(one)
    gone = [one for one, added in zip(found, left, strict=True) if added == "\0"]
    return [one for one in made if one not in gone]


def count(words: str) -> int:
    return len(re.sub(r"\s", "", words))
