"""Read LaTeX: all its words, each with a destination, and a plainer LaTeX of them for pandoc.

pandoc passes over commands that it does not know, with their words; such a command is taken out
and its words stay.  Notes whose text is apart from their mark become whole, entries of the index
become marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from octavo.ingest.letters import Goes
from octavo.ingest.word import latex_tokens as tex
from octavo.ingest.word import marks
from octavo.ingest.word.latex_tokens import TexToken
from octavo.ingest.word.marked import Marked
from octavo.ingest.word.words import Passage, Piece, Words
from octavo.pandoc import tree

_DEEPEST = 200  # groups in each other
_MOST_EXPANDED = 200_000  # tokens that macros may give
_DEFINING = frozenset(("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"))
_METADATA = frozenset(("title", "author", "date", "subtitle"))
_DEFINED = re.compile(
    r"\\(?:(?:new|renew|provide)command|DeclareRobustCommand|def)\*?\s{0,9}\{?\\([a-zA-Z@]+)"
)
_BIBLIOGRAPHIES = frozenset(("bibliography", "addbibresource"))
# Letters that are signs of LaTeX stay commands.
_LETTER_OF = {
    name: f"\\{name}" if letter in "\\~^_${}" else letter for name, letter in tex.LETTERS.items()
}
_INPUTS = frozenset(("input", "include", "subfile", "import"))


@dataclass(frozen=True, slots=True)
class _Macro:
    arguments: int
    default: tuple[TexToken, ...] | None
    body: tuple[TexToken, ...]


@dataclass(slots=True)
class LatexText:
    words: Words = field(default_factory=Words)
    marked: Marked = field(default_factory=Marked)
    source: str = ""


def read_latex(source: str) -> LatexText:
    """Return what LaTeX holds; raise ValueError if it is nested too deeply."""
    if marks.holds_sign(source):
        raise ValueError(marks.OWN_SIGNS)
    reader = _Reader(source)
    reader.read()
    return reader.made


class _Reader:
    def __init__(self, source: str) -> None:
        self.made = LatexText()
        self._source = source
        self._tokens = tex.tokens_of(source)[::-1]  # the next is the last
        self._edits: list[tuple[int, int, str]] = []
        self._macros: dict[str, _Macro] = {}
        self._defined = set(_DEFINED.findall(source))
        self._environments: dict[str, tuple[_Macro, tuple[TexToken, ...]]] = {}
        self._expanded = 0
        self._passages: list[Passage] = []
        self._notes: list[Passage] = []
        self._passage: Passage | None = None
        self._note = 0  # the number of the note that is read
        self._calls = 0
        self._in_body = r"\begin{document}" not in source
        self._in_title = False  # whether the title is read, which is before the body
        self._inside: list[str] = []  # the environments that are open
        self._closed = -1  # where the last optional argument ends
        self._unknown: dict[str, int] = {}

    # --- the whole -------------------------------------------------------------------------------

    def read(self) -> None:
        self._pair_notes()
        self._read_to("", 0)
        made = self.made
        made.words.passages = [*self._passages, *self._notes]
        made.words.calls = [("footnote", "")] * self._calls
        made.source = self._edited()
        for name, count in sorted(self._unknown.items()):
            made.marked.remarks.append(
                (
                    "markup",
                    (f"the command \\{name} is not known ({count} ×): its words were kept as text"),
                )
            )

    def _edited(self) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, put in sorted(self._edits):
            if start < at:
                continue
            pieces += [self._source[at:start], put]
            at = end
        return "".join([*pieces, self._source[at:]])

    def _pair_notes(self) -> None:
        """Set the text of each \\footnotetext in the place of its mark."""
        tokens = self._tokens[::-1]
        waiting: list[int] = []
        for at, token in enumerate(tokens):
            name = _name(token)
            if name == "footnotemark":
                waiting.append(at)
            elif name == "footnotetext" and waiting:
                number = waiting.pop(0)
                mark = tokens[number]
                first = _behind_optional(tokens, at + 1)
                last = _end_of_group(tokens, first)
                if last <= first:
                    continue
                words = self._source[tokens[first].start : tokens[last].end]
                end = tokens[_behind_optional(tokens, number + 1) - 1].end
                self._edits.append((mark.start, end, f"\\footnote{words}"))
                self._edits.append((token.start, tokens[last].end, ""))
        if self._edits:
            self._source = self._edited()
            self._edits = []
            self._tokens = tex.tokens_of(self._source)[::-1]

    # --- tokens ----------------------------------------------------------------------------------

    def _read_to(self, end: str, depth: int) -> None:
        """Read tokens to the end of a group, or to that of an environment by its name."""
        if depth > _DEEPEST:
            raise ValueError("its groups are nested too deeply")
        while self._tokens:
            token = self._tokens.pop()
            if token.kind == "sign" and token.words == "}":
                if end == "}":
                    return
                continue
            if _name(token) == "end":
                name = self._group_words()
                if name == end or (name == "document" and not end):
                    if name == "document":
                        self._leave_rest()
                    return
                self._passage = None
                continue
            self._take(token, depth)

    def _leave_rest(self) -> None:
        """Remove what is behind the end of the document."""
        self._tokens.clear()

    def _take(self, token: TexToken, depth: int) -> None:
        if token.kind == "text":
            self._put(token.words.replace("``", "“").replace("''", "”"))
        elif token.kind == "verb":
            self._put(token.words)
        elif token.kind == "blank":
            self._passage = None
        elif token.kind == "symbol":
            self._take_symbol(token, depth)
        elif token.kind == "command":
            self._take_command(token, depth)
        elif token.kind == "sign":
            self._take_sign(token.words, depth)

    def _take_sign(self, sign: str, depth: int) -> None:
        if sign == "{":
            self._read_to("}", depth + 1)
        elif sign in ("$", "$$"):
            self._formula(lambda one: one.kind == "sign" and one.words == sign)
        elif sign in "~&":
            self._put(" ")
        else:
            self._put(sign)

    def _take_symbol(self, token: TexToken, depth: int) -> None:
        sign = token.words[1]
        if sign in tex.ACCENTS:
            self._put(tex.accented(sign, self._argument_words(depth)))
        elif sign in "([":
            close = {"(": ")", "[": "]"}[sign]
            self._formula(lambda one: one.kind == "symbol" and one.words[1] == close)
        elif sign == "\\":
            self._optional()
            self._put(" ")
        elif sign in "%&_#${} ":
            self._put(sign)
        elif sign == "/" or sign in "-,;:!@)]\n":
            self._put(" " if sign in ",;:\n" else "")

    def _formula(self, is_end) -> None:
        words: list[str] = []
        while self._tokens and not is_end(self._tokens[-1]):
            words.append(self._tokens.pop().words)
        if self._tokens:
            self._tokens.pop()
        self._put("".join(words), Goes.FORMULA)

    # --- commands --------------------------------------------------------------------------------

    def _take_command(self, token: TexToken, depth: int) -> None:
        name = _name(token)
        if name in self._macros:
            self._expand(self._macros[name], depth)
        elif name in tex.LETTERS:
            self._spell(token)
            self._put(tex.LETTERS[name])
        elif name in tex.ACCENTS:
            self._put(tex.accented(name, self._argument_words(depth)))
        elif name == "begin":
            self._begin(depth)
        elif name in _DEFINING or name in ("newenvironment", "renewenvironment"):
            self._define(name)
        elif name == "def":
            self._define_plainly()
        elif name in ("iffalse",):
            self._to_fi()
        elif name == "index":
            self._index(token)
        elif name in tex.NOTES:
            self._take_note(token, depth)
        elif name in tex.SILENT:
            if name in ("par", "newpage", "clearpage"):
                self._passage = None
            elif name in ("and", "quad", "qquad", "space", "thinspace", "newline"):
                self._put(" ")
        elif name in tex.ARGUMENTS:
            self._take_known(name, depth)
        else:
            self._take_unknown(token, name, depth)

    def _spell(self, token: TexToken) -> None:
        """Write the letter in the place of its command, which pandoc may not know."""
        if token.start >= 0:
            self._edits.append((token.start, token.end, f"{{{_LETTER_OF[_name(token)]}}}"))

    def _take_known(self, name: str, depth: int) -> None:
        if name in _INPUTS:
            file = self._group_words()
            self.made.marked.remarks.append(
                (
                    "words not in the edition",
                    (
                        f"\\{name}{{{file}}} was not read: no file outside is; set its words in "
                        "its place, or ingest that file as a chapter of its own"
                    ),
                )
            )
            return
        if name in _BIBLIOGRAPHIES:
            file = self._group_words()
            self.made.marked.remarks.append(
                (
                    "metadata",
                    (
                        f"\\{name}{{{file}}} was not read: put that file into csl/ and name it "
                        "under `bibliography` of `citations` in source/edition.yaml"
                    ),
                )
            )
            return
        quotes = tex.QUOTES.get(name, ("", ""))
        self._put(quotes[0])
        for kind in tex.ARGUMENTS[name]:
            self._optional()
            if kind == "w":
                self._argument(depth)
            elif kind == "p":
                self._passage = None
                self._in_title = name in _METADATA
                self._argument(depth)
                self._in_title = False
                self._passage = None
            elif kind == "f":
                self._calls += 1
                self._argument_tokens()
                self._notes.append(Passage(self._calls, [Piece(".", Goes.NOTE)]))  # pandoc's
            elif name in ("url", "nolinkurl"):
                self._put("".join(one.words for one in self._argument_tokens()))
            else:
                self._argument_tokens()
        self._put(quotes[1])
        if name == "item":
            self._passage = None
            self._item(depth)

    def _item(self, depth: int) -> None:
        """Read the sign of an item, which pandoc passes over but in descriptions, as words."""
        first = self._tokens[-1] if self._tokens else None
        found = self._optional_tokens()
        if found is None or first is None:
            return
        if self._inside[-1:] != ["description"] and first.start >= 0 and self._closed >= 0:
            self._edits.append((first.start, first.end, " "))
            self._edits.append((self._closed, self._closed + 1, " "))
        self._tokens.append(TexToken("sign", "}"))
        self._tokens += found[::-1]
        self._read_to("}", depth + 1)
        if self._inside[-1:] == ["description"]:
            self._passage = None

    def _take_unknown(self, token: TexToken, name: str, depth: int) -> None:
        if not self._in_body:
            while self._optional() or self._next_is("{"):
                if self._next_is("{"):
                    self._argument_tokens()
            return
        took = False
        if token.start >= 0:
            self._edits.append((token.start, token.end, " "))
        while True:
            first = self._tokens[-1].start if self._tokens else -1
            if self._optional():
                if first >= 0 and token.start >= 0:
                    end = self._tokens[-1].start if self._tokens else len(self._source)
                    self._edits.append((first, end, ""))
                continue
            if not self._next_is("{"):
                break
            took = True
            self._argument(depth)
        if took:
            self._unknown[name] = self._unknown.get(name, 0) + 1

    def _take_note(self, token: TexToken, depth: int) -> None:
        self._optional()
        if not self._next_is("{"):
            return
        if token.start >= 0 and _name(token) not in ("footnote", "thanks"):
            self._edits.append((token.start, token.end, "\\footnote"))
        if self._note:  # pandoc reads no note within one
            self._argument(depth)
            return
        around = self._passage
        self._calls += 1
        self._note, self._passage = self._calls, None
        self._argument(depth)
        self._note, self._passage = 0, around

    def _index(self, token: TexToken) -> None:
        self._optional()
        tokens = self._argument_tokens()
        entry = "".join(one.words for one in tokens).partition("|")[0]
        levels = [part.rpartition("@")[2].strip() for part in entry.split("!")]
        key = "!".join(level for level in levels if level)
        if key and token.start >= 0 and tokens and "\\" not in key:
            mark = tree.span([], "", ["index"], {"key": key})
            self.made.marked.elements.append(mark)
            end = self._source.index("}", tokens[-1].end) + 1
            put = marks.element(len(self.made.marked.elements) - 1)
            self._edits.append((token.start, end, put))
        elif key:
            self.made.marked.remarks.append(
                (
                    "markup",
                    f"the entry “{key}” of the index was left "
                    "out: write an index mark in its place",
                )
            )

    def _begin(self, depth: int) -> None:
        name = self._group_words()
        bare = name.rstrip("*")
        if name == "document":
            self._in_body = True
            self._passage = None
            return
        if bare in tex.FORMULAS:
            self._raw_to(name, Goes.FORMULA)
        elif bare in tex.VERBATIM:
            self._raw_to(name, None if bare != "comment" else Goes.MARKUP)
        elif name in self._environments:
            macro, end = self._environments[name]
            self._expand(macro, depth)
            self._read_to(name, depth + 1)
            self._give(end)
        else:
            self._optional()
            for _ in range(tex.OF_ENVIRONMENTS.get(bare, 0)):
                first = self._tokens[-1].start if self._tokens else -1
                self._argument_tokens()
                if bare in ("multicols", "thebibliography", "otherlanguage", "spacing", "list",
                            "adjustwidth") and first >= 0 and self._tokens:  # fmt: skip
                    self._edits.append((first, self._tokens[-1].start, "\n"))
            self._passage = None
            self._inside.append(bare)
            self._read_to(name, depth + 1)
            self._inside.pop()
        self._passage = None

    def _raw_to(self, name: str, goes: Goes | None) -> None:
        """Read an environment as it is written."""
        start = self._tokens[-1].start if self._tokens else -1
        end = self._source.find(f"\\end{{{name}}}", max(start, 0))
        if start < 0 or end < 0:
            self._tokens.clear()
            return
        self._passage = None
        if goes is not Goes.MARKUP:
            self._put(self._source[start:end], goes)
        while self._tokens and self._tokens[-1].start < end + 6 + len(name):
            self._tokens.pop()
        self._passage = None

    # --- macros ----------------------------------------------------------------------------------

    def _define(self, kind: str) -> None:
        name = "".join(one.words for one in self._argument_tokens()).strip().lstrip("\\")
        given = [self._optional_tokens(), self._optional_tokens()]
        digits = "".join(one.words for one in given[0] or ())
        count = int(digits) if digits.isdecimal() else 0
        default = None if given[1] is None else tuple(given[1])
        body = self._body()
        if kind.endswith("environment"):
            self._environments[name] = (_Macro(count, default, body), self._body())
        elif name:
            self._macros[name] = _Macro(count, default, body)

    def _define_plainly(self) -> None:
        if not self._tokens or self._tokens[-1].kind != "command":
            return
        name = _name(self._tokens.pop())
        count = 0
        while self._tokens and not self._next_is("{"):
            count += self._tokens.pop().kind == "parameter"
        self._macros[name] = _Macro(count, None, self._body())

    def _body(self) -> tuple[TexToken, ...]:
        """Return the tokens of a definition; commands in it that are not known are taken out."""
        tokens = self._argument_tokens()
        kept: list[TexToken] = []
        for token in tokens:
            name = _name(token)
            if token.kind == "command" and not self._is_known(name):
                self._edits.append((token.start, token.end, " "))
                continue
            if name in tex.LETTERS:
                self._spell(token)
            kept.append(TexToken(token.kind, token.words))
        return tuple(kept)

    def _is_known(self, name: str) -> bool:
        return (
            name in tex.ARGUMENTS or name in tex.SILENT or name in tex.LETTERS
            or name in tex.ACCENTS or name in tex.NOTES or name in self._defined
            or name in ("begin", "end", "index", "def", *_DEFINING)
        )  # fmt: skip

    def _expand(self, macro: _Macro, depth: int) -> None:
        arguments: list[list[TexToken]] = []
        if macro.default is not None:
            arguments.append(self._optional_tokens() or list(macro.default))
        while len(arguments) < macro.arguments:
            arguments.append(self._argument_tokens())
        self._give([
            one for token in macro.body for one in (
                arguments[int(token.words[1:]) - 1]
                if token.kind == "parameter" and token.words[1:].isdecimal()
                and 0 < int(token.words[1:]) <= len(arguments) else [token])
        ])  # fmt: skip

    def _give(self, tokens) -> None:
        self._expanded += len(tokens)
        if self._expanded > _MOST_EXPANDED:
            raise ValueError("its macros give too many words")
        self._tokens += list(tokens)[::-1]

    def _to_fi(self) -> None:
        depth = 1
        while self._tokens and depth:
            name = _name(self._tokens.pop())
            depth += name.startswith("if") - (name == "fi")

    # --- arguments -------------------------------------------------------------------------------

    def _next_is(self, sign: str) -> bool:
        return bool(self._tokens) and self._tokens[-1].kind == "sign" and (
            self._tokens[-1].words == sign)  # fmt: skip

    def _skip_space(self) -> None:
        while self._tokens and self._tokens[-1].kind == "text" and (
            not self._tokens[-1].words.strip()):  # fmt: skip
            self._tokens.pop()

    def _argument_tokens(self) -> list[TexToken]:
        """Return the tokens of an argument: a group, or one token."""
        self._skip_space()
        if not self._tokens:
            return []
        if not self._next_is("{"):
            return [] if self._tokens[-1].words == "}" else [self._tokens.pop()]
        self._tokens.pop()
        found: list[TexToken] = []
        depth = 1
        while self._tokens:
            token = self._tokens.pop()
            if token.kind == "sign":
                depth += (token.words == "{") - (token.words == "}")
            if not depth:
                break
            found.append(token)
        return found

    def _argument(self, depth: int) -> None:
        """Read an argument as words."""
        self._skip_space()
        if self._next_is("{"):
            self._tokens.pop()
            self._read_to("}", depth + 1)
        elif self._tokens and self._tokens[-1].words != "}":
            self._take(self._tokens.pop(), depth)

    def _argument_words(self, depth: int) -> str:
        """Return the letter that an accent is on; a longer token keeps its rest."""
        self._skip_space()
        if self._tokens and self._tokens[-1].kind == "text":
            token = self._tokens.pop()
            rest = token.words[1:]
            if rest:
                start = token.start + 1 if token.start >= 0 else -1
                self._tokens.append(TexToken("text", rest, start, token.end))
            return token.words[:1]
        found = self._argument_tokens()
        return "".join(tex.LETTERS.get(_name(one), one.words) for one in found)

    def _group_words(self) -> str:
        return "".join(one.words for one in self._argument_tokens()).strip()

    def _optional_tokens(self) -> list[TexToken] | None:
        """Return the tokens of an optional argument; None if there is none."""
        at = len(self._tokens)
        while at and self._tokens[at - 1].kind == "text" and not self._tokens[at - 1].words.strip():
            at -= 1
        if not at or self._tokens[at - 1].words != "[":
            return None
        del self._tokens[at - 1 :]
        found: list[TexToken] = []
        depth = 0
        while self._tokens:
            token = self._tokens.pop()
            if token.kind == "sign":
                depth += (token.words == "{") - (token.words == "}")
                if token.words == "]" and depth <= 0:
                    self._closed = token.start
                    break
            found.append(token)
        return found

    def _optional(self) -> bool:
        return self._optional_tokens() is not None

    # --- words -----------------------------------------------------------------------------------

    def _put(self, words: str, goes: Goes | None = None) -> None:
        if not words or not (self._in_body or self._in_title):
            return
        if self._passage is None:
            if not words.strip():
                return
            self._passage = Passage(self._note)
            (self._notes if self._note else self._passages).append(self._passage)
        self._passage.add(Piece(words, goes or (Goes.NOTE if self._note else Goes.TEXT)))


def _name(token: TexToken) -> str:
    return token.words[1:].rstrip("*") if token.kind == "command" else ""


def _behind_optional(tokens: list[TexToken], at: int) -> int:
    if at < len(tokens) and tokens[at].words == "[":
        while at < len(tokens) and tokens[at].words != "]":
            at += 1
        at += 1
    return at


def _end_of_group(tokens: list[TexToken], first: int) -> int:
    """Return the index of the brace that closes the group that begins at an index; the index itself
    if none begins there."""
    if first >= len(tokens) or tokens[first].words != "{" or tokens[first].kind != "sign":
        return first
    depth = 0
    for at in range(first, len(tokens)):
        if tokens[at].kind == "sign":
            depth += (tokens[at].words == "{") - (tokens[at].words == "}")
        if not depth:
            return at
    return first
