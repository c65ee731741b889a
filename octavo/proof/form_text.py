"""Name what is read of a form that has no pages, and collect it passage by passage.

A passage is a paragraph, a heading, a cell of a table, a stanza, an entry. The expected copy of the
manuscripts is made of the same nouns, so that the two can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from octavo.proof.normal_form import LINE_END, language_of, spaced

Span = tuple[int, int, str]  # from one letter of a passage to another, and what holds there

HEADINGS = tuple(f"h{level}" for level in range(1, 7))
ITEM = "item "  # of a numbered list, before its number
ROW, CELL, RULE = "row", "cell", "rule"  # the first passage of a row and of a cell; an ornament


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text: the flow (a section, or a note, by its number in the book), the number
    of the passage there, the number of the letter there."""

    flow: int
    passage: int
    letter: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in the normal form: its kind, empty for most; its words, with a sign for each call,
    picture and formula; what is said of each sign; and over which letters an emphasis, a language
    and a link reach. `names` are the ids in it, each with the letter that follows it."""

    kind: str
    text: str
    signs: tuple[str, ...] = ()
    looks: tuple[Span, ...] = ()
    languages: tuple[Span, ...] = ()
    links: tuple[Span, ...] = ()
    names: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Setting:
    """What holds for the letters that are read next: an emphasis, as the letters of its kinds in
    order; a language; the target of a link."""

    look: str = ""
    language: str = ""
    link: str = ""

    def with_look(self, kind: str) -> Setting:
        """Return the setting with one more kind of emphasis."""
        look = self.look if kind in self.look else "".join(sorted(self.look + kind))
        return Setting(look, self.language, self.link)

    def with_language(self, language: str) -> Setting:
        """Return the setting in another language."""
        return Setting(self.look, language, self.link)

    def with_link(self, target: str) -> Setting:
        """Return the setting within a link."""
        return Setting(self.look, self.language, target)


class Flow:
    """The passages of one text as they are read, in order; `language` is the edition's."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.passages: list[Passage] = []
        self._names: list[str] = []  # ids that wait for the letter that follows them
        # the marks of pages of the print: each has the number of a passage, that of the letter
        # that follows it there, and its label
        self.page_marks: list[tuple[int, int, str]] = []
        self._labels: list[str] = []  # those of marks that wait for a letter
        self._item = ""  # the number of an item whose first passage is to come
        self._known: dict[str, str] = {}
        self._open()

    def _open(self) -> None:
        self.kind = ""
        self._kept = False
        self._pieces: list[str] = []
        self._length = 0
        self._spaced = True  # a space would be dropped here
        self._signs: list[str] = []
        self._looks = _Layer()
        self._languages = _Layer()
        self._links = _Layer()
        self._named: list[tuple[int, str]] = []

    def begin(self, kind: str = "", *, kept: bool = False) -> None:
        """End the passage that is read, and begin one of a kind; one that is `kept` is a passage
        even if it is empty, and what begins before it has letters is a part of it."""
        if self._waits and not kept:
            return
        self.end()
        self.kind, self._kept = kind, kept

    @property
    def _waits(self) -> bool:
        """Return whether a cell has no passage yet."""
        return self._kept and not self._pieces

    def begin_item(self, number: str) -> None:
        """Begin an item of a list; its number, if it has one, is the kind of its first passage."""
        if not self._waits:
            self.end()
        self._item = number

    def end_item(self) -> None:
        """End an item; one without passages has no number."""
        self.end()
        self._item = ""

    def end(self) -> None:
        """End the passage that is read; nothing is kept of one without letters."""
        if not (self._pieces or self._kept):
            return
        text = "".join(self._pieces).rstrip(" \n")
        if text and self._item:
            self.kind = self.kind or f"{ITEM}{self._item}"
            self._item = ""
        if text or self._kept:
            self.passages.append(
                Passage(
                    self.kind, text, tuple(self._signs), self._looks.spans, self._languages.spans,
                    self._links.spans, tuple(self._named),
                )
            )  # fmt: skip
        self._open()

    def name(self, identity: str) -> None:
        """Keep an id, whose place is the letter or the sign that follows."""
        self._names.append(identity)

    def mark_page(self, label: str) -> None:
        """Keep the mark of a page, whose place is the letter or the sign that follows."""
        self._labels.append(label)

    def take_labels(self) -> list[str]:
        """Return the labels that wait for a letter, which another flow is to have."""
        labels, self._labels = self._labels, []
        return labels

    def say(self, written: str, setting: Setting) -> None:
        """Add words in a setting."""
        text, after_space = spaced(written), self._spaced
        if after_space and text[:1] == " ":
            text = text[1:]
        if not text:
            return
        start = self._length
        self._pieces.append(text)
        self._length = end = start + len(text)
        self._spaced = text[-1] == " "
        if text == " ":
            return
        if text[0] == " ":
            start, after_space = start + 1, True
        end -= self._spaced
        if self._names or self._labels:
            self._place_names(start)
        if setting.look:
            self._looks.add(start, end, setting.look, after_space)
        if setting.language:
            known = self._known.get(setting.language)
            if known is None:
                known = language_of(setting.language, self._language)
                self._known[setting.language] = known
            self._languages.add(start, end, known, after_space)
        if setting.link:
            self._links.add(start, end, setting.link, after_space)

    def sign(self, sign: str, said: str = "") -> None:
        """Add a sign, and what is said of it."""
        if self._names or self._labels:
            self._place_names(self._length)
        self._pieces.append(sign)
        self._signs.append(said)
        self._length += 1
        self._spaced = False

    def sign_apart(self, sign: str, said: str = "") -> None:
        """Add a sign that is a passage by itself, but in a heading: the Word file has displayed
        formulas in paragraphs of their own."""
        if self.kind in HEADINGS:
            self.sign(sign, said)
            return
        self.begin()
        self.sign(sign, said)
        self.end()

    def end_line(self) -> None:
        """End a line of verse or of code, or one that an author has ended."""
        if self._pieces and self._pieces[-1][-1] == " ":
            self._pieces[-1] = self._pieces[-1][:-1]
            self._length -= 1
            if not self._pieces[-1]:
                self._pieces.pop()
        if self._pieces:
            self._pieces.append(LINE_END)
            self._length += 1
        self._spaced = True

    def _place_names(self, letter: int) -> None:
        self._named += ((letter, name) for name in self._names)
        self._names.clear()
        self.page_marks += ((len(self.passages), letter, label) for label in self._labels)
        self._labels.clear()


class _Layer:
    """The spans of one kind in a passage; two with nothing but a space between are one."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, start: int, end: int, value: str, after_space: bool) -> None:
        """Add a span; `after_space` says that the letter before it is a space."""
        if self._spans:
            first, last, before = self._spans[-1]
            if before == value and start - last <= after_space:
                self._spans[-1] = (first, end, value)
                return
        self._spans.append((start, end, value))

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(self._spans)
