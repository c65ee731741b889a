"""A small text with every kind of note, one of them three pages long."""

from __future__ import annotations

import orjson

_WORDS = (
    "the ferry crossed at slack water and the ferryman wrote down each fare in a ledger that "
    "nobody asked him to keep for forty years while the river rose and fell"
).split()


def words(count: int, start: int = 0) -> str:
    """So many words, each sentence of some seventeen begun with a capital."""
    found = [_WORDS[(start + i * 7 + i // 29) % len(_WORDS)] for i in range(count)]
    for at in range(0, count, 17):
        found[at] = found[at].capitalize()
        if at:
            found[at - 1] += "."
    return " ".join(found) + "."


FIRST = f"""# The Crossing

{words(60)}[^fare] {words(30, 2)}[^*marsh]

{words(120, 3)}[^one] {words(40, 5)}[^two] {words(140, 1)}

{words(80, 4)}[^long] {words(200, 6)}

{words(400, 8)}[^last] {words(150, 9)}

[^fare]: The fare was a penny, _as he wrote_; “half of that” for a child—or a dog: 12–14.

[^*marsh]: The editor has looked for an order, and found none.

[^one]: First of two short notes on one page.

[^two]: Second of them, with difficult affinities.

[^long]: {words(1000, 11)}

    {words(380, 13)}

[^last]: The last note of this chapter.
"""

SECOND = """# The Ledger

A ledger is a kind of memory.[^quoted] The stage was rebuilt twice.^[Once after the flood: café,
naïve, Łódź, Ποσειδῶν, упорный, H~2~O, 2^nd^ ed.] Two hands wrote it.[^listed]
It names its fares.[^table] And its songs,[^verse] and its sums.[^sum]

[^quoted]: He says:

    > The river is wide, and I cannot get over,
    > and neither have I wings to fly.

    So much for the song; see <https://www.example.org/rivers/ferries/a-very-long-address-that-breaks>.

[^listed]: There are two:

    1. the first, a clerk’s;
    2. the second, a child’s.

[^table]: As follows:

    | Fare  | Penny |
    |-------|-------|
    | Child | half  |
    | Dog   | one   |

    and no more.

[^verse]: So they sang:

    | The water is wide,
    | I cannot get o’er.

[^sum]: In all $a^2 + b^2$ pence, *circa*.
"""

EDITION = orjson.dumps(
    {
        "title": "The Ferry",
        "language": "en-GB",
        "date": "2026",
        "identifier": "urn:uuid:3a0f1f9e-7a55-5d0c-9a43-90b7f8f0d0aa",
        "sections": ["01-crossing.md", "02-ledger.md"],
    }
)
