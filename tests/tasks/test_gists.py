"""A text that is finished by itself is the same as one that is finished with all the others whole.

The edition is read from gists; here each step is done on the whole texts instead, and must give
the same sections, lists and marks of the index.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from octavo import notes
from octavo.captions.cross_references import resolve_cross_references
from octavo.captions.heading_numbers import heading_numbers, with_heading_number
from octavo.captions.numbering import number_captions
from octavo.citations import set_citations
from octavo.csl.styles import load_style
from octavo.index import mark_entries
from octavo.matter.contributors import contributors, with_bylines
from octavo.matter.lists import listed
from octavo.matter.parts import CONTRIBUTORS, LISTS
from octavo.model import Edition, IndexMark, Manuscript
from octavo.tasks.cite import cite, load_cited, sections_of_plan
from octavo.tasks.finish import finish
from octavo.tasks.parse import load_parsed, parse
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from octavo.tasks.records import load
from octavo.typography import with_typography
from tests.building import ROOT

ONE = """---
author: {given: Anna, family: Weaver, affiliation: "Basel, see [@ward1987, 3]"}
nocite: "@bell1999"
---

# Chapter 1. What @ward1987 saw^[In a heading, [@ward1987, 1].] {#one}

@ward1987 says "so [@ward1987, 12]." And "again" [@bell1999]; see [@note:far, where], [@note:own].
[@avprf, f. 05, op. 1] opens a sentence. *In [@ward1987, 5] italics.* “Quoted [@ward1987, 6],” he
said, "with a note^[Inside [@ward1987].] and more" [@ward1987, 7].[^own]

- in a list [see @ward1987, 8, and @note:far]^[Ibid., 12.]
- ![](figures/tree.svg){#fig:list alt="A tree" width=1cm}

  Behind [@fig:list].

> Quoted[^*mark]

| a | b |
|---|---|
| x^[In a cell, [@bell1999, 2].] | [@tbl:second, page] |

: The caption of a table^[In a caption, [@ward1987, 9].] by @ward1987 {#tbl:first}

$$a = b$$ {#eq:sum}

| In verse [@ward1987, 10],
| a line.^[And [@eq:sum].]

A term [@ward1987, 11]
:   said, [the *Dvina* [@ward1987, 13]]{.index}. After. [@bell1999]{.index key="Bell"} begins.

::: {.index key="Division!of"}
Words [in]{.index key="Range" .from} a division.[^own2]
:::

## A heading [@note:own] and [](#two) {#sub .index key="Heading"}

Said before, [[@note:far] there]{.index} names a note.

Two notes, one with words of other works: one.^[*Another Work*,
and [@bell1999, 4], and a third, 1999.] Two.^[[@bell1999, 4].]

Text under it, [Town]{.index}s and [Town]{.index see="Village"}.

[^own]: A note that cites nothing, and names [@fig:tree, page].

    A second paragraph [with a mark]{.index key="In a note"}.

[^own2]: [@ward1987, 14, quoted in @bell1999, 3]; [@note:own, page].

[^*mark]: Marked, [@ward1987].
"""

TWO = """# Two: a subtitle {#two running="The Second"}

See [@note:own], [](#sub), [](#one), [@Fig:tree] and [@tbl:first; @eq:sum].^[[@note:own, above].]

![A tree (after [@ward1987, 2]).](figures/tree.svg){#fig:tree alt="A tree" short="Tree" width=1cm}

| a |
|---|
| [ends]{.index key="Range" .to}[^far] |

: Another {#tbl:second}

[^far]: "So [@ward1987, 12]," and [@note:own2, where].
[^own]: Of the same label: [@bell1999].

A repeated one [@bell1999].[^own]
"""


def edition_in(folder: Path) -> Plan:
    shutil.copytree(ROOT / "tests" / "telling", folder)
    for path in (folder / "source").glob("*.md"):
        path.unlink()
    (folder / "source" / "01-one.md").write_text(ONE, encoding="utf-8")
    (folder / "source" / "02-two.md").write_text(TWO, encoding="utf-8")
    settings = folder / "source" / "edition.yaml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("[00-trees.md, 01-alder.md, 02-birch.md]", "[01-one.md, 02-two.md]")
    text = text.replace("back_matter: [03-after.md]", "back_matter: []")
    text = text.replace("illustrations: false, tables: false", "illustrations: true, tables: true")
    settings.write_text(text.replace("contributors: false", "contributors: true"), "utf-8")
    works = folder / "csl" / "works.json"
    items = json.loads(works.read_bytes())
    named = {item["id"] for item in items}
    wanted = {"ward1987", "bell1999", "avprf"}
    assert wanted <= named, named
    return Plan(folder)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    made = edition_in(tmp_path_factory.mktemp("gists") / "edition")
    for section in made.texts:
        parse(made.edition, made.paths, section, made.language, made.bibliographies)
    return made


def whole(plan: Plan, edition: Edition) -> tuple[list[Manuscript], tuple[IndexMark, ...]]:
    """Return all sections that are made of texts, and the marks, from whole texts."""
    read = [load_parsed(plan.paths, section.name)[0] for section in plan.texts]
    references = {one.key: one for one in read_references(plan.paths, plan.bibliographies)[0]}
    signed = with_bylines([made for made in read if made], edition)
    numbers = heading_numbers(signed, edition.numbering, edition.language)
    signed = tuple(map(with_heading_number, signed, numbers))
    texts = [notes.notes_for_citations(made, references) for made in signed]
    numbered = notes.number_notes(texts, edition.notes)
    asked = edition.citations
    work = set_citations(
        notes.collect_citations(numbered), references, load_style(asked.style, plan.root),
        edition.language, asked.sigla, asked.archives, by_section=asked.positions == "section",
        restarting=edition.notes.numbering == "section",
        uncited=notes.listed_uncited(numbered, asked, references),
    )  # fmt: skip
    finished = notes.put_back(numbered, work.citations, inside=work.punctuation_inside)
    finished = notes.resolve_note_references(finished, edition.notes)
    finished = resolve_cross_references(number_captions(finished, edition.figures))
    lists = [listed(finished, section, edition.language) for section in LISTS]
    named = contributors(finished, edition)
    marked = mark_entries(finished)
    made = (*marked.manuscripts, *lists, named)
    return [with_typography(edition.typography, one) for one in made], marked.marks


SETTINGS: dict[str, dict[str, dict[str, Any]]] = {
    "as-written": {},
    "edition": {"notes": {"numbering": "edition"}, "figures": {"numbering": "section"}},
    "numbered": {"numbering": {"chapters": "words"}, "figures": {"numbering": "section"}},
    "ibid": {"citations": {"style": "chicago-notes-bibliography-subsequent-ibid"}},
    "section": {"citations": {"positions": "section"}, "typography": {"quotation_marks": "source"}},
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_text_finished_by_itself_is_as_if_finished_with_all(plan: Plan, name: str) -> None:
    edition = plan.valid_edition
    for group, values in SETTINGS[name].items():
        edition = replace(edition, **{group: replace(getattr(edition, group), **values)})
    for _ in range(2):  # set anew, then kept
        cite(edition, plan.paths, sections_of_plan(plan))
    for section in plan.texts:
        finish(edition, plan.paths, section)
    expected, marks = whole(plan, edition)
    assert {made.section.name for made in expected} >= {CONTRIBUTORS.name, "01-one", "02-two"}
    for made in expected:
        assert load_cited(plan.paths, made.section.name).blocks == made.blocks, made.section.name
    assert load(tuple[IndexMark, ...], plan.paths.index_marks) == marks
    assert len(marks) == 9


def test_a_word_in_prose_leaves_the_gist_as_it_was(plan: Plan, tmp_path: Path) -> None:
    """So nothing but the text itself is made again."""
    other = edition_in(tmp_path / "edition")
    text = other.root / "source" / "02-two.md"
    text.write_text(TWO.replace("A repeated one", "A doubled one"), encoding="utf-8")
    section = other.texts[1]
    parse(other.edition, other.paths, section, other.language, other.bibliographies)
    assert (
        other.paths.parsed(section.name).read_bytes()
        != plan.paths.parsed(section.name).read_bytes()
    )
    assert _placeless(other, section.name) == _placeless(plan, section.name)


def _placeless(plan: Plan, name: str) -> Any:
    gist = json.loads(plan.paths.gist(name).read_bytes())
    return gist["blocks"], gist["title"]
