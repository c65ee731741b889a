"""Write the page of doubts: what a person must decide, with the words of the scan beside the
result, and where every letter went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from octavo.ingest.doubts import CLOSE, OPEN, WEIGHTS, Doubt, unmarked
from octavo.ingest.ingested import Ingested
from octavo.ingest.letters import NAMES

_LINES = 4  # lines of the scan that are shown around a doubt
_AROUND = 900  # characters, at most, on either side

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1a; --paper: #fbfaf7; --dim: #6b675f; --line: #ddd8cc;
  --grave: #a3261a; --some: #9a6a00; --light: #3d6b52; --card: #fff; --code: #f1eee6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e4da; --paper: #191816; --dim: #a09a8c;
  --line: #3a3731; --grave: #ff8a7a; --some: #e8b75a; --light: #8fc7a6; --card: #211f1c;
  --code: #2c2a26; } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 5rem; max-width: 62rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 Georgia, "Times New Roman", serif }
h1 { font-size: 1.7rem; margin: 0 0 .2rem } h2 { font-size: 1.2rem; margin: 2.5rem 0 .6rem }
p { margin: .4rem 0 } .dim { color: var(--dim) } a { color: inherit }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1.2rem 0 }
nav a, .kind { font: .8rem/1.4 system-ui, sans-serif; text-decoration: none; padding: .15rem .6rem;
  border: 1px solid var(--line); border-radius: 1rem }
article { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid
  var(--light); border-radius: .3rem; padding: .8rem 1rem; margin: .8rem 0 }
article.grave { border-left-color: var(--grave) } article.some { border-left-color: var(--some) }
article header { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline;
  font: .85rem/1.4 system-ui, sans-serif }
article header b { font-weight: 600 } .place { color: var(--dim) }
article header code { margin-left: auto }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; margin: .6rem 0 }
.two div { background: var(--code); padding: .5rem .7rem; border-radius: .2rem; min-width: 0;
  overflow-wrap: anywhere }
.two span { display: block; font: .72rem/1.4 system-ui, sans-serif; color: var(--dim) }
code { font: .85rem/1.5 ui-monospace, Consolas, monospace; background: var(--code); padding: .05rem
  .35rem; border-radius: .2rem; overflow-wrap: anywhere; user-select: all }
mark { background: #ffe58a; color: #1d1c1a; padding: 0 .1rem }
details { color: var(--dim); min-width: 0 }
summary { cursor: pointer; text-decoration: underline dotted }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code); padding: .6rem;
  color: var(--ink); font: .8rem/1.5 ui-monospace, Consolas, monospace; max-height: 24rem;
  overflow: auto }
ul { margin: .3rem 0; padding-left: 1.2rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
td, th { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top } td.n { text-align: right; font-variant-numeric: tabular-nums }
tr.sum td { font-weight: 600; border-top: 2px solid var(--ink) }
@media (max-width: 40rem) { .two { grid-template-columns: 1fr } }
@media print { nav { display: none } article { break-inside: avoid } }
"""


def report(made: Ingested, scanned: str) -> str:
    """Return the page: HTML that needs nothing else, no script and no network."""
    kinds = Counter(doubt.kind for doubt in made.doubts)
    parts = [
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">",
        f"<title>Doubts: {len(made.doubts)}</title><style>{_STYLE}</style></head><body>",
        "<main>", _head(made, kinds),
    ]  # fmt: skip
    last = ""
    for doubt in made.doubts:
        if doubt.kind != last:
            parts.append(f'<h2 id="{_anchor(doubt.kind)}">{escape(doubt.kind.capitalize())} '
                         f'<span class="dim">{kinds[doubt.kind]}</span></h2>')  # fmt: skip
            last = doubt.kind
        parts.append(_article(doubt, scanned, made))
    parts += [
        _settled(made),
        _citations(made),
        _letters(made),
        _taken_out(made),
        "</main></body></html>\n",
    ]
    return "".join(parts)


def _anchor(kind: str) -> str:
    return kind.replace(" ", "-")


def _head(made: Ingested, kinds: Counter[str]) -> str:
    many = len(made.doubts)
    if not many:
        words = "Nothing is left for a person to decide."
    else:
        words = (
            f"{many} {'doubt is' if many == 1 else 'doubts are'} left to decide, the gravest "
            "first. Copy a line below a doubt into <code>ingest/decisions.txt</code>, then run "
            "the same <code>octavo ingest</code> again: it obeys what is written there."
        )
    links = "".join(
        f'<a href="#{_anchor(kind)}">{escape(kind)} · {kinds[kind]}</a>'
        for kind in sorted(kinds, key=lambda kind: -WEIGHTS[kind])
    )
    citations = f'<a href="#citations">citations · {len(made.proposals)}</a>' if (
        made.proposals) else ""  # fmt: skip
    remarks = "".join(f'<p class="dim">{escape(remark)}</p>' for remark in made.remarks)
    return (
        f"<h1>{made.notes} notes in {made.sections} "
        f"{'text' if made.sections == 1 else 'texts'}</h1><p>{words}</p>{remarks}"
        f"<nav>{links}{citations}<a href=\"#letters\">where the letters went</a></nav>"
    )  # fmt: skip


def _article(doubt: Doubt, scanned: str, made: Ingested) -> str:
    weight = "grave" if doubt.weight >= 60 else "some" if doubt.weight >= 25 else "light"
    choices = "".join(f"<li><code>{doubt.id} {escape(words)}</code></li>"
                      for words in ("accept", *doubt.choices))  # fmt: skip
    rests = f"<p class=\"dim\">Rests on this: {escape('; '.join(doubt.rests))}</p>" if (
        doubt.rests) else ""  # fmt: skip
    result = f"<div><span>in the edition</span>{escape(doubt.result)}</div>" if doubt.result else ""
    place = f"{made.unit} {doubt.place.line} of {doubt.place.file}"
    if doubt.place.page:
        place = f"page {doubt.place.page}, {place}"
    return (
        f'<article class="{weight}" id="d{doubt.id}"><header><details><summary>'
        f"{escape(place)}</summary><pre>{_around(doubt, scanned)}</pre></details>"
        f"<code>{doubt.id}</code></header><p>{escape(doubt.message)}.</p>"
        f'<div class="two"><div><span>in the {made.noun}</span>{_marked(doubt.scanned)}</div>'
        f"{result}</div>{rests}<ul>{choices}</ul></article>"
    )


def _marked(words: str) -> str:
    """Return an excerpt as HTML, the words in doubt marked."""
    return escape(words).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")


def _around(doubt: Doubt, scanned: str) -> str:
    """Return the lines of the scan around a doubt, as HTML."""
    start, end = doubt.place.start, max(doubt.place.end, doubt.place.start)
    first = last = start
    for _ in range(_LINES):
        first = max(scanned.rfind("\n", 0, max(first - 1, 0)), 0)
    last = end
    for _ in range(_LINES):
        found = scanned.find("\n", last + 1)
        last = found if found >= 0 else len(scanned)
    first, last = max(first, start - _AROUND), min(last, end + _AROUND)
    return (
        f"{escape(scanned[first:start])}<mark>{escape(scanned[start:end])}</mark>"
        f"{escape(scanned[end:last])}"
    )


def _table(rows: Iterable[Sequence[str | int]], head: Sequence[str] = (), last: str = "") -> str:
    """Return a table of words, escaped, and of numbers; `last` is the class of its last row."""
    made = [f"<tr>{''.join(f'<th>{escape(one)}</th>' for one in head)}</tr>"] if head else []
    for row in rows:
        cells = (
            f'<td class="n">{one:,}</td>' if isinstance(one, int) else f"<td>{escape(one)}</td>"
            for one in row
        )
        made.append(f"<tr>{''.join(cells)}</tr>")
    if last and made:
        made[-1] = made[-1].replace("<tr>", f'<tr class="{last}">', 1)
    return f"<table>{''.join(made)}</table>"


def _settled(made: Ingested) -> str:
    if not made.settled:
        return ""
    rows = ((one.kind, str(one.place), unmarked(one.scanned)) for one in made.settled)
    return f"<h2>Decided</h2>{_table(rows)}"


def _citations(made: Ingested) -> str:
    """Return the table of what the notes cite."""
    if not made.proposals:
        return ""
    certain = sum(one.certain for one in made.proposals)
    applied = sum(one.applied for one in made.proposals)
    words = (
        f"The notes have {len(made.proposals)} citations; {certain} are certain, {applied} were "
        "made. <code>octavo ingest --link</code> makes those that are certain."
    )
    rows = (
        (one.label, one.written, one.citation,
         f"{'made' if one.applied else ''}{'' if one.certain else one.why}")
        for one in made.proposals
    )  # fmt: skip
    table = _table(rows, ("note", "in the scan", "as a citation", ""))
    return f'<h2 id="citations">Citations</h2><p>{words}</p>{table}'


def _letters(made: Ingested) -> str:
    account = made.account
    total = sum(number for _, number in account.went)
    went = [(NAMES[goes], number) for goes, number in account.went]
    verdict = f"every character of the {made.noun} went to one place" if account.balanced else (
        "the sums differ: a fault of Octavo")  # fmt: skip
    return (
        '<h2 id="letters">Where the letters went</h2>'
        f"<p>The {made.noun} has {account.read:,} characters; {verdict}.</p>"
        f"{_table([*went, (f'all characters of the {made.noun}', total)], last='sum')}"
        f"<h2>In the edition and not in the {made.noun}</h2>"
        f"{_table(account.put_in or [('nothing',)])}"
    )


def _taken_out(made: Ingested) -> str:
    return f"<h2>Taken out of the text</h2>{_table(made.taken_out)}" if made.taken_out else ""
