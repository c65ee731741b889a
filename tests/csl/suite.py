"""Read the fixtures of the public CSL test suite, set them by Octavo, and compare.

A fixture is a text with sections, `>>== NAME ==>>` to `<<== NAME ==<<`; what stands between them is
comment.  MODE says whether the citations or the bibliography are looked at, CSL and INPUT hold the
style and the items, RESULT what a processor must print.  CITATION-ITEMS are clusters that stand for
themselves, with the position of each cite given; CITATIONS are a session with a word processor,
whose last step is the document.  Without either, all items are cited in one cluster.

Run as `python -m tests.csl.suite`:

    [NAME ...]      only these fixtures; a name without its category's cases stands for all of it
    --failures      the fixtures that fail, with the line where they part
    --diff          all of what is expected and of what is printed
    --renew         write the list of those that pass
    --corrections   the patch, for the suite, of fixtures that pass with renewed words
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import corpus
from octavo.bibliography.zotero import take_extra
from octavo.csl.document import (
    Changes,
    Cluster,
    DocumentCite,
    PlacedCitation,
    SetDocument,
    opened,
    set_document,
)
from octavo.csl.items.field_text import field_text
from octavo.csl.items.fields import item_of
from octavo.csl.items.item import Item
from octavo.csl.styles import Style
from octavo.csl.text.tagged_html import bibliography_html, to_html
from octavo.csl.text.tagged_text import unmarked

SUITE = corpus.SHARED / "csl-suite"
PASSES = Path(__file__).with_name("suite-passes.txt")

# The categories that note styles live on, and the least share of each that must pass.
NOTE_CATEGORIES = (
    "position", "integration", "punctuation", "quotes", "flipflop", "locator", "page", "affix",
    "substitute", "label", "magic", "disambiguate",
)  # fmt: skip
FLOOR, NOTE_FLOOR = 0.85, 0.90


# --- fixtures ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fixture:
    """One case: its input and the output that it must give."""

    name: str
    mode: str
    csl: str
    items: tuple[Mapping[str, Any], ...]
    result: str
    citation_items: tuple[Any, ...] | None = None
    citations: tuple[Any, ...] | None = None

    @property
    def category(self) -> str:
        return self.name.partition("_")[0]


_SECTION = re.compile(r"^>>=+ *([A-Z-]+) *=+>>\n(.*?)^<<=+ *\1 *=+<<", re.DOTALL | re.MULTILINE)


def read_fixture(path: Path) -> Fixture:
    sections = dict(_SECTION.findall(path.read_text(encoding="utf-8-sig")))

    def rows(name: str) -> tuple[Any, ...] | None:
        return tuple(json.loads(sections[name])) if name in sections else None

    return Fixture(
        name=path.stem,
        mode=sections["MODE"].strip(),
        csl=sections["CSL"].strip(),
        items=rows("INPUT") or (),
        result=sections["RESULT"].strip(),
        citation_items=rows("CITATION-ITEMS"),
        citations=rows("CITATIONS"),
    )


def fixtures(names: Iterable[str] = ()) -> list[Fixture]:
    """The fixtures by name; all of them without one."""
    wanted = {name.removesuffix(".txt") for name in names}
    paths = sorted(SUITE.glob("*.txt"))
    chosen = [p for p in paths if not wanted or {p.stem, p.stem.partition("_")[0]} & wanted]
    return [read_fixture(path) for path in chosen]


# --- setting -------------------------------------------------------------------------------------


def printed(fixture: Fixture) -> str:
    """Set a fixture and give what the suite compares."""
    style = style_of(fixture)
    items = {_key(data, n): item_of(take_extra(data), _key(data, n))
             for n, data in enumerate(fixture.items)}  # fmt: skip
    language = style.language or "en-US"
    if fixture.citations is not None:
        return _written(fixture, style, language, items)
    if fixture.mode == "bibliography":
        return _bibliography(set_document(style, language, items, (), uncited=list(items)))
    # The items are known to the processor in the order of INPUT before any is cited; those that no
    # CITATION-ITEMS name are cited in the order in which it then has them.
    known = Cluster(tuple(DocumentCite(key, position=FIRST) for key in items))
    ordered = sorted(items, key=set_document(style, language, items, [known]).numbers.__getitem__)
    clusters = [known, *_clusters(fixture.citation_items or ([{"id": key} for key in ordered],))]
    return "\n".join(_lines(set_document(style, language, items, clusters))[1:])


def _key(data: Mapping[str, Any], number: int) -> str:
    return str(data.get("id", number))


def style_of(fixture: Fixture) -> Style:
    found = re.search(r"""default-locale=["']([\w-]+)""", fixture.csl)
    xml = unmarked(fixture.csl).encode()
    return Style(fixture.name, fixture.name, found[1] if found else "", xml)


def _lines(document: SetDocument) -> list[str]:
    return [_html(text, document) if text else NOTHING for text in document.clusters]


def _bibliography(document: SetDocument) -> str:
    missing = document.missing_numbers
    return bibliography_html(
        _html(text, document) if text else f"{missing[key]}. {NOTHING}"
        for key, text in document.entries
        if text or key in missing
    )


def _html(text: str, document: SetDocument) -> str:
    # the suite writes the way back from superscript as its first processor does
    return to_html(text, document.quotes).replace("vertical-align:baseline;", "baseline")


# The suite's words for a fault that Octavo reports as a finding.
NOTHING = "[CSL STYLE ERROR: reference with no printed form.]"
FIRST = frozenset({"first"})
_POSITIONS = {
    0: FIRST,
    1: frozenset({"subsequent"}),
    2: frozenset({"subsequent", "ibid"}),
    3: frozenset({"subsequent", "ibid", "ibid-with-locator"}),
}


def _clusters(rows: Iterable[Sequence[Mapping[str, Any]]]) -> list[Cluster]:
    """Clusters that stand for themselves: each cite has the position it is given, or is first."""
    clusters: list[Cluster] = []
    for note, row in enumerate(rows, start=1):
        cites: list[DocumentCite] = []
        for data in row:
            position = _POSITIONS[data.get("position", 0)]
            if data.get("near-note"):
                position |= {"near-note"}
            cites.append(_cite(data, position))
        clusters.append(Cluster(tuple(cites), note))
    return clusters


def _cite(data: Mapping[str, Any], position: frozenset[str] | None) -> DocumentCite:
    return DocumentCite(
        id=str(data["id"]),
        locator=_marked(data.get("locator")),
        label=str(data.get("label") or ""),
        prefix=_marked(data.get("prefix")),
        suffix=_marked(data.get("suffix")),
        suppress_author=bool(data.get("suppress-author")),
        position=position,
    )


def _marked(value: Any) -> str:
    return field_text(str(value), prose=True) if value else ""


# --- a document while it is written ---------------------------------------------------------------


def _written(fixture: Fixture, style: Style, language: str, items: Mapping[str, Item]) -> str:
    """Take the steps of a word processor one by one, each of which sets one citation among those
    before and behind it; show the document after the last.

    `>>` marks what that step asks the word processor to look at: texts that are set or changed by
    it, and citations of works that are now asked for something else; `..` marks all others.
    """
    document, changes = opened(style, language, items), Changes()
    cites: dict[str, tuple[DocumentCite, ...]] = {}
    for citation, before, after in fixture.citations or ():
        name = str(citation["citationID"])
        cites[name] = tuple(_cite(data, None) for data in citation["citationItems"])
        note = citation.get("properties", {}).get("noteIndex", 0)
        order = [*before, [name, note], *after]
        document, changes = document.arranged(
            [PlacedCitation(str(one), cites[str(one)], number) for one, number in order], (name,)
        )
    if fixture.mode == "bibliography":
        return _bibliography(document.made)
    marked = {*changes.citations, *changes.concerned}
    shown = zip(document.texts, _lines(document.made), strict=True)
    return "\n".join(
        f"{'>>' if name in marked else '..'}[{at}] {text}" for at, (name, text) in enumerate(shown)
    )


# --- words that the locale files have renewed -----------------------------------------------------

# Most fixtures were written before the locale files were revised in June and July 2025 (their
# commits d4a9d39 and 7e137db).  The suite has since corrected the fixtures that it saw to be out of
# date, each word as it is corrected here; the others are compared with both.
_RENEWED = (
    (re.compile(r"\bJun\b"), "June"),  # the suite's commit 1a7af84
    (re.compile(r"\btran\."), "trans."),  # 26f5e78
    (re.compile(r"(?<=\d)(?=(?:AD|BC)\b)"), " "),  # b963250, 669622f
)


def renewed_words(result: str) -> str:
    for earlier, now in _RENEWED:
        result = earlier.sub(now, result)
    return result


def correction(outcome: Outcome) -> str:
    """The patch, for the suite, that renews the words of a fixture which passes with them."""
    if not outcome.renewed:
        return ""
    path = f"processor-tests/humans/{outcome.fixture.name}.txt"
    lines = (SUITE / f"{outcome.fixture.name}.txt").read_text("utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if re.match(r">>=+ *RESULT", line))
    end = next(n for n, line in enumerate(lines) if re.match(r"<<=+ *RESULT", line))
    new = [renewed_words(line) if start < n < end else line for n, line in enumerate(lines)]
    return "".join(difflib.unified_diff(lines, new, f"a/{path}", f"b/{path}"))


# --- comparing -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fixture, if need be with renewed words, and what was printed for it."""

    fixture: Fixture
    printed: str
    renewed: bool = False

    @property
    def passes(self) -> bool:
        return _shown(self.printed) == _shown(self.wanted)

    @property
    def line(self) -> str:
        """The line of the pass list: the fixture, and whether its words were renewed."""
        return self.fixture.name + (" with-renewed-words" if self.renewed else "")

    @property
    def wanted(self) -> str:
        """The text that must be printed."""
        return self.fixture.result


def _shown(result: str) -> str:
    """A result without what no reader sees: white space at the edges of divisions, and the seam
    between two superscripts."""
    return re.sub(r"\s*(</?div[^>]*>)\s*", r"\1", result).replace("</sup><sup>", "")


def run(chosen: Iterable[Fixture]) -> list[Outcome]:
    return [_outcome(fixture) for fixture in chosen]


def _outcome(fixture: Fixture) -> Outcome:
    try:
        made = Outcome(fixture, printed(fixture))
    except Exception as error:
        return Outcome(fixture, f"{type(error).__name__}: {error}")
    new = renewed_words(fixture.result)
    renewed = replace(made, fixture=replace(fixture, result=new), renewed=True)
    return renewed if new != fixture.result and renewed.passes and not made.passes else made


def shares(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """How many pass, and of how many, by category."""
    counts: dict[str, tuple[int, int]] = {}
    for outcome in outcomes:
        passed, of = counts.get(outcome.fixture.category, (0, 0))
        counts[outcome.fixture.category] = (passed + outcome.passes, of + 1)
    return counts


def listed() -> set[str]:
    """The fixtures that are known to pass, each as `Outcome.line` has it."""
    return set(PASSES.read_text(encoding="utf-8").splitlines()) if PASSES.exists() else set()


# --- showing -------------------------------------------------------------------------------------


def table(outcomes: Sequence[Outcome]) -> str:
    lines: list[str] = []
    for category, (passed, of) in sorted(shares(outcomes).items()):
        note = "  note style" if category in NOTE_CATEGORIES else ""
        lines.append(f"{category:<16}{passed:>4} of {of:>3}  {passed / of:>6.1%}{note}")
    notes = [o for o in outcomes if o.fixture.category in NOTE_CATEGORIES]
    for name, group in (("note styles", notes), ("all", list(outcomes))):
        passed = sum(o.passes for o in group)
        if group:
            share = passed / len(group)
            lines.append(f"{name:<16}{passed:>4} of {len(group):>3}  {share:>6.1%}")
    lines.append(f"{sum(o.renewed for o in outcomes)} of them with renewed words")
    return "\n".join(lines)


def difference(outcome: Outcome) -> str:
    """The first line where a fixture and what was printed part."""
    wanted, got = outcome.wanted.split("\n"), outcome.printed.split("\n")
    at = next((n for n, pair in enumerate(zip(wanted, got, strict=False)) if pair[0] != pair[1]),
              min(len(wanted), len(got)))  # fmt: skip
    sides = ("".join(side[at : at + 1]).strip() for side in (wanted, got))
    return "{}:{}\n  - {}\n  + {}".format(outcome.fixture.name, at + 1, *sides)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--category", action="append", default=[])
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--diff", action="store_true")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--corrections", action="store_true")
    options = parser.parse_args()
    started = time.perf_counter()
    outcomes = run(fixtures([*options.names, *options.category]))
    seconds = time.perf_counter() - started
    for outcome in outcomes:
        if options.corrections:
            print(correction(outcome), end="")
        elif options.diff:
            name = outcome.fixture.name
            print(f"== {name}\n{outcome.wanted}\n-- printed\n{outcome.printed}")
        elif options.failures and not outcome.passes:
            print(difference(outcome))
    passing = {o.line for o in outcomes if o.passes}
    if options.corrections:
        return
    if options.renew:
        kept = _others(outcomes)
        PASSES.write_text("".join(f"{name}\n" for name in sorted(kept | passing)), "utf-8")
    else:
        _show_changes(outcomes, passing)
    print(table(outcomes))
    print(f"{seconds:.1f} s")


def _show_changes(outcomes: Sequence[Outcome], passing: set[str]) -> None:
    known = listed()
    out = known - _others(outcomes) - passing
    for what, names in (("out", out), ("in", passing - known)):
        if names and known:
            print(f"{what}: {', '.join(sorted(names))}")


def _others(outcomes: Sequence[Outcome]) -> set[str]:
    """The lines of the pass list for fixtures that were not run."""
    run_now = {o.fixture.name for o in outcomes}
    return {line for line in listed() if line.partition(" ")[0] not in run_now}


if __name__ == "__main__":
    main()
