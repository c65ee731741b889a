"""A small edition with every kind of passage and note, for the proof of the forms without pages."""

from __future__ import annotations

from pathlib import Path

EDITION = """\
title: The Ferry
subtitle: "A *Ledger* of Fares"
authors: [{given: Anna, family: Weaver}, {given: Otto, family: Reed}]
editors: [{given: Ida, family: Moor}]
language: en-GB
date: 2025
publisher: {name: Ferry Books, place: Bern}
series: {title: Small Rivers, number: 4}
rights: All rights are kept.
isbn: {print: 978-3-16-148410-0, epub: 978-0-306-40615-7}
dedication: To the dog
sections: [01-crossing.md, 02-ledger.md]
index: {}
"""

FIRST = """\
# The Crossing

::: epigraph
A river is a road. [Old saying]{.source}
:::

The ferry crossed at slack water, and the *ferryman* wrote down each fare.[^fare] Nobody “asked him”
to keep the ledger—or to lose it.[^*marsh] He said [comme il faut]{lang=fr}, and went.[^one]

He wrote [small letters]{.smallcaps} and **bold ones**, H~2~O and the 2^nd^ fare.[^two]

## The fares {#fares}

A penny for a child; two pence for a dog. See [the table of fares](#tbl-fares), and [@note:fare].

| Who   | Fare     | Year |
|-------|----------|------|
| Child | a penny  | 1801 |
| Dog   | twopence | 1802 |
| Cart  | ninepence| 1803 |

: What was paid. {#tbl-fares}

- First, the rope was cut.
- Then, the boat was lost.

1. A rope of hemp.
2. A rope of wire.[^wire]

![The boat at its stage.](figures/boat.svg){#fig:boat alt="A boat"}

![The rope over the river.](figures/rope.svg){#fig:rope alt="A rope"}

The weight was $w = 2m$, as was found.

### The last year

| The river rose, and the [river]{.index} fell;
| the ferryman went home.[^verse]

Slack water
:   the hour between two tides.

***

> He was “a man of few words”, as the warden wrote.[^quoted]

He was never paid, says [the ledger](https://example.org/ledger), in [New York]{.index}.

[^fare]: The fare was a penny, *as he wrote*; “half of that” for a child—or a dog: 12–14.

[^*marsh]: The editor has looked for an order, and found none.

[^one]: First of two short notes on one page; [as it was](https://example.org/notes).

[^two]: Second of them, *with* [difficult]{.smallcaps} affinities.

    It has a second paragraph, [mit Worten]{lang=de} of its own.

[^wire]: The wire was bought in 1811.

[^verse]: Thus the song; *cf.* [@note:two].

[^quoted]: The warden’s book, fol. 12.
"""

SECOND = """\
---
author: [{name: "Moor, Jr., Otto", affiliation: Bern}, {name: Ludwig van Lake}]
---
# The Ledger

The ledger was found in 1901, and is told of in [the fares](#fares).[^found] It was read twice: once
by the warden’s son, and once by nobody.[^read]

## What it says

What it says of the [river]{.index} is little.[^little] It ends there.

| Day | Hours |
|-----|-------|
| One | nine  |

: The hours.[^hours] {#tbl-hours}

The sum is $$a = b$$ of [the hours](#tbl-hours), and $\\unknown{y}$ is none.

::: epigraph
> So it ended.
> [The warden]{.source}
:::

## Mot de la fin {lang=fr}

It is `le code`{lang=fr} of [ein Wort](#fares){lang=de}, no more.

Ebb
:   falling water

    and silence

[^hours]: They were long.

    ## Of hours {#of-hours}

    More of them.

[^found]: In a chest, under the stairs.

[^read]: See [@note:fare]. He read it “in a night”.

[^little]: Nothing on the last page.
"""

_BOX = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'


def write_edition(folder: Path) -> None:
    """Write the edition into a new folder."""
    source = folder / "source"
    (source / "figures").mkdir(parents=True)
    (source / "edition.yaml").write_text(EDITION, encoding="utf-8")
    (source / "01-crossing.md").write_text(FIRST, encoding="utf-8")
    (source / "02-ledger.md").write_text(SECOND, encoding="utf-8")
    for name, drawn in (("boat", '<path d="M0 0h40v20z"/>'), ("rope", '<path d="M0 9h40v1z"/>')):
        (source / "figures" / f"{name}.svg").write_text(_BOX.format(drawn), encoding="utf-8")
