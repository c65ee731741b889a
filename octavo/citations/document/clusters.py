"""Clusters: the cites at one place, ordered, grouped, collapsed and joined as the style says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.citations.document.desk import PLAIN, Desk, Point, SetCore
from octavo.citations.words.marks import unmarked
from octavo.citations.words.punctuation import joined

EN_DASH = "–"


@dataclass(frozen=True, slots=True)
class Piece:
    """One cite of a cluster as it is printed: its index in the cluster, its text without its
    affixes, and what stands between it and the piece before."""

    index: int
    text: str
    delimiter: str = ""
    closed: bool = False  # a range or a lone letter: it takes no affixes


@dataclass(frozen=True, slots=True)
class Asked:
    """One cite of a cluster: the item, the kind of place, and whether it has affixes."""

    id: str
    point: Point
    affixed: bool = False


def pieces_of(desk: Desk, asked: Sequence[Asked]) -> tuple[Piece, ...]:
    """Set the cites of a cluster and put them in order; the caller adds their affixes."""
    options = desk.tables.layout_options("citation")
    cores = [desk.core(one.id, one.point) for one in asked]
    order = desk.in_order("citation", [one.id for one in asked]) if len(asked) > 1 else [0]
    delimiter = desk.delimiter
    collapse = options.get("collapse", "")
    if len(asked) < 2:
        return tuple(Piece(n, core.text) for n, core in enumerate(cores))
    if collapse == "citation-number":
        return _numbers(desk, asked, cores, order)
    if collapse or "cite-group-delimiter" in options:
        return _grouped(desk, asked, cores, order, options)
    first = order[0]
    return tuple(Piece(n, cores[n].text, "" if n == first else delimiter) for n in order)


# --- numbers -------------------------------------------------------------------------------------


def _numbers(
    desk: Desk, asked: Sequence[Asked], cores: Sequence[SetCore], order: Sequence[int]
) -> tuple[Piece, ...]:
    """[1, 2, 3, 5] -> [1–3, 5]: three numbers or more in a row, with nothing beside them."""
    pieces: list[Piece] = []
    for run in _runs(desk, asked, order):
        delimiter = _after(desk, pieces) if pieces else ""
        if len(run) < 3:
            for n in run:
                pieces.append(Piece(n, cores[n].text, delimiter))
                delimiter = desk.delimiter
        else:
            text = joined((cores[run[0]].text, EN_DASH, cores[run[-1]].text), "")
            pieces.append(Piece(run[0], text, delimiter, closed=True))
    return tuple(pieces)


def _after(desk: Desk, pieces: Sequence[Piece]) -> str:
    after = desk.tables.layout_options("citation").get("after-collapse-delimiter", desk.delimiter)
    return after if pieces[-1].closed else desk.delimiter


def _runs(desk: Desk, asked: Sequence[Asked], order: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    last = None
    for n in order:
        one = asked[n]
        number = desk.numbers.get(one.id)
        lone = one.affixed or bool(one.point.locator) or number is None
        if runs and not lone and last is not None and number == last + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
        last = None if lone else number
    return runs


# --- authors and years ---------------------------------------------------------------------------


def _grouped(
    desk: Desk,
    asked: Sequence[Asked],
    cores: Sequence[SetCore],
    order: Sequence[int],
    options: Mapping[str, str],
) -> tuple[Piece, ...]:
    """Bring the cites of the same authors together, and print what they share once
    (CSL specification, Cite Grouping and Cite Collapsing)."""
    groups: dict[object, list[int]] = {}
    collapse = options.get("collapse", "")
    suffixes = collapse.startswith("year-suffix")
    for n in order:
        names, hidden = cores[n].first_names, cores[n].hidden_names > 0
        alone = n if names is None and not suffixes else ()
        groups.setdefault((names, hidden, alone), []).append(n)
    usual = ", " if desk.tables.sort("citation") is not None else desk.delimiter
    within = options.get("cite-group-delimiter", usual)
    after = options.get("after-collapse-delimiter", desk.delimiter)
    pieces: list[Piece] = []
    delimiter = ""
    for group in groups.values():
        members = [(n, asked[n], cores[n].text) for n in group]
        if collapse and len(group) > 1:
            made = _collapsed(desk, members, options, within, after)
        else:
            made = [Piece(n, text, within) for n, _, text in members]
        pieces.append(replace(made[0], delimiter=delimiter))
        pieces += made[1:]
        delimiter = after if collapse else desk.delimiter
    return tuple(pieces)


def _collapsed(
    desk: Desk,
    members: Sequence[tuple[int, Asked, str]],
    options: Mapping[str, str],
    within: str,
    after: str,
) -> list[Piece]:
    """(Doe 2000; Doe 2001) -> (Doe 2000, 2001); with year suffixes (Doe 2000a, b)."""
    suffixes = options.get("collapse", "").startswith("year-suffix")
    ranged = options.get("collapse") == "year-suffix-ranged"
    usual = options.get("cite-group-delimiter", desk.delimiter)
    between = options.get("year-suffix-delimiter", usual)
    pieces: list[Piece] = []
    last_year, last_locator, run = "", False, 0
    for at, (n, one, text) in enumerate(members):
        point = replace(one.point, without_author=True)
        letter = desk.states.get(one.id, PLAIN).year_suffix
        year = _year(desk, one, point)
        if at == 0 or one.affixed:
            pieces.append(Piece(n, text, within))
            run = 0
        elif suffixes and letter and year == last_year and not last_locator:
            run = _add_letter(pieces, n, letter, between, ranged, run)
            if one.point.locator:
                pieces[-1] = replace(pieces[-1], text=_from_letter(desk, one, point, letter))
        else:
            delimiter = after if last_locator else within
            pieces.append(Piece(n, desk.core(one.id, point).text, delimiter))
            run = 0
        last_year, last_locator = year, bool(one.point.locator)
    return pieces


def _year(desk: Desk, one: Asked, point: Point) -> str:
    """What a cite prints beside its names and its letter."""
    state = replace(desk.states.get(one.id, PLAIN), year_suffix="")
    return unmarked(desk.core(one.id, replace(point, locator=""), state).text)


def _from_letter(desk: Desk, one: Asked, point: Point, letter: str) -> str:
    """The letter and what follows it in a cite: 'b, 12'."""
    whole, bare = desk.core(one.id, point).text, _year(desk, one, point)
    rest = whole[len(bare) :] if whole.startswith(bare) else ""
    return rest or letter


def _add_letter(
    pieces: list[Piece], n: int, letter: str, between: str, ranged: bool, run: int
) -> int:
    """Put a letter after the year before it; three in a row become a range."""
    follows = bool(pieces) and pieces[-1].text[-1:] == chr(ord(letter[-1]) - 1)
    if ranged and follows and run >= 1:
        if run == 1:
            first = pieces.pop()
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text)
            pieces.append(replace(first, text=letter, delimiter=EN_DASH, closed=True))
        else:
            pieces[-1] = replace(pieces[-1], text=letter)
        return run + 1
    pieces.append(Piece(n, letter, between, closed=False))
    return run + 1 if follows else 0
