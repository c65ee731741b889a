"""Lay out a known text as scans have it: pages with feet of notes, running heads, hyphens, damage.

The text is Markdown with `[^n]` calls and notes below; what comes out is the scan's text and its
key: the words of every note, and the paragraphs, as they must come back.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pyphen

_CALL = re.compile(r"\[\^(\d+)\]")
_NOTE = re.compile(r"^\[\^(\d+)\]:\s*(.*)$", re.DOTALL)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKS = ("*", "†", "‡", "§", "‖", "¶")

CALLS = {
    "sup": lambda n: f"<sup>{n}</sup>",
    "unicode": lambda n: str(n).translate(_SUPERSCRIPTS),
    "bracket": lambda n: f"[{n}]",
    "paren": lambda n: f"({n})",
    "caret": lambda n: f"^{n}^",
    "latex": lambda n: f"${{}}^{{{n}}}$",
    "glued": lambda n: str(n),
    "mark": lambda n: _MARKS[(n - 1) % 6],
}  # fmt: skip
OPENINGS = {
    "1": lambda n: f"{n} ",
    "1.": lambda n: f"{n}. ",
    "1)": lambda n: f"{n}) ",
    "[1]": lambda n: f"[{n}] ",
    "(1)": lambda n: f"({n}) ",
    "sup": lambda n: f"<sup>{n}</sup> ",
    "unicode": lambda n: str(n).translate(_SUPERSCRIPTS) + " ",
    "mark": lambda n: f"{_MARKS[(n - 1) % 6]} ",
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a scan looks."""

    call: str = "sup"
    opening: str = "1"
    numbering: str = "running"  # page, chapter
    place: str = "foot"  # chapter, book, in place
    page: str = ""  # rule, formfeed, hathi, braces; nothing: notes alone show it
    rule: bool = True
    wrapped: bool = False
    plain: bool = False  # without emphasis
    head: str = ""
    lines: int = 42
    width: int = 66
    split: bool = False  # notes go on at the foot of the next page
    noise: Sequence[str] = ()  # misread, call lost, run together, number lost
    seed: int = 1


@dataclass
class Paged:
    text: str
    notes: list[str]
    paragraphs: list[str]
    faults: list[tuple[int, str]] = field(default_factory=list)


def simple(text: str) -> str:
    """Return a text of an edition as a typist would have it: no index marks and no keys, its notes
    numbered."""
    text = re.sub(r"\[\]\{[^}]*\}", "", text)
    text = re.sub(r"\[([^\[\]]*)\]\{[^}]*\}", r"\1", text)
    text = re.sub(r"\[([^\[\]]*)\]\(#[^)]*\)", r"\1", text)
    text = re.sub(r"\[-?@([\w-]+)(?:, )?([^\]]*)\]", r"\1 \2", text)
    text = re.sub(r"@([\w:-]+)", r"\1", text)
    numbers: dict[str, int] = {}
    for label in re.findall(r"\[\^([^\]]+)\](?!:)", text):
        numbers.setdefault(label, len(numbers) + 1)
    return re.sub(
        r"\[\^([^\]]+)\]", lambda m: f"[^{numbers[m[1]]}]" if m[1] in numbers else "", text
    )


@dataclass
class _Chapter:
    title: str
    paragraphs: list[str]
    notes: dict[int, str]


def chapters_of(texts: Sequence[str]) -> list[_Chapter]:
    """Return the chapters of texts: plain paragraphs, and notes that are called in them."""
    found: list[_Chapter] = []
    for text in texts:
        notes: dict[int, str] = {}
        paragraphs: list[str] = []
        title = ""
        last = 0
        for block in re.split(r"\n\s*\n", text):
            if match := _NOTE.match(block):
                last = int(match[1])
                notes[last] = " ".join(match[2].split())
            elif block.startswith("    ") and last:
                continue
            elif block.startswith("#"):
                title = title or re.sub(r"\{[^}]*\}|\[\^\d+\]", "", block.lstrip("# ")).strip()
                last = 0
            elif re.match(r"[A-Z“\"*]", block) and not re.search(r"[\\|<@]|^-|\$|::", block):
                paragraphs.append(" ".join(block.split()))
        called = {int(n) for p in paragraphs for n in _CALL.findall(p)}
        notes = {n: t for n, t in notes.items() if n in called and "[^" not in t and t}
        bare = [_with_known_calls(p, notes) for p in paragraphs]
        if bare:
            found.append(_Chapter(title, bare, notes))
    return found


def _with_known_calls(paragraph: str, notes: dict[int, str]) -> str:
    return _CALL.sub(lambda call: call[0] if int(call[1]) in notes else "", paragraph)


class _Layout:
    def __init__(self, chapters: Sequence[_Chapter], style: Style) -> None:
        self.style, self.chapters = style, chapters
        self.random = random.Random(style.seed)
        self.hyphens = pyphen.Pyphen(lang="en_US")
        self.out: list[str] = []
        self.key: list[str] = []
        self.paragraphs: list[str] = []
        self.faults: list[tuple[int, str]] = []
        self.page = 0
        self.number = 0
        self.total = 0

    def paged(self) -> Paged:
        book: list[tuple[int, str]] = []
        for chapter in self.chapters:
            if self.style.numbering == "chapter":
                self.number = 0
            notes = self._chapter(chapter)
            if self.style.place == "book":
                book += notes
            elif self.style.place == "chapter" and notes:
                self.out.append("Notes")
                self._endnotes(notes)
        if book:
            self.out.append("# Notes")
            self._endnotes(book)
        joint = "\n" if self.style.wrapped and not self.style.rule else "\n\n"
        text = joint.join(self.out) if not self.style.wrapped else "\n\n".join(self.out)
        return Paged(text + "\n", self.key, self.paragraphs, self.faults)

    def _words(self, text: str) -> str:
        if not self.style.plain:
            return text
        return re.sub(r"\\([^\w\s])", r"\1", re.sub(r"\*{1,2}", "", text))

    def _chapter(self, chapter: _Chapter) -> list[tuple[int, str]]:
        name = self._words(chapter.title) or "Of Things"
        title = f"Chapter {self.chapters.index(chapter) + 1}: {name}"
        head = f"# {title}" if not self.style.plain else title.upper()
        lines: list[tuple[str, list[int], bool]] = []  # words, notes called, begins a paragraph
        if self.style.place == "in place":
            self.out.append(head)
        else:
            lines.append((head, [], True))
        for paragraph in chapter.paragraphs:
            words = self._words(paragraph)
            self.paragraphs.append(_CALL.sub("", words))
            for place, line in enumerate(self._wrapped(words)):
                lines.append((line, [int(n) for n in _CALL.findall(line)], place == 0))
        if self.style.place == "in place":
            return self._in_place(chapter, lines)
        return self._pages(chapter, lines)

    def _wrapped(self, words: str, width: int = 0) -> Iterator[str]:
        width = width or self.style.width
        line = ""
        for word in words.split(" "):
            if len(_CALL.sub("", f"{line} {word}")) <= width or not line:
                line = f"{line} {word}".strip()
                continue
            room = width - len(_CALL.sub("", line)) - 2
            parts = [
                p for p in self.hyphens.iterate(word) if len(p[0]) <= room and p[0].isalpha()
            ] if self.style.wrapped and re.fullmatch(r"[a-z]{6,}[.,;]?", word) else []  # fmt: skip
            if parts:
                yield f"{line} {parts[0][0]}-"
                line = word[len(parts[0][0]) :]
            else:
                yield line
                line = word
        if line:
            yield line

    def _pages(self, chapter: _Chapter, lines) -> list[tuple[int, str]]:
        ends: list[tuple[int, str]] = []
        body: list[tuple[str, bool]] = []
        foot: list[tuple[int, str]] = []  # number (0: goes on), words
        rest = ""
        used = 0
        if self.style.numbering == "page":
            self.number = 0
        for words, called, begins in lines:
            need = 1
            notes: list[tuple[int, str]] = []
            for n in called:
                self.number += 1
                notes.append((self.number, self._words(chapter.notes[n])))
                need += 1 + len(notes[-1][1]) // self.style.width
            if self.style.place != "foot":
                ends += notes
                need = 1
            # A page that ends with a sentence does not say whether its paragraph goes on.
            clear = begins or not body or not re.search(r"[.!?:…”\"’)*\]\d\x01]$", body[-1][0])
            if used + need > self.style.lines and body and clear:
                page_foot = foot
                rest = ""
                if self.style.split and foot and len(foot[-1][1]) > 200:
                    cut = foot[-1][1].rfind(" ", 0, len(foot[-1][1]) // 2)
                    if cut > 60 and foot[-1][1][cut - 1] not in '.!?”")':
                        rest = foot[-1][1][cut + 1 :]
                        page_foot = [*foot[:-1], (foot[-1][0], foot[-1][1][:cut])]
                self._page(body, page_foot)
                body, foot, used = [], ([(0, rest)] if rest else []), 0
                if self.style.numbering == "page" and notes:
                    self.number = len(notes)
                    notes = [(i + 1, t) for i, (_, t) in enumerate(notes)]
                elif self.style.numbering == "page":
                    self.number = 0
            at = iter(notes)
            line = _CALL.sub(lambda m, at=at: f"\x00{next(at)[0]}\x01", words)
            body.append((line, begins))
            if self.style.place == "foot":
                foot += notes
            self.key += [text for _, text in notes]
            used += need
        if body:
            self._page(body, foot)
        return ends

    def _damage(self, foot: list[tuple[int, str]]) -> tuple[list[str], set[int]]:
        openings = OPENINGS[self.style.opening]
        lines: list[str] = []
        lost: set[int] = set()
        start = self.total
        for place, (number, text) in enumerate(foot):
            if number == 0:
                lines.append(text)
                continue
            self.total += 1
            opening = openings(number)
            fault = ""
            if self.style.noise and self.random.random() < 0.08:
                fault = self.random.choice(list(self.style.noise))
            if fault == "misread" and number > 9:
                opening = opening.replace("1", "l", 1).replace("0", "O", 1)
                if opening == openings(number):
                    fault = ""
            elif fault == "call lost":
                lost.add(number)
            elif fault == "run together" and place and foot[place - 1][0]:
                lines[-1] += f" {opening}{text}"
                self.faults.append((self.total, fault))
                continue
            elif fault == "number lost" and 0 < place < len(foot) - 1:
                opening = ""
            else:
                fault = ""
            if fault:
                self.faults.append((self.total, fault))
            lines.append(opening + text)
        assert start <= self.total
        return lines, lost

    def _page(self, body, foot) -> None:
        self.page += 1
        style = self.style
        feet, lost = self._damage(foot)
        calls = CALLS[style.call]
        blocks: list[str] = []
        for line, begins in body:
            words = re.sub("\x00(\\d+)\x01", lambda m: "" if int(m[1]) in lost
                           else calls(int(m[1])), line)  # fmt: skip
            if begins or not blocks:
                blocks.append(words)
            elif style.wrapped:
                blocks[-1] += f"\n{words}"
            else:
                blocks[-1] += f" {words}"
        page: list[str] = []
        if style.page == "hathi":
            page.append(f"## p. {self.page} (#{self.page + 6}) ####################")
        elif style.page == "braces":
            page.append(f"{{{{page {self.page}}}}}")
        elif style.page == "formfeed" and self.page > 1:
            page.append("\f")
        if style.head and self.page > 1:
            page.append(f"{self.page}   {style.head}" if self.page % 2 == 0
                        else f"{style.head}   {self.page}")  # fmt: skip
        page += blocks
        if feet:
            if style.rule:
                page.append("---")
            if style.wrapped:
                page += ["\n".join(self._wrapped(note, style.width + 8)) for note in feet]
            else:
                page += feet
        if style.wrapped and style.page == "hathi":
            self.out.append("\n".join(page))
        else:
            self.out += page

    def _endnotes(self, notes: Sequence[tuple[int, str]]) -> None:
        lines, _ = self._damage(list(notes))
        self.out += lines

    def _in_place(self, chapter: _Chapter, lines) -> list[tuple[int, str]]:
        block: list[str] = []
        pending: list[tuple[int, str]] = []

        def flush() -> None:
            if block:
                self.out.append(("\n" if self.style.wrapped else " ").join(block))
            for number, text in pending:
                note = f"[Footnote {number}: {text}]"
                self.out.append("\n".join(self._wrapped(note)) if self.style.wrapped else note)
            block.clear()
            pending.clear()

        for words, called, begins in lines:
            if begins:
                flush()
            for n in called:
                self.number += 1
                pending.append((self.number, self._words(chapter.notes[n])))
                self.key.append(pending[-1][1])
            at = iter([n for n, _ in pending[len(pending) - len(called) :]])
            block.append(_CALL.sub(lambda m, at=at: f"[{next(at)}]", words))
        flush()
        return []


def paged(texts: Sequence[str], style: Style) -> Paged:
    """Return a text as a scan in a style, with its key."""
    return _Layout(chapters_of(texts), style).paged()


__all__ = ["CALLS", "OPENINGS", "Paged", "Style", "chapters_of", "paged", "replace"]
