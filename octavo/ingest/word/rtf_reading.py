"""Read RTF: all its words, each with a destination, and a plainer RTF of them for pandoc.

pandoc reads the letters of every code page as those of Windows-1252, loses notes in tables, and
takes index entries for words.  So the letters are decoded here, notes are put apart, to be set in
the tree again, and what pandoc must not see is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from io import StringIO

from octavo.ingest.letters import Goes
from octavo.ingest.word import marks
from octavo.ingest.word.account import letters
from octavo.ingest.word.fields import Rewritten, Works
from octavo.ingest.word.marked import Edited, Marked
from octavo.ingest.word.rtf_tokens import (
    CHARSETS,
    SYMBOL,
    Token,
    decoded,
    encoding_of,
    tokens_of,
)
from octavo.ingest.word.transform import has_role, style_mark
from octavo.ingest.word.words import Change, Changes, Passage, Piece, Words
from octavo.pandoc import tree

_IN_NOTES = 10**9  # is added to the numbers of passages in notes until all are read
_DEEPEST = 1000  # groups in each other
_LARGEST_PICTURE = 64 * 2**20

# Destinations that hold no words of the text.
_TABLES = frozenset(
    "fonttbl colortbl rsidtbl generator themedata colorschememapping latentstyles datastore "
    "filetbl revtbl pgdsctbl xmlnstbl mmathPr objdata objclass objname sp sn sv bkmkstart bkmkend "
    "nonshppict nonesttables nesttableprops atnid atntime atndate atnref atnparent atnicn pn "
    "pnseclvl pgptbl wgrffmtfilter template private docvar ftnsep ftnsepc ftncn aftnsep aftnsepc "
    "aftncn info userprops tc tcn falt panose listname levelnumbers leveltext do shprslt".split()
)
_HEADS = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
_KEPT_WHOLE = frozenset(("listtable", "listoverridetable"))
# Destinations that begin with \* and hold words nevertheless.
_WITH_WORDS = frozenset("footnote annotation atnauthor fldinst shpinst shptxt ud shppict xe "
                        "listtable listoverridetable info revtbl".split())  # fmt: skip
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d",
    "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060", "tab": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "_": "‑", "-": "\xad", "\\": "\\", "{": "{", "}": "}", ":": ":"}
_ENDS = frozenset(("par", "cell", "row", "sect", "page", "column", "nestcell", "nestrow"))
# What pandoc reads of formatting; all else is left out.
_FORMATS = frozenset(
    "b i ul uld uldb ulw ulnone strike striked sub super nosupersub scaps plain pard par line "
    "trowd cellx cell row intbl ls ilvl outlinelevel".split()
)
_HEADING = re.compile(r"(?i)\s*(?:heading|überschrift|titre|titolo|título|заголовок)\s*([1-9])\b")
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"?(?P<url>(?:https?|mailto|ftp)[^"\s]*)"?\s*$')
_CONTENTS = re.compile(r"\s*(?:TOC|INDEX)\b")
_CITED = "CSL_CITATION"
_LISTED = "CSL_BIBLIOGRAPHY"


@dataclass(slots=True)
class _Group:
    """The state of a group, which its end takes back."""

    encoding: str = ""
    skip: int = 1  # letters behind \u that stand for it
    goes: Goes | None = None
    is_open: bool = True  # whether words are read
    destination: str = ""
    hidden: bool = False
    deleted: bool = False
    revised: bool = False
    author: int = -1
    is_note: bool = False
    closing: str = "}"  # what is written at the end
    is_written: bool = True
    style: int = -1  # of the paragraph
    level: int = -1  # of the style that is defined


@dataclass(slots=True)
class RtfText:
    """What was read: the words, the plainer RTF of the text and of each note, the pictures."""

    words: Words = field(default_factory=Words)
    marked: Marked = field(default_factory=Marked)
    text: str = ""
    notes: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    head: str = ""

    def for_pandoc(self) -> bytes:
        return f"{{\\rtf1\\ansi\\uc0{self.head}\n{self.text}\\par}}".encode()

    def notes_for_pandoc(self) -> bytes:
        """Return all notes as one text, the mark of each before it."""
        notes = (
            f"\\pard\\plain {marks.note(number)}\\par {{\\pard\\plain {words}}}\\par\n"
            for number, words in enumerate(self.notes, 1)
        )
        return f"{{\\rtf1\\ansi\\uc0{self.head}\n{''.join(notes)}}}".encode()


def read_rtf(data: bytes, changes: Changes, works: Works) -> RtfText:
    """Return what RTF holds; raise ValueError if it is nested too deeply or is cut off."""
    reader = _Reader(changes, works)
    for token in tokens_of(data):
        reader.take(token)
    return reader.finish()


class _Reader:
    def __init__(self, changes: Changes, works: Works) -> None:
        self.made = RtfText()
        self._works = works
        self._rejects = changes == "rejected"
        self._groups: list[_Group] = [_Group(encoding="cp1252", closing="")]
        self._bytes = bytearray()
        self._letters: list[str] = []  # that were read since the last control word
        self._skip = 0
        self._starred = False
        self._fresh = False  # whether a group has just begun
        self._high = 0  # the first half of a letter beyond U+FFFF
        self._body, self._head = StringIO(), StringIO()
        self._out = self._body
        self._passage: Passage | None = None
        self._around: list[tuple[Passage | None, StringIO]] = []  # of the notes that are open
        self._passages: dict[bool, list[Passage]] = {False: [], True: []}  # of notes or not
        self._fonts: dict[int, str] = {}
        self._default = "cp1252"
        self._font = self._default_font = -1
        self._levels: dict[int, int] = {}
        self._title_style = -1
        self._roles: dict[int, str] = {}  # names of styles of quotations, verse and the like
        self._held: list[str] = []  # the words of tables: names of styles, of authors
        self._instructions: list[str] = []
        self._authors: list[str] = []
        self._comment_author = ""
        self._cited: tuple[Rewritten, Passage, int] | None = None
        self._boxed: list[tuple[Passage | None, StringIO]] = []  # of the boxes that are open
        self._boxes: list[str] = []

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    @property
    def _is_title(self) -> bool:
        return self._group.style >= 0 and self._group.style == self._title_style

    # --- tokens ----------------------------------------------------------------------------------

    def take(self, token: Token) -> None:
        if token.kind == "bytes":
            self._take_bytes(token)
            return
        if token.name == "u" and token.kind == "word" and token.number is not None and (
            not self._fresh):  # fmt: skip
            self._decode()
            self._letter(token.number % 65536)
            self._skip = self._group.skip
            return
        self._flush()
        if self._group.destination in _KEPT_WHOLE:
            self._head.write(token.raw.decode("latin-1"))
            if token.kind in ("word", "symbol"):
                return
        if token.kind in ("open", "close"):
            self._skip = 0
        if token.kind == "open":
            self._open()
        elif token.kind == "close":
            self._close()
        elif token.kind == "symbol":
            self._take_symbol(token)
        else:
            self._take_word(token)

    def _take_bytes(self, token: Token) -> None:
        self._fresh = False
        if self._group.destination in _KEPT_WHOLE:
            self._head.write(token.raw.decode("latin-1"))
            return
        gone = min(self._skip, len(token.bytes))
        self._skip -= gone
        if self._group.destination == "pict":
            self._held.append(token.bytes.decode("latin-1"))
        else:
            self._bytes += token.bytes[gone:]

    def _flush(self) -> None:
        self._decode()
        if self._letters:
            words, self._letters = "".join(self._letters), []
            self._put(words)

    def _decode(self) -> None:
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        self._add(*decoded(data, self._group.encoding))

    def _add(self, words: str, is_sign: bool) -> None:
        """Add letters to those that are read; a sign of a symbol font is put apart."""
        if is_sign:
            self._flush()
            self._put(words, Goes.SYMBOL)
        else:
            self._letters.append(words)

    def _open(self) -> None:
        if len(self._groups) > _DEEPEST:
            raise ValueError("its groups are nested too deeply")
        above = self._group
        self._groups.append(replace(above, closing="}" if above.is_written else "",
                                    is_note=False, destination=_inherited(above)))  # fmt: skip
        self._fresh, self._starred = True, False
        if above.is_written:
            self._out.write("{")

    def _close(self) -> None:
        if len(self._groups) == 1:
            return
        group = self._groups.pop()
        self._end_destination(group)
        self._out.write(group.closing)
        if group.is_note:
            self._end_note()
        self._fresh = False

    def _take_symbol(self, token: Token) -> None:
        if token.name == "*":
            self._starred = True
            return
        self._fresh = False
        if self._skip:
            self._skip -= 1
        elif token.name in "\r\n":
            self._end_paragraph("par")
        elif token.name in _SYMBOLS:
            self._put(_SYMBOLS[token.name])

    def _take_word(self, token: Token) -> None:
        name, number = token.name, token.number
        is_first, starred = self._fresh, self._starred
        self._fresh = self._starred = False
        if is_first and self._begins(name, starred):
            return
        if name == "u" and number is not None:
            self._letter(number % 65536)
            self._flush()
            self._skip = self._group.skip
        elif name == "uc":
            self._group.skip = min(max(number or 0, 0), 20)
        elif name in _SIGNS:
            self._put(_SIGNS[name])
        elif name in ("v", "deleted", "revised"):
            attribute = {"v": "hidden"}.get(name, name)
            setattr(self._group, attribute, number != 0)
        elif name in ("revauth", "revauthdel"):
            self._group.author = number or 0
        elif name in ("f", "deff") and number is not None:
            self._set_font(name, number)
        elif name == "cpg" and number and self._group.destination == "fonttbl":
            self._fonts[self._font] = encoding_of("ansicpg", number)
        elif name == "fcharset" and number is not None:
            self._fonts[self._font] = SYMBOL if number == 2 else CHARSETS.get(number, "")
        elif found := encoding_of(name, number):
            self._default = self._group.encoding = found
        elif name == "s" and number is not None:
            self._set_style(number)
        elif name == "pard":
            self._group.style = -1
            self._write("\\pard ")
        elif name == "plain":
            self._group.encoding = self._fonts.get(self._default_font) or self._default
            self._group.hidden = self._group.deleted = self._group.revised = False
            self._write("\\plain ")
        elif name in _ENDS:
            self._end_paragraph(name)
        elif name == "outlinelevel" and self._group.destination == "stylesheet":
            self._group.level = number if number is not None else -1
        elif name in ("pngblip", "jpegblip") and self._group.destination == "pict":
            self._held.insert(0, name)
        elif name in ("ls", "ilvl") and self._group.style in self._levels:
            pass  # a numbered heading is no item of a list
        elif name in _FORMATS:
            self._write(f"\\{name}{'' if number is None else number} ")
        if name == "line":
            self._put("\n", written=False)

    def _set_font(self, name: str, number: int) -> None:
        self._font = number
        if name == "deff":
            self._default_font = number
        if self._group.destination != "fonttbl" and name == "f":
            self._group.encoding = self._fonts.get(number) or self._default

    def _set_style(self, number: int) -> None:
        self._group.style = number
        if self._group.destination == "stylesheet":
            return
        level = self._levels.get(number, -1)
        if level >= 0:
            self._write(f"\\outlinelevel{level} ")

    def _letter(self, code: int) -> None:
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            pair = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00
            self._add(chr(pair) if self._high else "\ufffd", False)
        else:
            symbol = 0xF020 <= code <= 0xF0FF  # as Word has the signs of symbol fonts
            words, is_sign = decoded(bytes([code - 0xF000]), SYMBOL) if symbol else (
                chr(code), False)  # fmt: skip
            self._add(words, is_sign)
        self._high = 0

    # --- destinations ----------------------------------------------------------------------------

    def _begins(self, name: str, starred: bool) -> bool:
        """Begin a destination with the first word of a group; return whether it is one."""
        group = self._group
        if name in _KEPT_WHOLE:
            self._withhold(group, name, is_open=False)
            self._head.write(f"{{\\*\\{name} ")
            return True
        if name == "footnote":
            self._begin_note()
        elif name in _HEADS:
            self._withhold(group, name)
            group.goes = Goes.HEAD
            self._passage = None
        elif name in ("annotation", "atnauthor", "fldinst", "xe", "title", "author", "subtitle",
                      "stylesheet", "revtbl", "pict"):  # fmt: skip
            self._withhold(group, name)
            self._held = []
        elif name == "fldrslt":
            self._begin_result()
        elif name == "field":
            self._instructions.append("")
            group.destination = name
        elif name in ("listtext", "pntext"):
            if self._head.tell():
                self._withhold(group, name)
                group.goes = Goes.MARKUP
        elif name == "shptxt" and group.is_written and not self._around:
            self._write("}")
            group.closing = ""
            group.destination = name
            self._begin_box()
        elif name in ("mmath", "moMath", "moMathPara"):
            self._withhold(group, name)
            if group.goes is not Goes.FORMULA:
                remark = "a formula was left out: write it as TeX between $ and $ in its place"
                self.made.marked.remarks.append(("markup", remark))
            group.goes = Goes.FORMULA
        elif name == "upr":
            group.destination = "upr"
            group.is_open = False
        elif name == "ud":
            group.is_open, group.destination = True, ""
        elif name in _TABLES or (starred and name not in _WITH_WORDS):
            self._withhold(group, name, is_open=name == "fonttbl" or name == "info")
        else:
            return False
        return True

    def _withhold(self, group: _Group, name: str, *, is_open: bool = True) -> None:
        """Keep a destination out of what is written."""
        if group.is_written:
            self._out.write("}")
            group.closing = ""
        group.is_written = False
        group.destination = name
        group.is_open = group.is_open and is_open

    def _end_destination(self, group: _Group) -> None:
        name = group.destination
        above = self._group.destination
        words = " ".join("".join(self._held).split())
        if name == "stylesheet" and above == "stylesheet":
            self._define_style(words.rstrip("; "), group)
            self._held = []
        elif name == "revtbl" and above == "revtbl":
            self._authors.append(words.rstrip("; "))
            self._held = []
        elif name == above:
            return
        elif name in ("title", "author"):
            self.made.properties["creator" if name == "author" else name] = words
        elif name == "atnauthor":
            self._comment_author = words
        elif name == "annotation" and words:
            place = self._place()
            self.made.words.changes.append(
                Change("comment", self._comment_author, "", words, *place))  # fmt: skip
        elif name == "xe" and words:
            key = "!".join(part.strip().replace("!", "!!") for part in words.split(":"))
            self._set(tree.span([], "", ["index"], {"key": key}))
        elif name == "fldinst" and self._instructions:
            self._instructions[-1] = "".join(self._held).strip()
        elif name == "field" and self._instructions:
            self._instructions.pop()
        elif name == "pict":
            self._picture()
        elif name in _HEADS:
            self._passage = None
        elif name == "fldrslt" and self._cited is not None:
            self._end_citation()
        elif name == "shptxt":
            self._end_box()

    def _define_style(self, name: str, group: _Group) -> None:
        if has_role(name):
            self._roles[group.style] = name
        found = _HEADING.match(name)
        if found or 0 <= group.level < 9:
            self._levels[group.style] = int(found[1]) - 1 if found else group.level
        if name.lower() in ("title", "titel", "titre", "titolo", "título", "название"):
            self._title_style = group.style

    def _begin_result(self) -> None:
        """Begin the result of a field: a link, a citation, what Octavo makes anew, or words."""
        group, said = self._group, self._instructions[-1] if self._instructions else ""
        group.destination = "fldrslt"
        if link := _HYPERLINK.match(said):
            url = "".join(c for c in link["url"] if c not in "\\{}")
            self._write(f'\\field{{\\*\\fldinst HYPERLINK "{url}"}}{{\\fldrslt ')
            group.closing = "}}" if group.is_written else ""
        elif _CITED in said and (found := self._works.rewritten(said)) and found.citations:
            self._set(tree.cite(found.citations))
            self._withhold(group, "fldrslt")
            group.goes = Goes.CITED
            passage = self._passage_of(note=bool(self._around))
            self._cited = (found, passage, len(passage.pieces))
        elif _LISTED in said or _CONTENTS.match(said):
            self._withhold(group, "fldrslt")
            group.goes = Goes.REFERENCE if _LISTED in said else Goes.CONTENTS
        elif _CITED in said:
            self.made.marked.unread.append(said[:300])

    def _end_citation(self) -> None:
        """Compare the words that a citation shows with those that its program gave it."""
        assert self._cited is not None
        found, passage, first = self._cited
        shown = "".join(piece.words for piece in passage.pieces[first:])
        if found.plain and letters(found.plain) != letters(shown):
            self.made.marked.edited.append(Edited(found.keys, shown.strip(), found.plain))
        self._cited = None

    def _begin_box(self) -> None:
        """Begin the words of a box, which follow the paragraph that it is in."""
        self._boxed.append((self._passage, self._out))
        self._passage, self._out = None, StringIO()

    def _end_box(self) -> None:
        self._boxes.append(self._out.getvalue())
        self._passage, self._out = self._boxed.pop()

    def _begin_note(self) -> None:
        group = self._group
        if group.is_written:
            self._out.write("}")
            group.closing = ""
        gone = self._gone(group)
        if gone is not None or self._around or not group.is_open:
            group.goes = gone or group.goes
            if self._around:
                self._end_paragraph("par")
            group.is_written = group.is_written and gone is None
            if group.is_written:
                self._out.write("{")
                group.closing = "}"
            return
        self.made.words.calls.append(("footnote", ""))
        number = len(self.made.words.calls)
        self._passage_of(note=False)
        if group.is_written:
            self._out.write(marks.note(number))
        self._around.append((self._passage, self._out))
        self._out = StringIO()
        group.is_note = group.is_written = True
        self._passage = None

    def _end_note(self) -> None:
        self.made.notes.append(self._out.getvalue())
        self._passage, self._out = self._around.pop()

    def _picture(self) -> None:
        held = self._held
        kind = held[0] if held and held[0] in ("pngblip", "jpegblip") else ""
        digits = re.sub(r"[^0-9a-fA-F]", "", "".join(held[1:] if kind else held))
        name = f"picture-{len(self.made.pictures) + 1}.{'jpg' if kind == 'jpegblip' else 'png'}"
        small = len(digits) % 2 == 0 and len(digits) < 2 * _LARGEST_PICTURE
        self.made.pictures[name] = bytes.fromhex(digits) if kind and small else b""
        self._set(tree.image([], name))

    # --- words -----------------------------------------------------------------------------------

    def _gone(self, group: _Group) -> Goes | None:
        """Return where words go that are not in the edition."""
        if group.hidden:
            return Goes.HIDDEN
        unprinted = group.revised if self._rejects else group.deleted
        return Goes.REVISED if unprinted else group.goes

    def _put(self, words: str, goes: Goes | None = None, *, written: bool = True) -> None:
        group = self._group
        if self._fresh:
            self._fresh = False
        if not group.is_open or not words:
            return
        if group.destination in _GATHERED:
            self._held.append(words)
            return
        if group.destination in _TABLES:
            return
        goes = self._gone(group) or goes
        passage = self._passage_of(note=bool(self._around))
        if group.deleted or group.revised:
            self._note_change(group, words, passage)
        passage.add(Piece(words, goes or (Goes.NOTE if passage.note else Goes.TEXT)))
        if self._is_title and goes is None and not self._around:
            self.made.marked.title += words
        if written and group.is_written and goes is None:
            if marks.holds_sign(words):
                raise ValueError(marks.OWN_SIGNS)
            self._out.write(_escaped(words))

    def _note_change(self, group: _Group, words: str, passage: Passage) -> None:
        kind = "taken out" if group.deleted else "put in"
        author = self._authors[group.author] if 0 <= group.author < len(self._authors) else ""
        number, at = self._place()
        found = self.made.words.changes
        last = found[-1] if found else None
        if last and (last.kind, last.author, last.passage, last.at + len(last.words)) == (
            kind, author, number, at):  # fmt: skip
            found[-1] = replace(last, words=last.words + words)
        elif words.strip():
            found.append(Change(kind, author, "", words, number, at))

    def _place(self) -> tuple[int, int]:
        """Return the passage that is read and the letters of it, as notes are the last of all."""
        passages = self._passages[bool(self._around)]
        long = self._passage.long if self._passage is not None else 0
        number = max(len(passages) - 1, 0)
        return number + (_IN_NOTES if self._around else 0), long

    def _passage_of(self, *, note: bool) -> Passage:
        if self._passage is None:
            self._passage = Passage(len(self.made.words.calls) if note else 0)
            self._passages[note].append(self._passage)
            if self._group.style in self._roles and not note:
                self._set(style_mark(self._roles[self._group.style]))
        return self._passage

    def _set(self, element) -> None:
        """Set an element that pandoc does not make."""
        group = self._groups[-1]
        if self._gone(group) is None and group.is_open and group.is_written:
            self.made.marked.elements.append(element)
            self._out.write(marks.element(len(self.made.marked.elements) - 1))

    def _write(self, written: str) -> None:
        if self._group.is_written and self._group.is_open:
            self._out.write(written)

    def _end_paragraph(self, name: str) -> None:
        if not self._group.is_open:
            return
        self._passage = None
        written = {"sect": "\\par ", "page": "\\par ", "column": "\\par ", "nestcell": "\\par ",
                   "nestrow": ""}.get(name, f"\\{name} ")  # fmt: skip
        if self._is_title and self.made.marked.title:
            self.made.marked.title += " "
        self._write(written)
        if self._boxes and not self._boxed and not self._around and name in ("par", "sect", "row"):
            self._write("".join(f"{{\\pard\\plain {words}\\par}}" for words in self._boxes))
            self._boxes = []

    def finish(self) -> RtfText:
        """Return what was read; raise ValueError if the end is missing."""
        self._flush()
        if len(self._groups) > 1:
            raise ValueError("its end is missing; save it again")
        made = self.made
        if self._boxes:
            self._end_paragraph("par")
        body = len(self._passages[False])
        made.words.changes = [
            replace(one, passage=one.passage - _IN_NOTES + body)
            if one.passage >= _IN_NOTES else one for one in made.words.changes
        ]  # fmt: skip
        made.words.passages = [*self._passages[False], *self._passages[True]]
        made.head = self._head.getvalue()
        made.text = self._body.getvalue()
        made.marked.title = " ".join(made.marked.title.split())
        return made


# Destinations whose words are gathered, for what they say.
_GATHERED = frozenset(
    "annotation atnauthor fldinst xe title author subtitle stylesheet revtbl pict".split()
)


def _inherited(group: _Group) -> str:
    kept = _GATHERED | _TABLES | _HEADS | _KEPT_WHOLE
    return group.destination if group.destination in kept else ""


def _escaped(words: str) -> str:
    return re.sub(r"([\\{}])", r"\\\1", words.replace("\n", " "))
