"""Turn what the matching of notes found wrong into doubts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from octavo.ingest.doubts import Doubt, excerpt
from octavo.ingest.flow import ends_sentence
from octavo.ingest.line_signs import LineSigns
from octavo.ingest.matching import SERIES, FoundNote, Matching, breaks_off
from octavo.ingest.note_signs import Sign
from octavo.ingest.parts import Part
from octavo.ingest.scan import Places
from octavo.ingest.sheet import Role, Sheet

# “… secret, 4” is hardly the end of a note; “pp. 295–96” may be.
_ENDS_WITH_A_DAY = re.compile(r"(?:,|\b(?:of|on|the|and|to|vom|am|le|du))\s\d{1,2}$")
_MOST_LETTERS = 20_000  # of a line in which the place of a call is looked for
_FARTHEST = 40  # notes among which the next with a call is looked for
_SURE_STYLES = frozenset({"<sup>", "¹", "^1^", "$^{1}$", "[^1]", "raised"})


def note_doubts(
    signs: LineSigns, places: Places, matching: Matching, labels: dict[int, str]
) -> Iterator[Doubt]:
    """Yield a doubt for every fault in the calls and notes."""
    sheet = signs.sheet
    usual = _usual(n.opening for n in matching.notes if n.series == "number")
    usual_call = _usual(n.call for n in matching.notes if n.series == "number")
    calls = [n.call for n in matching.notes if n.call]
    for index, note in enumerate(matching.notes):
        label = labels[index]
        if note.call is None:
            yield _without_call(sheet, places, matching, index, label)
        elif note.opening is None:
            yield _without_note(sheet, places, matching, index, label)
        yield from _misread(sheet, places, note, label, (usual_call, usual))
        yield from _parted(sheet, places, note, label)
        yield from _broken_off(sheet, places, matching, index, label)
    yield from _jumps(sheet, places, matching)
    yield from _unclaimed(signs, places, matching, calls)


def _usual(signs: Iterable[Sign | None]) -> str:
    styles = Counter(sign.style for sign in signs if sign is not None)
    return styles.most_common(1)[0][0] if styles else ""


def _neighbours(matching: Matching, index: int) -> tuple[Sign | None, Sign | None]:
    """Return the calls of the notes next to a note in its series; the notes are in order."""
    notes = matching.notes
    key = (notes[index].series, notes[index].group)
    found: list[Sign | None] = []
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(notes) and (notes[at].series, notes[at].group) == key:
            if notes[at].call is not None or abs(at - index) > _FARTHEST:
                break
            at += step
        inside = 0 <= at < len(notes) and (notes[at].series, notes[at].group) == key
        found.append(notes[at].call if inside else None)
    return found[0], found[1]


def _without_call(
    sheet: Sheet, places: Places, matching: Matching, index: int, label: str
) -> Doubt:
    note = matching.notes[index]
    assert note.opening is not None
    text = sheet.scan.text
    before, after = _neighbours(matching, index)
    between = []
    if before is not None:
        between.append(f"behind the call {before.written} at {places.at(before.end)}")
    if after is not None:
        between.append(f"before the call {after.written} at {places.at(after.start)}")
    start = before.end if before else _first_line(sheet, matching.parts[note.unit], note)
    end = after.start if after else _last_line(sheet, matching.parts[note.unit], start)
    sentences = _sentence_ends(sheet, places, matching.parts[note.unit], start, end)
    return Doubt(
        "note without a call", places.at(note.opening.start, note.opening.end),
        excerpt(text, note.opening.start, note.opening.end, 70), f"[^{label}]: …",
        f"the note {note.number} has no call; it belongs {' and '.join(between) or 'on its page'}. "
        f"The note is kept as [^{label}]; `octavo check` names it until its call is set",
        tuple(f"call after “{words}”" for words in sentences),
    )  # fmt: skip


def _first_line(sheet: Sheet, part: Part, note: FoundNote) -> int:
    return sheet.lines[part.lines[0]].start if part.lines else note.start


def _last_line(sheet: Sheet, part: Part, start: int) -> int:
    return max(sheet.lines[part.lines[-1]].end, start) if part.lines else start


def _sentence_ends(
    sheet: Sheet, places: Places, part: Part, start: int, end: int, most: int = 6
) -> list[str]:
    """Return the last words of the sentences between two positions of the text."""
    found: list[str] = []
    foot = set(part.foot)
    first, last = places.line_at(start), places.line_at(end)
    for index in range(first, min(last, first + 200) + 1):
        line = sheet.lines[index]
        a, b = max(line.start, start), min(line.end, end)
        if a >= b or sheet.roles[index] is not Role.WORDS or index in foot:
            continue
        found += _ends_of_sentences(sheet.scan.text[a : min(b, a + _MOST_LETTERS)])
    return found[-most:] if len(found) > most else found


def _ends_of_sentences(words: str) -> list[str]:
    """Return the last six words of each sentence."""
    found: list[str] = []
    at = 0
    for place, letter in enumerate(words):
        behind = words[place + 1 : place + 2]
        if letter in ".!?…" and (not behind or behind in ' ”’“»")'):
            tail = words[at : place + 1 + (behind in tuple('”’“»")'))]
            last = " ".join(tail.split()[-6:])
            if len(last) > 8:
                found.append(last)
            at = place + 1
    return found


def _without_note(
    sheet: Sheet, places: Places, matching: Matching, index: int, label: str
) -> Doubt:
    note = matching.notes[index]
    assert note.call is not None
    return Doubt(
        "call without a note", places.at(note.call.start, note.call.end),
        excerpt(sheet.scan.text, note.call.start, note.call.end, 60), f"[^{label}]",
        f"no note {note.number} was found for the call {note.call.written}; it may be at the foot "
        "of this page or the next under another number, or missing in the scan",
        ("no call",),
    )  # fmt: skip


def _misread(
    sheet: Sheet, places: Places, note: FoundNote, label: str, usuals: tuple[str, str]
) -> Iterator[Doubt]:
    text = sheet.scan.text
    usual_call, usual = usuals
    for sign, what in ((note.call, "call"), (note.opening, "note")):
        if sign is None or note.series == "mark":
            continue
        place = places.at(sign.start, sign.end)
        if sign.style == "unnumbered":
            yield Doubt("note without a number", place, excerpt(text, sign.start, sign.start, 70),
                        f"[^{label}]: …",
                        f"this paragraph among the notes has no number; between its neighbours "
                        f"{note.number} lacks, so it was taken for that note",
                        ("join",))  # fmt: skip
        elif sign.style == "run in":
            yield Doubt("notes run together", place, excerpt(text, sign.start, sign.end, 60),
                        f"[^{label}]: …",
                        f"the note {note.number} is on the line of the note before it; they were "
                        "parted here", ("join",))  # fmt: skip
        elif sign.value != note.number or sign.damaged:
            yield Doubt("number read wrong", place, excerpt(text, sign.start, sign.end, 50),
                        f"[^{label}]",
                        f"the scan has “{sign.written}” for the {what} {note.number}; the numbers "
                        f"before and behind it show that it is {note.number}")  # fmt: skip
        elif what == "note" and sign.style != usual and usual not in ("run in", "unnumbered"):
            yield Doubt("form of a number", place, excerpt(text, sign.start, sign.end, 50),
                        f"[^{label}]: …",
                        f"the number of the note {note.number} is written "
                        f"“{text[sign.start : sign.end].strip()}”, unlike the others; its "
                        "number may be damaged")  # fmt: skip
        elif what == "call" and sign.style in ("glued", "spaced") and sign.style != usual_call:
            yield Doubt("sign of a call", place, excerpt(text, sign.start, sign.end, 50),
                        f"[^{label}]",
                        f"“{sign.written}” at the end of these words was taken for the call of the "
                        f"note {note.number}, which has no other",
                        ("no call",))  # fmt: skip


def _parted(sheet: Sheet, places: Places, note: FoundNote, label: str) -> Iterator[Doubt]:
    text = sheet.scan.text
    for before, piece in zip(note.pieces, note.pieces[1:], strict=False):
        if not piece.over_page:
            continue
        words = text[before.start : before.end].rstrip()
        sure = not ends_sentence(words)
        if piece.unsure:
            yield Doubt(
                "note parted in doubt", places.at(piece.start, piece.end),
                f"{words[-60:]} / {text[piece.start : piece.end][:60]}", f"[^{label}]: …",
                f"the note {note.number} goes on from the page before, and nothing marks where; "
                "it was taken to go on with this line, by what the lines say: look whether the "
                "lines above it are text, and those below it the note",
            )  # fmt: skip
            continue
        yield Doubt(
            "note parted by a page", places.at(piece.start, piece.end),
            f"{words[-60:]} / {text[piece.start : piece.end][:60]}", f"[^{label}]: …",
            f"the note {note.number} goes on here from the page before; both parts were joined"
            + ("" if sure else ", though the first part ends a sentence"),
        )  # fmt: skip


def _broken_off(
    sheet: Sheet, places: Places, matching: Matching, index: int, label: str
) -> Iterator[Doubt]:
    """Yield a doubt for a note that ends in the middle of a sentence, the last of its page."""
    note = matching.notes[index]
    if not note.pieces or note.series == "mark":
        return
    last = note.pieces[-1]
    words = sheet.scan.text[last.start : last.end].rstrip()
    in_brackets = note.opening is not None and note.opening.style.startswith("[Foot")
    if in_brackets and not words.endswith("]"):
        yield Doubt(
            "note not closed", places.at(last.start, last.end),
            excerpt(sheet.scan.text, max(last.end - 60, last.start), last.end, 0), f"[^{label}]: …",
            f"no bracket ] closes the note {note.number}; it was ended here",
        )  # fmt: skip
    if in_brackets:
        return
    following = matching.notes[index + 1] if index + 1 < len(matching.notes) else None
    on_page = (
        following is not None and following.unit == note.unit and following.series == (note.series)
    )
    if on_page or not (breaks_off(words) or _ENDS_WITH_A_DAY.search(words)):
        return
    yield Doubt(
        "note breaks off", places.at(max(last.end - 1, last.start), last.end),
        excerpt(sheet.scan.text, max(last.end - 60, last.start), last.end, 0), f"[^{label}]: …",
        f"the note {note.number} ends in the middle of a sentence; its end may be in the last "
        "lines of text of the next page, above the notes there",
    )  # fmt: skip


def _jumps(sheet: Sheet, places: Places, matching: Matching) -> Iterator[Doubt]:
    for unit, expected, found in matching.jumps:
        part = matching.parts[unit]
        at = sheet.lines[(part.lines or part.foot)[0]].start
        yield Doubt(
            "numbers jump", places.at(at), excerpt(sheet.scan.text, at, at, 60), "",
            f"the notes go on with {found} where {expected} is next: pages may be missing in the "
            "scan",
        )  # fmt: skip


def _unclaimed(
    finder: LineSigns, places: Places, matching: Matching, calls: Sequence[Sign]
) -> Iterator[Doubt]:
    """Yield a doubt for what looks like a call and was taken for none."""
    sheet = finder.sheet
    styles = Counter(call.style for call in calls)
    taken = {call.start for call in calls}
    has_marks = sum(note.series == "mark" for note in matching.notes) >= SERIES
    common = {style for style, n in styles.items() if n > 3 and style not in ("glued", "spaced")}
    for part in matching.parts:
        for index in part.lines:
            if sheet.roles[index] is not Role.WORDS:
                continue
            for sign in finder.calls(index):
                sure = sign.style in _SURE_STYLES and sign.skip >= 5
                marked = has_marks and sign.series == "mark"
                if sign.start in taken or not (sure or marked or sign.style in common):
                    continue
                if sign.style == "(1)" or (sign.series == "mark" and not has_marks):
                    continue
                yield Doubt(
                    "call without a note", places.at(sign.start, sign.end),
                    excerpt(sheet.scan.text, sign.start, sign.end, 60),
                    sheet.scan.text[sign.start : sign.end],
                    f"“{sign.written}” looks like a call, and no note fits it; it was kept as "
                    "text", ("no call",),
                )  # fmt: skip
