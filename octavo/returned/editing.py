"""Change the texts of an edition as its returned Word file was changed.

Passages are paired and woven cluster by cluster, notes one by one; the result is the new text of
each file, every change with its place, and what the forms must read then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from types import MappingProxyType

from octavo.proof.form_text import ITEM, Passage
from octavo.proof.normal_form import PAGE
from octavo.returned.changes import TITLE_PAGE, Built, EditionText, FoundChange, Returned, Unit
from octavo.returned.escaping import escaped
from octavo.returned.heading_signs import may_head, sign_of, with_sign
from octavo.returned.new_words import markdown, markdown_of_note, new_label
from octavo.returned.open_text import OpenText, inside_of
from octavo.returned.pairing import Cluster, clusters
from octavo.returned.placing import Placed, placed
from octavo.returned.sides import Change, Side, Wanted, Woven, Writing, exactly, loosely
from octavo.returned.source_letters import Piece, all_lettered
from octavo.returned.tables import with_rows
from octavo.returned.title_page import line_changes
from octavo.returned.weaving import MADE, weave
from octavo.returned.word_book import NEW, WordBook, WordNote, looks_of, names_of
from octavo.source import EDITION_PATH


def changed(
    built: Built, behind: WordBook, without: Mapping[Unit, str] = MappingProxyType({}),
    alone: Set[Unit] = frozenset(),
) -> Returned:  # fmt: skip
    """Return what a returned file changes. `behind` has the names of the edition's notes; the units
    `without` are left as they are, each for a reason; in those `alone`, no
    hyphen or point that was put in makes a dash or an ellipsis with one that was there."""
    return _Editor(built, behind, without, alone).changed()


class _Editor:
    def __init__(
        self, built: Built, behind: WordBook, without: Mapping[Unit, str],
        alone: Set[Unit],
    ) -> None:  # fmt: skip
        self._alone = alone
        self._book, self._behind, self._without = built.book, behind, without
        self._texts: dict[str, OpenText] = {}
        self._given, self._settings = built.texts, built.settings
        self._made = Returned()
        self._old = {note.name: note for notes in built.book.notes for note in notes}
        self._new = {note.name: note for notes in behind.notes for note in notes}
        self._order = [note.name for notes in behind.notes for note in notes]
        self._home = {
            note.name: text for text in built.texts
            for notes in built.book.notes[text.first : text.last] for note in notes
        }  # fmt: skip
        self._labels: dict[str, str] = {}  # what is written for the calls of new notes
        self._gone: list[str] = []
        self._came: dict[str, str] = {}  # the path of each new note
        self._away: set[int] = set()  # the passages that were moved elsewhere
        self._still: dict[int, int] = {}  # the passages that stay, by their places among the wanted

    def changed(self) -> Returned:
        self._compare_front("the contents are made of the headings", self._book.contents,
                            self._behind.contents)  # fmt: skip
        self._change_title_page()
        self._change_notes()
        self._change_passages()
        self._take_notes_out()
        self._put_notes_in()
        for at, number in self._still.items():
            if any(text.first <= number < text.last for text in self._texts.values()):
                unit = self._made.passages[at][0]
                self._made.passages[at] = (unit, _as_it_is(self._side(number, False)))
        for text in self._texts.values():
            for place, said in text.others.items():
                self._change_alone(text, place, said)
            now = text.changed()
            if now != text.text:
                self._made.texts[text.path] = now
        return self._made

    def _change_title_page(self) -> None:
        settings, edits = self._settings, []
        lines = line_changes(settings, self._book.leaves, self._behind.leaves)
        for line in lines:
            not_found = "" if line.edit else "edition.yaml has it otherwise, or twice"
            why = self._without.get(TITLE_PAGE, not_found)
            change = Change(line.taken, line.put, why=why)
            at = line.edit[0] if line.edit else -1
            found = FoundChange(change, EDITION_PATH, at, line.taken, "", TITLE_PAGE)
            if why or line.edit is None:
                self._made.unplaced.append(found)
                continue
            self._made.placed.append(found)
            self._made.lines[line.number] = line.put
            edits.append(line.edit)
        for start, end, said in sorted(edits, reverse=True):
            settings = f"{settings[:start]}{said}{settings[end:]}"
        if settings != self._settings:
            self._made.texts[EDITION_PATH] = settings

    def _compare_front(self, why: str, before: Sequence[str], behind: Sequence[str]) -> None:
        """Keep what was changed in words that are made of others, which are to be changed."""
        sides = [Side(Passage("", line)) for line in before]
        others = [Side(Passage("", line)) for line in behind]
        woven = weave(sides, others, Writing("", lambda _: "", lambda _: None))
        for one in (*woven.done, *woven.unplaced):
            self._made.unplaced.append(_found(replace(one, why=why), "", sides, -1))

    def _text_of(self, number: int) -> OpenText | None:
        """Return the text that a passage of the edition is written in."""
        for given in self._given:
            if given.first <= number < given.last:
                return self._opened(given)
        return None

    def _opened(self, given: EditionText) -> OpenText:
        if given.path not in self._texts:
            self._texts[given.path] = OpenText(given, self._book)
        return self._texts[given.path]

    def _change_alone(self, text: OpenText, place: int, said: str) -> None:
        """Change a piece whose passage is not changed otherwise."""
        for piece in text.calls.values():
            inside = any(start <= place < end for start, end, _ in text.edits)
            if piece.start == place and not inside:
                text.edits.append((place, place + len(piece.written), said))
                return

    # --- passages ---

    def _change_passages(self) -> None:
        moved: dict[int, tuple[str, list[Wanted]]] = {}
        found = clusters(self._book.passages, self._behind.passages)
        for cluster in found:
            for at, number in cluster.moved.items():
                moved[at] = self._moved(at, number)
        self._away = {number for cluster in found for number in cluster.moved.values()}
        whole = list(_with_moved(found, self._away))
        self._without = _with_partners(whole, self._without)
        for cluster in whole:
            self._change_cluster(cluster, moved)

    def _change_cluster(
        self, cluster: Cluster, moved: Mapping[int, tuple[str, list[Wanted]]]
    ) -> None:
        unit = _unit(cluster)
        behind = [self._new_side(at, moved) for at in cluster.behind]
        bare = [self._bare_side(number, number in self._away) for number in cluster.before]
        if unit in self._without or self._are_same(bare, behind):
            for number in cluster.before:
                self._still[len(self._made.passages)] = number
                self._made.passages.append((unit, loosely(self._book.passages[number])))
            if unit in self._without:
                self._refuse(unit, cluster, behind, self._without[unit])
            return
        before = [self._side(number, number in self._away) for number in cluster.before]
        text = self._text_of(cluster.before[0]) if cluster.before else None
        others = {self._text_of(number) for number in cluster.before}
        if text is None or others != {text}:
            made = all(self._text_of(number) is None for number in cluster.before)
            self._refuse_later(unit, MADE if made else "it joins two texts")
            return
        if any(side.passage.kind in ("row", "cell") for side in (*before, *behind)) and (
            len(before) != 1 or len(behind) != 1
        ):
            self._change_rows(unit, text, cluster, before, behind)
            return
        woven = weave(before, behind, self._writing(text, unit))
        if woven.refusal:
            self._made.refused[unit] = woven.refusal
        self._settle(unit, text, behind)
        self._set_kind(text, before, behind, woven)
        self._keep(unit, text, before, woven)
        for first, last, said in woven.written:
            self._write(text, before[first], before[last], said)

    def _refuse_later(self, unit: Unit, why: str) -> None:
        """Keep why a cluster cannot be changed: all is changed again without it."""
        self._made.refused[unit] = why

    def _write(self, text: OpenText, first: Side, last: Side, said: str) -> None:
        assert first.place is not None
        assert last.place is not None
        start, end = first.place.lettered.block.start, last.place.lettered.block.end
        if said:
            if said != text.text[start:end]:
                text.edits.append((start, end, said))
        else:
            text.cut(*text.with_fences(start, end))

    def _set_kind(
        self, text: OpenText, before: Sequence[Side], behind: Sequence[Side], woven: Woven
    ) -> None:
        """Give a paragraph the sign of a heading, or take it, where Word has made it one."""
        if len(before) != 1 or len(behind) != 1 or before[0].place is None:
            return
        one, other = before[0].passage.kind, behind[0].passage.kind
        if one == other or _is_list_or_none(one, other):
            return
        own = before[0].place.lettered
        was = woven.written[0][2] if woven.written else text.text[own.block.start : own.block.end]
        said = with_sign(own, was, sign_of(other, text.rise)) if may_head(one, other) else None
        change = Change("", "", 0, 0, f"the paragraph has the style {other or 'of text'} now")
        if said is None:
            woven.unplaced.append(change)
            return
        woven.done.append(change)
        woven.written[:] = [(0, 0, said)]
        woven.wanted[:] = [replace(wanted, kind=other) for wanted in woven.wanted]

    def _change_rows(
        self, unit: Unit, text: OpenText, cluster: Cluster, before: Sequence[Side],
        behind: Sequence[Side],
    ) -> None:  # fmt: skip
        rows = with_rows(before, behind, text.text)
        if rows is None:
            self._refuse_later(unit, "a table was changed otherwise than by whole rows")
            return
        pair = self._are_same(before[:1], behind[:1])
        woven = Woven(wanted=[_as_it_is(before[0])]) if pair else weave(
            before[:1], behind[:1], self._writing(text, unit))  # fmt: skip
        self._keep(unit, text, before, woven)
        for first, last, said in woven.written:
            self._write(text, before[first], before[last], said)
        text.edits += rows.edits
        here = [Change(taken, put) for taken, put in rows.changes]
        self._keep(unit, text, before, Woven(done=here))
        self._made.passages += [(unit, wanted) for wanted in rows.wanted]
        del cluster

    def _bare_side(self, number: int, is_gone: bool) -> Side:
        """Return a passage of the edition without its place, which takes longer to find."""
        return Side(self._book.passages[number], self._book.notes[number], None, is_gone)

    def _side(self, number: int, is_gone: bool) -> Side:
        text = self._text_of(number)
        place = text.places[number - text.first] if text else None
        return Side(self._book.passages[number], self._book.notes[number], place, is_gone)

    def _new_side(self, at: int, moved: Mapping[int, tuple[str, list[Wanted]]]) -> Side:
        passage, notes = self._behind.passages[at], self._behind.notes[at]
        if at not in moved:
            return Side(passage, notes)
        said, wanted = moved[at]
        return Side(passage, notes, moved=said, wanted=wanted[0])

    def _moved(self, at: int, number: int) -> tuple[str, list[Wanted]]:
        """Return how a passage that was moved is written in its new place."""
        before = self._side(number, False)
        behind = Side(self._behind.passages[at], self._behind.notes[at])
        text = self._text_of(number)
        if before.place is None or text is None:
            return escaped(behind.passage.text), [exactly(behind.passage)]
        own = before.place.lettered.block
        if self._are_same([before], [behind]):
            return text.text[own.start : own.end], [_as_it_is(before)]
        woven = weave([before], [behind], self._writing(text, number))
        self._keep(number, text, [before], replace_wanted(woven))
        said = woven.written[0][2] if woven.written else text.text[own.start : own.end]
        return said, woven.wanted

    def _are_same(self, before: Sequence[Side], behind: Sequence[Side]) -> bool:
        if len(before) != len(behind) or any(side.is_gone for side in before):
            return False
        return all(
            one.passage.text == other.passage.text
            and other.moved is None
            and one.passage.looks == other.passage.looks
            and (one.passage.kind == other.passage.kind
                 or _is_list_or_none(one.passage.kind, other.passage.kind))
            and [note.name for note in one.calls] == [note.name for note in other.calls]
            for one, other in zip(before, behind, strict=True)
        )  # fmt: skip

    def _writing(self, text: OpenText, unit: Unit) -> Writing:
        return Writing(
            text.text,
            lambda note: self._call(text, note),
            lambda piece: text.others.get(piece.start),
            text.rise,
            unit in self._alone,
        )

    def _keep(self, unit: Unit, text: OpenText, before: Sequence[Side], woven: Woven) -> None:
        """Keep the changes of a cluster, with their places, and what must be read of it then."""
        self._made.placed += [_found(one, text.path, before, unit) for one in woven.done]
        self._made.unplaced += [_found(one, text.path, before, unit) for one in woven.unplaced]
        self._made.passages += [(unit, wanted) for wanted in woven.wanted]
        self._gone += woven.gone
        self._came |= {note.name: text.path for note, _ in woven.new}
        for name in woven.gone:
            if name not in self._new and self._is_referred_to(name):
                self._made.refused[unit] = f"another text refers to the note {self._label(name)}"

    def _refuse(self, unit: Unit, cluster: Cluster, behind: Sequence[Side], because: str) -> None:
        """Keep all changes of a cluster as such without a place."""
        text = self._text_of(cluster.before[0]) if cluster.before else None
        before = [self._side(number, number in self._away) for number in cluster.before]
        bare = [replace(side, place=None) for side in before]
        writing = Writing("", lambda _: "", lambda _: None)
        if bare:
            woven = weave(bare, behind, writing)
        else:  # passages beside none of the edition's
            woven = Woven(unplaced=[Change("", side.passage.text) for side in behind])
        if len(bare) == len(behind) and not woven.unplaced:
            kinds = [(one.passage.kind, other.passage.kind)
                     for one, other in zip(bare, behind, strict=True)]  # fmt: skip
            woven.unplaced += [
                Change("", "", at, 0) for at, (one, other) in enumerate(kinds)
                if one != other and not _is_list_or_none(one, other)
            ]  # fmt: skip
        if not (woven.done or woven.unplaced):
            woven.unplaced.append(Change("", ""))
        for one in (*woven.done, *woven.unplaced):
            if one.taken == PAGE and _NUMBERS.fullmatch(one.put):
                continue  # a field that shows a page, which another program has made words
            made = replace(one, why=because or one.why)
            self._made.unplaced.append(_found(made, text.path if text else "", before, unit))

    # --- notes ---

    def _call(self, text: OpenText, note: WordNote) -> str:
        """Return what is written for a call that was put in: that of a note that was moved, or a
        new one."""
        if not note.name.startswith(NEW):
            home = self._home.get(note.name)
            piece = self._opened(home).calls.get(note.name) if home else None
            return piece.written if piece else ""
        if note.name not in self._labels:
            self._labels[note.name] = self._new_call(text, note)
        return self._labels[note.name]

    def _new_call(self, text: OpenText, note: WordNote) -> str:
        inline = not text.parted.definitions and any(
            not piece.label and piece.written.startswith("^[") for piece in text.calls.values()
        )
        if inline and len(note.passages) == 1:
            return f"^[{markdown(note.passages[0], note.name in self._alone)}]"
        label = new_label(text.labels, marked=not note.mark.isdecimal() and bool(note.mark))
        text.labels.add(label)
        return f"[^{label}]"

    def _change_notes(self) -> None:
        for name in self._order:
            old, new = self._old.get(name), self._new[name]
            if old is None:
                self._made.notes.append((name, tuple(map(exactly, new.passages))))
                continue
            before, behind = list(map(Side, old.passages)), list(map(Side, new.passages))
            same = self._are_same(before, behind)
            if same or name in self._without:
                if not same:
                    self._refuse_note(name, before, behind, self._without[name])
                self._made.notes.append((name, tuple(map(loosely, old.passages))))
                continue
            self._change_note(name, old, behind)

    def _note_places(
        self, name: str, old: WordNote
    ) -> tuple[OpenText, Piece, list[Placed | None]] | None:
        home = self._home.get(name)
        if home is None:
            return None
        text = self._opened(home)
        piece = text.calls.get(name)
        if piece is None:
            return None
        if piece.label:
            blocks = text.parted.notes.get(piece.label, [])
            letters = all_lettered(blocks, text.text)
        else:
            letters = [inside_of(piece, text.text)]
        return text, piece, placed(old.passages, letters)

    def _change_note(self, name: str, old: WordNote, behind: Sequence[Side]) -> None:
        found = self._note_places(name, old)
        bare = list(map(Side, old.passages))
        if found is None:
            self._refuse_note(name, bare, behind)
            self._made.notes.append((name, tuple(map(loosely, old.passages))))
            return
        text, piece, places = found
        before = [Side(one, (), place) for one, place in zip(old.passages, places, strict=True)]
        wanted: list[Wanted] = []
        all_behind = [side.passage for side in behind]
        for cluster in clusters(old.passages, all_behind):
            sides = [before[number] for number in cluster.before]
            others = [behind[number] for number in cluster.behind]
            if self._are_same(sides, others) or not sides:
                wanted += map(_as_it_is, sides)
                if not sides:
                    self._refuse_note(name, sides, others)
                continue
            if not piece.label and len(sides) != len(others):
                self._refuse_note(name, sides, others)
                wanted += map(_as_it_is, sides)
                continue
            woven = weave(sides, others, self._writing(text, name))
            self._made.placed += [_found(one, text.path, sides, name) for one in woven.done]
            self._made.unplaced += [_found(one, text.path, sides, name) for one in woven.unplaced]
            wanted += woven.wanted
            for first, last, said in woven.written:
                if piece.label:
                    self._write(text, sides[first], sides[last], said)
                else:
                    opening = "^[" if piece.kind == "call" else ""
                    text.others[piece.start] = f"{opening}{said}{']' if opening else ''}"
        self._made.notes.append((name, tuple(wanted)))

    def _refuse_note(
        self, name: str, before: Sequence[Side], behind: Sequence[Side], because: str = ""
    ) -> None:
        """Keep all changes of a note as such without a place."""
        home = self._home.get(name)
        writing = Writing("", lambda _: "", lambda _: None)
        bare = [replace(side, place=None) for side in before]
        woven = weave(bare, behind, writing)
        for one in (*woven.done, *woven.unplaced):
            made = replace(one, why=because or one.why)
            self._made.unplaced.append(_found(made, home.path if home else "", before, name))

    def _label(self, name: str) -> str:
        """Return how the call of a note is written."""
        piece = self._opened(self._home[name]).calls.get(name)
        return piece.written if piece else name

    def _is_referred_to(self, name: str) -> bool:
        piece = self._opened(self._home[name]).calls.get(name)
        if piece is None or not piece.label:
            return False
        referring = re.compile(rf"@\{{?note:{re.escape(piece.label)}(?![\w-])")
        own = set(self._opened(self._home[name]).parted.definitions.get(piece.label, ()))
        return any(
            not (text.path == self._home[name].path and min(own, default=0) <= found.start()
                 < max(own, default=0))
            for text in self._given for found in referring.finditer(text.text)
        )  # fmt: skip

    def _settle(self, unit: Unit, text: OpenText, behind: Sequence[Side]) -> None:
        """Move the definitions of notes whose calls were moved into another text."""
        for note in (note for side in behind for note in side.calls):
            home = self._home.get(note.name)
            if home is None or home.path == text.path:
                continue
            old = self._opened(home)
            piece = old.calls.get(note.name)
            span = old.parted.definitions.get(piece.label) if piece and piece.label else None
            if piece is None or span is None:
                continue
            alone = sum(one.label == piece.label for one in old.calls.values()) == 1
            edited = any(span[0] <= start < span[1] for start, _, _ in old.edits)
            if piece.label in text.labels or not alone or edited:
                self._made.refused[unit] = f"the note {piece.written} cannot be moved by itself"
                continue
            text.labels.add(piece.label)
            old.cut(*span)
            place, is_behind = self._place_of_note(note.name, text)
            said = old.text[span[0] : span[1]]
            text.edits.append((place, place, f"\n\n{said}" if is_behind else f"{said}\n\n"))

    def _take_notes_out(self) -> None:
        """Take out the definitions of notes that nothing calls any more."""
        for name in dict.fromkeys(self._gone):
            home = self._home.get(name)
            if name in self._new or home is None:
                continue
            text = self._opened(home)
            piece = text.calls.get(name)
            if piece is None or not piece.label:
                continue
            still = [other for other, one in text.calls.items()
                     if one.label == piece.label and other in self._new]  # fmt: skip
            span = text.parted.definitions.get(piece.label)
            if span and not still:
                text.cut(*span)

    def _put_notes_in(self) -> None:
        """Write the definitions of new notes, each behind that of the note before it."""
        for name, path in self._came.items():
            call = self._labels.get(name, "")
            if not call.startswith("[^"):
                continue
            text = self._texts[path]
            passages, alone = self._new[name].passages, name in self._alone
            said = f"{call}: {markdown_of_note(passages, alone)}"
            place, is_behind = self._place_of_note(name, text)
            between = "\n" if re.search(r"\n\[\^[^\]]+\]:[^\n]*\n\[\^", text.text) else "\n\n"
            if is_behind:
                text.edits.append((place, place, f"{between}{said}"))
            else:
                text.edits.append((place, place, f"{said}{between}"))

    def _place_of_note(self, name: str, text: OpenText) -> tuple[int, bool]:
        """Return where the definition of a new note is written, and whether it is behind another or
        before it."""
        at = self._order.index(name)
        for other in reversed(self._order[:at]):
            if span := self._definition(other, text):
                return span[1], True
        for other in self._order[at + 1 :]:
            if span := self._definition(other, text):
                return span[0], False
        return len(text.text.rstrip("\n")), True

    def _definition(self, name: str, text: OpenText) -> tuple[int, int] | None:
        piece = text.calls.get(name)
        return text.parted.definitions.get(piece.label) if piece and piece.label else None


def _with_moved(found: Sequence[Cluster], gone: set[int]) -> Iterator[Cluster]:
    """Yield clusters with the passages that were moved away from them, in their old order."""
    waiting = sorted(gone)
    for at, cluster in enumerate(found):
        ahead = next((one.before[0] for one in found[at + 1 :] if one.before), None)
        own = [n for n in waiting if cluster.before and n > cluster.before[0]
               and (ahead is None or n < ahead)]  # fmt: skip
        yield replace(cluster, before=tuple(sorted((*cluster.before, *own))))


def _with_partners(found: Sequence[Cluster], without: Mapping[Unit, str]) -> Mapping[Unit, str]:
    """Return the units that are left as they are, with those from which or to which passages of
    theirs were moved."""
    home = {number: _unit(cluster) for cluster in found for number in cluster.before}
    made = dict(without)
    pairs = [
        (_unit(cluster), home[number])
        for cluster in found for number in cluster.moved.values() if number in home
    ]  # fmt: skip
    before = -1
    while before != len(made):
        before = len(made)
        for one, other in pairs:
            if one in made or other in made:
                why = made.get(one) or made.get(other) or ""
                made.setdefault(one, why)
                made.setdefault(other, why)
    return made


def _unit(cluster: Cluster) -> Unit:
    return cluster.before[0] if cluster.before else -1


def _is_list_or_none(one: str, other: str) -> bool:
    """Return whether two kinds are alike: items of lists, whose numbers change by themselves."""
    return one.startswith(ITEM) and other.startswith(ITEM)


def _as_it_is(side: Side) -> Wanted:
    """Return a passage as it is: what Octavo makes in it may be set otherwise."""
    if side.place is None:
        return loosely(side.passage)
    text = side.passage.text
    own = tuple(map(side.place.is_own, range(len(text))))
    return Wanted(text, own, tuple(looks_of(side.passage)))


def replace_wanted(woven: Woven) -> Woven:
    """Return what was woven without the passages that must be: they are elsewhere."""
    return replace(woven, wanted=[])


def _found(change: Change, path: str, before: Sequence[Side], unit: Unit) -> FoundChange:
    side = before[min(change.passage, len(before) - 1)] if before else None
    if side is None:
        return FoundChange(change, path, -1, "", "", unit)
    text = side.passage.text
    near = text[max(0, change.letter - 20) : change.letter + len(change.taken) + 20]
    name = unit if isinstance(unit, str) else next(iter(names_of(side.passage)), "")
    return FoundChange(change, path, _offset(side, change.letter), near, name, unit)


def _offset(side: Side, letter: int) -> int:
    """Return the place of a letter in the text; that of its block if it has none itself; -1 if
    there is no block."""
    if side.place is None:
        return -1
    spans = side.place.pieces
    for number in (*range(letter, len(spans)), *range(min(letter, len(spans)) - 1, -1, -1)):
        span = spans[number]
        if span is not None:
            return side.place.lettered.pieces[span[0]].start
    return side.place.lettered.block.start


_NUMBERS = re.compile(r"[\d…ivxlc]+")  # of a page, or what is shown for it
