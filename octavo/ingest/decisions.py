"""Read what a person has decided about doubts: one decision a line, under the name of the doubt.

3f2a9c1b07 accept
91b0c2d4e5 call after “the Dissent Channel cable.”
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from octavo.ingest.doubts import Doubt
from octavo.ingest.scan import Unreadable

_LINE = re.compile(r"(?P<id>[0-9a-f]{10})[ \t]*:?[ \t]+(?P<words>\S.*?)[ \t]*")
_QUOTED = re.compile(r"[“\"](?P<words>.*)[”\"]")
_FORMS = (
    "accept", "no call", "join", "keep", "no cite", "no heading", "reject",
    "call after “words”", "read “words”", "cite KEY",
)  # fmt: skip

HEAD = """\
# What is decided about the doubts of this ingest. `octavo ingest` with the same files obeys it.
# One decision a line: the name of the doubt (doubts.html shows it), then one of
#   accept               what was done is right
#   call after “words”   set the call of the note behind these words of its page
#   no call              the sign is no call of a note
#   join, keep           a hyphen, or two parts of a note
#   read “words”         print these words instead of those of the scan
#   cite KEY, no cite    the work that is cited, or none
#   no heading           a paragraph of a document that looks like a heading is none
#   reject               undo a tracked change
#   keep                 print hidden words of a document
"""


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    line: int
    verb: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions by the position in the scan that they are about."""

    settled: frozenset[str] = frozenset()  # names of the doubts
    no_call: frozenset[int] = frozenset()
    no_opening: frozenset[int] = frozenset()
    calls: Mapping[int, str] = field(default_factory=dict)  # of the opening: words before the call
    hyphens: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[tuple[int, int], str] = field(default_factory=dict)
    cites: Mapping[int, str] = field(default_factory=dict)  # an empty key is no citation


def read_decisions(text: str, name: str) -> list[Decision]:
    """Return the decisions of a file; raise Unreadable for a line that is none."""
    found: list[Decision] = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        match = _LINE.fullmatch(bare)
        decision = _decision(match["id"], number, match["words"]) if match else None
        if decision is None:
            raise Unreadable(
                f"{name}:{number}: this is no decision: {bare[:60]}; write the name of a doubt and "
                f"one of: {', '.join(_FORMS)}"
            )
        found.append(decision)
    return found


def _decision(id: str, line: int, words: str) -> Decision | None:
    if words in (
        "accept", "no call", "join", "keep", "no cite", "no heading", "reject"):  # fmt: skip
        return Decision(id, line, words)
    for verb in ("call after", "read"):
        if words.startswith(verb) and (found := _QUOTED.fullmatch(words[len(verb) :].strip())):
            return Decision(id, line, verb, found["words"])
    if words.startswith("cite ") and len(words.split()) == 2:
        return Decision(id, line, "cite", words.split()[1].lstrip("@"))
    return None


def decided(decisions: Iterable[Decision], doubts: Mapping[str, Doubt]) -> Decided:
    """Return the decisions about doubts that are known, by their places."""
    settled: set[str] = set()
    no_call: set[int] = set()
    no_opening: set[int] = set()
    calls: dict[int, str] = {}
    hyphens: dict[int, str] = {}
    words: dict[tuple[int, int], str] = {}
    cites: dict[int, str] = {}
    for one in decisions:
        doubt = doubts.get(one.id)
        if doubt is None:
            continue
        settled.add(one.id)
        start = doubt.place.start
        match one.verb:
            case "no call":
                no_call.add(start)
            case "join" if doubt.kind in ("notes run together", "note without a number"):
                no_opening.add(start)
            case "join" | "keep":
                hyphens[start] = one.verb
            case "call after":
                calls[start] = one.words
            case "read":
                words[start, doubt.place.end] = one.words
            case "cite":
                cites[start] = one.words
            case "no cite":
                cites[start] = ""
    return Decided(frozenset(settled), frozenset(no_call), frozenset(no_opening), calls, hyphens,
                   words, cites)  # fmt: skip
