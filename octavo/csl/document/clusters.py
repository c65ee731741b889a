"""Order, group, collapse and join the cites at one place, as the style asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.csl.document.cite_processor import PLAIN, CiteContext, CiteProcessor, RenderedCite
from octavo.csl.text.punctuation import joined
from octavo.csl.text.tagged_text import unmarked

EN_DASH = "–"


@dataclass(frozen=True, slots=True)
class Piece:
    """One cite of a cluster as it is printed: its index in the cluster, its text without its
    affixes, and the delimiter between it and the piece before."""

    index: int
    text: str
    delimiter: str = ""
    closed: bool = False  # a range, or the letter that ends one: it takes no affixes


@dataclass(frozen=True, slots=True)
class CiteRequest:
    """The request for one cite of a cluster: its item, its context, and whether it has affixes."""

    id: str
    context: CiteContext
    affixed: bool = False


def pieces_of(processor: CiteProcessor, asked: Sequence[CiteRequest]) -> tuple[Piece, ...]:
    """Set the cites of a cluster in the order of print; the caller adds their affixes."""
    options = processor.tables.layout_options("citation")
    cores = [processor.core(one.id, one.context) for one in asked]
    order = processor.in_order("citation", [one.id for one in asked]) if len(asked) > 1 else [0]
    delimiter = processor.delimiter
    collapse = options.get("collapse", "")
    if len(asked) < 2:
        return tuple(Piece(n, core.text) for n, core in enumerate(cores))
    if collapse == "citation-number":
        return _numbers(processor, asked, cores, order)
    if collapse or "cite-group-delimiter" in options:
        return _grouped(processor, asked, cores, order, options)
    first = order[0]
    return tuple(Piece(n, cores[n].text, "" if n == first else delimiter) for n in order)


# --- numbers -------------------------------------------------------------------------------------


def _numbers(
    processor: CiteProcessor,
    asked: Sequence[CiteRequest],
    cores: Sequence[RenderedCite],
    order: Sequence[int],
) -> tuple[Piece, ...]:
    """Collapse three numbers or more that follow one another: [1, 2, 3, 5] -> [1–3, 5]."""
    pieces: list[Piece] = []
    for run in _runs(processor, asked, order):
        delimiter = _after(processor, pieces) if pieces else ""
        if len(run) < 3:
            for n in run:
                pieces.append(Piece(n, cores[n].text, delimiter))
                delimiter = processor.delimiter
        else:
            text = joined((cores[run[0]].text, EN_DASH, cores[run[-1]].text), "")
            pieces.append(Piece(run[0], text, delimiter, closed=True))
    return tuple(pieces)


def _after(processor: CiteProcessor, pieces: Sequence[Piece]) -> str:
    after = processor.tables.layout_options("citation").get(
        "after-collapse-delimiter", processor.delimiter
    )
    return after if pieces[-1].closed else processor.delimiter


def _runs(
    processor: CiteProcessor, asked: Sequence[CiteRequest], order: Sequence[int]
) -> list[list[int]]:
    """Return the cites in order, split where the next citation number does not follow; a cite with
    affixes or a locator is a run of its own."""
    runs: list[list[int]] = []
    last = None
    for n in order:
        one = asked[n]
        number = processor.numbers.get(one.id)
        lone = one.affixed or bool(one.context.locator) or number is None
        if runs and not lone and last is not None and number == last + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
        last = None if lone else number
    return runs


# --- authors and years ---------------------------------------------------------------------------


def _grouped(
    processor: CiteProcessor,
    asked: Sequence[CiteRequest],
    cores: Sequence[RenderedCite],
    order: Sequence[int],
    options: Mapping[str, str],
) -> tuple[Piece, ...]:
    """Bring the cites of the same authors together, and print what they share once
    (CSL specification, Cite Grouping and Cite Collapsing)."""
    collapse = options.get("collapse", "")
    suffixes = collapse.startswith("year-suffix")
    are_sorted = processor.tables.sort("citation") is not None
    # a note style that does not sort keeps its delimiter (disambiguate_YearCollapseWithInstitution)
    usual = ", " if are_sorted or not processor.tables.is_note_style else processor.delimiter
    groups = _groups(cores, order, anywhere=are_sorted, nameless=suffixes)
    within = options.get("cite-group-delimiter", usual)
    after = options.get("after-collapse-delimiter", processor.delimiter)
    pieces: list[Piece] = []
    delimiter = ""
    for group in groups:
        members = [(n, asked[n], cores[n].text) for n in group]
        if collapse and len(group) > 1:
            made = _collapsed(processor, members, options, within, after)
        else:
            made = [Piece(n, text, within) for n, _, text in members]
        pieces.append(replace(made[0], delimiter=delimiter))
        pieces += made[1:]
        # by year alone each group counts as collapsed (collapse_ChicagoAfterCollapse), by year
        # suffix those of several cites (collapse_TrailingDelimiter)
        is_collapsed = collapse == "year" or (collapse and len(group) > 1)
        delimiter = after if is_collapsed else processor.delimiter
    return tuple(pieces)


def _groups(
    cores: Sequence[RenderedCite], order: Sequence[int], *, anywhere: bool, nameless: bool
) -> list[list[int]]:
    """Return the cites of the same names, as indices; those without names only if `nameless`.

    They come from `anywhere` in the cluster, or are neighbours: where the style does not sort, the
    order is the author's own (fixture name_CiteGroupDelimiterWithYearSuffixCollapse2).
    """
    groups: dict[object, list[int]] = {}
    before, run = None, 0
    for n in order:
        names, hidden = cores[n].first_names, cores[n].hidden_names > 0
        same = (names, hidden, n if names is None and not nameless else ())
        run += not anywhere and same != before
        groups.setdefault((same, run), []).append(n)
        before = same
    return list(groups.values())


def _collapsed(
    processor: CiteProcessor,
    members: Sequence[tuple[int, CiteRequest, str]],
    options: Mapping[str, str],
    within: str,
    after: str,
) -> list[Piece]:
    """Print once what a group shares: (Doe 2000; Doe 2001) -> (Doe 2000, 2001).

    With year suffixes it is (Doe 2000a, b).
    """
    suffixes = options.get("collapse", "").startswith("year-suffix")
    ranged = options.get("collapse") == "year-suffix-ranged"
    usual = options.get("cite-group-delimiter", processor.delimiter)
    between = options.get("year-suffix-delimiter", usual)
    pieces: list[Piece] = []
    last_year, last_locator, run = "", False, 0
    for at, (n, one, text) in enumerate(members):
        context = replace(one.context, without_author=True)
        letter = processor.states.get(one.id, PLAIN).year_suffix
        year = _year(processor, one, context)
        if at == 0 or one.affixed:
            pieces.append(Piece(n, text, within))
            run = 0
        elif suffixes and letter and year == last_year and not last_locator:
            run = _add_letter(pieces, n, letter, between, ranged, run)
            if one.context.locator:
                pieces[-1] = replace(pieces[-1], text=_from_letter(processor, one, context, letter))
        else:
            delimiter = after if last_locator else within
            pieces.append(Piece(n, processor.core(one.id, context).text, delimiter))
            run = 0
        last_year, last_locator = year, bool(one.context.locator)
    return pieces


def _year(processor: CiteProcessor, one: CiteRequest, context: CiteContext) -> str:
    """Return the words of a cite without locator and year suffix; `point` leaves out the author."""
    state = replace(processor.states.get(one.id, PLAIN), year_suffix="")
    return unmarked(processor.core(one.id, replace(context, locator=""), state).text)


def _from_letter(
    processor: CiteProcessor, one: CiteRequest, context: CiteContext, letter: str
) -> str:
    """Return the year suffix of a cite and what follows it: 'b, 12'."""
    whole, bare = processor.core(one.id, context).text, _year(processor, one, context)
    rest = whole[len(bare) :] if whole.startswith(bare) else ""
    return rest or letter


def _add_letter(
    pieces: list[Piece], n: int, letter: str, between: str, ranged: bool, run: int
) -> int:
    """Add a year suffix after the piece of the same year; three in a row become a range.

    Return how many suffixes in a row have followed the one before them.
    """
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
