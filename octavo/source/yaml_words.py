"""Word the faults of a YAML text: why it cannot be read, where, and what to write instead.

The parser's own words ("mapping values are not allowed here") name its states, not the slip: a
colon inside a title, a tab, a bracket that is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_KEY_WITH_VALUE = re.compile(
    r"(?P<key>\s*(?:- +)?[^\s:#{}\[\],\"'][^:#{}\[\]]*?): +(?P<value>\S.*)"
)
_KEY_TO_COLON = re.compile(r"\s*(?:- +)?[\w.-]+:(?=\S)")
_LONGEST = 90
_OWN_SIGNS = "&*!@`%>|?"  # of YAML, at the head of a value


class NotYaml(Exception):
    """Raised for a text that cannot be read as YAML: the reason, what to write instead, the line
    and the column."""

    def __init__(self, message: str, hint: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.hint, self.line, self.column = hint, line, column


def composed(text: str) -> Any:
    """Return the nodes of the first document of a YAML text, None for an empty one; raise NotYaml
    for a text that is none."""
    try:
        return YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _in_words(text.split("\n"), error) from None
    except RecursionError:
        raise NotYaml("it is nested too deeply") from None
    except AssertionError:  # of a directive, %YAML 1.3
        raise NotYaml("its version of YAML is not known", "remove the line %YAML") from None
    except (YAMLError, ValueError) as error:
        raise NotYaml(str(error).splitlines()[0]) from None


@dataclass(frozen=True, slots=True)
class _Slip:
    """What the parser says, and the lines; `at` is the place of the problem, `begun` that of what
    holds it (both line and column, from 0)."""

    lines: list[str]
    problem: str
    at: tuple[int, int]
    begun: tuple[int, int]

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def here(self) -> str:
        return self.line(self.at[0])

    def above(self) -> int:
        """Return the number of the last line above the problem that is neither empty nor a
        comment."""
        number = self.at[0] - 1
        while number > 0 and (not self.line(number).strip() or self._is_comment(number)):
            number -= 1
        return max(number, 0)

    def _is_comment(self, number: int) -> bool:
        return self.line(number).lstrip().startswith("#")


_Words = tuple[str, str, tuple[int, int]]


def _in_words(lines: list[str], error: MarkedYAMLError) -> NotYaml:
    mark = error.problem_mark or error.context_mark
    begun = error.context_mark or mark
    at = (mark.line, mark.column) if mark else (0, 0)
    slip = _Slip(
        lines, str(error.problem or error.context), at,
        (begun.line, begun.column) if begun else at,
    )  # fmt: skip
    said = next((say(slip) for begins, say in _SAID if slip.problem.startswith(begins)), None)
    message, hint, (line, column) = said or _unknown(slip)
    return NotYaml(message, hint, line + 1, column + 1)


def _unknown(slip: _Slip) -> _Words:
    hint = "look at colons, quotation marks, brackets and indents in this line and the one above"
    return "the YAML cannot be read from here on", hint, slip.at


def _quoted(line: str) -> str:
    """Return a line of a key with its value between quotation marks, as a hint."""
    match = _KEY_WITH_VALUE.match(line)
    if match is None:
        return "put the whole value between quotation marks"
    value = match["value"].strip()
    mark = "'" if '"' in value else '"'
    bare = value.strip(mark) if mark == '"' else value.replace("'", "''")
    written = f"{match['key'].strip().removeprefix('- ')}: {mark}{bare}{mark}"
    return f"put the value between quotation marks: {written}" if len(written) < _LONGEST else (
        "put the whole value between quotation marks"
    )  # fmt: skip


def _character(slip: _Slip) -> _Words:
    sign = slip.here[slip.at[1] : slip.at[1] + 1]
    if sign == "\t":
        return "a tab indents the line", "indent it by spaces", slip.at
    if sign == "%" and not slip.at[1]:
        return "a line cannot begin with %", "put # before a remark", slip.at
    return _first_sign(slip)


def _first_sign(slip: _Slip) -> _Words:
    match = _KEY_WITH_VALUE.match(slip.here)
    column = match.start("value") if match else slip.at[1]
    if match is None or match["value"][0] in "[{":
        signs = [at for at, sign in enumerate(slip.here[: slip.at[1] + 1]) if sign in _OWN_SIGNS]
        column = signs[-1] if signs else slip.at[1]
        inner = re.split(r"[,}\]]", slip.here[column:], maxsplit=1)[0].strip()
        hint = f'put the value between quotation marks: "{inner}"'
        return f"a value cannot begin with {inner[:1]}", hint, (slip.at[0], column)
    sign = slip.here[column : column + 1]
    return f"a value cannot begin with {sign}", _quoted(slip.here), (slip.at[0], column)


def _colon(slip: _Slip) -> _Words:
    before = slip.here[: slip.at[1]]
    if _KEY_WITH_VALUE.match(before):
        return "the value has a colon in it", _quoted(slip.here), slip.at
    number = slip.above()
    above = slip.line(number)
    if not re.search(r":(?:\s|$)", above):
        return _no_colon(slip, number)
    indent = len(above) - len(above.lstrip(" -"))
    hint = f"indent it by {indent} spaces, or remove the value in line {number + 1}"
    return "the line is indented below a line that has a value already", hint, (
        slip.at[0], len(slip.here) - len(slip.here.lstrip()),
    )  # fmt: skip


def _key_without_colon(slip: _Slip) -> _Words:
    return _no_colon(slip, slip.begun[0])


def _no_colon(slip: _Slip, number: int) -> _Words:
    line = slip.line(number)
    start = len(line) - len(line.lstrip())
    if near := _KEY_TO_COLON.match(line):
        hint = f"write {near[0].strip()} {line[near.end() :][:_LONGEST].strip()}"
        return "no space follows the colon", hint, (number, near.end() - 1)
    if slip.line(number - 1).lstrip().startswith("-") and number and start:
        return "the line has neither a dash nor a colon", f"write - {line.strip()}", (number, start)
    key, _, rest = re.sub(r"[：=]", " ", line.strip(), count=1).partition(" ")
    hint = f"write {key}: {rest.strip()}"
    return "no colon follows the key", hint if len(hint) < _LONGEST else "write key: value", (
        number, start,
    )  # fmt: skip


def _open_bracket(slip: _Slip) -> _Words:
    line, column = slip.begun
    opening = slip.line(line)[column : column + 1]
    closing = {"[": "]", "{": "}"}.get(opening, "a bracket")
    if slip.at[0] != line:
        return f"the bracket {opening} is never closed", f"close it with {closing}", slip.begun
    before = slip.here[: slip.at[1]].rstrip()
    word = re.search(r"[^\s,{}\[\]]*$", before)
    if slip.problem.endswith("':'") and word and word[0]:
        at = (slip.at[0], word.start())
        hint = f"write a comma before {word[0]}, or put a value that has a colon between "
        return (
            "a comma is missing in the brackets, or a value has a colon",
            (f"{hint}quotation marks"),
            at,
        )
    return "a comma is missing in the brackets", "write a comma between two entries", slip.at


def _misfit(slip: _Slip) -> _Words:
    found = slip.problem.rpartition(" ")[2].strip("'")
    if slip.problem.endswith("'<scalar>'"):
        return "text follows the closing quotation mark or bracket", _quoted(slip.here), slip.at
    value = _KEY_WITH_VALUE.match(slip.here)
    if found in {"[", "{"} and value and value["value"][0] in "[{":
        return "text follows the closing bracket", _quoted(slip.here), slip.at
    if found in {"]", "}"}:
        return f"nothing opens this {found}", "remove it, or write the other bracket", slip.at
    if found == ",":
        return "a comma stands between two lines", "remove it", slip.at
    number = slip.above()
    above = slip.line(number)
    hint = f"indent it by {len(above) - len(above.lstrip())} spaces, as line {number + 1} is"
    return "the indent of the line fits no line above it", hint, slip.at


def _anchor(slip: _Slip) -> _Words:
    return _first_sign(slip)


def _open_quotation(slip: _Slip) -> _Words:
    mark = slip.line(slip.begun[0])[slip.begun[1] : slip.begun[1] + 1]
    hint = f"write {mark} at the end of the value"
    return f"the quotation mark {mark} is never closed", hint, slip.begun


def _dash(slip: _Slip) -> _Words:
    return (
        "a list cannot begin in the line of its key",
        "write each entry in a line of its own, - entry, or all in brackets, [one, two]",
        slip.at,
    )


def _content(slip: _Slip) -> _Words:
    if slip.problem.endswith("','"):
        match = _KEY_WITH_VALUE.match(slip.here)
        if match and match["value"].startswith(","):
            return _first_sign(slip)
        return "a comma is too much", "remove it", slip.at
    if slip.problem.endswith("'<stream end>'"):
        for number in range(min(slip.at[0], len(slip.lines) - 1), -1, -1):
            column = max(slip.line(number).rfind("["), slip.line(number).rfind("{"))
            if column >= 0:
                sign = slip.line(number)[column]
                closing = "]" if sign == "[" else "}"
                hint = f"close it with {closing}"
                return f"the bracket {sign} is never closed", hint, (number, column)
    return _misfit(slip)


def _document(slip: _Slip) -> _Words:
    number = max(slip.at[0], 0)
    return "a line --- begins a second text of settings", "remove the line", (number, 0)


def _escape(slip: _Slip) -> _Words:
    hint = "write the backslash twice, or use single quotation marks, '…'"
    return "a backslash between quotation marks has a meaning of its own", hint, slip.at


_SAID: tuple[tuple[str, Callable[[_Slip], _Words]], ...] = (
    ("found character", _character),
    ("mapping values", _colon),
    ("could not find expected ':'", _key_without_colon),
    ("expected ',' or", _open_bracket),
    ("expected <block end>", _misfit),
    ("did not find expected", _misfit),
    ("expected alphabetic", _anchor),
    ("found undefined alias", _anchor),
    ("found unexpected", _open_quotation),
    ("expected a comment or a line break", _first_sign),
    ("expected chomping", _first_sign),
    ("expected indentation", _first_sign),
    ("mapping keys", _first_sign),
    ("sequence entries", _dash),
    ("expected the node content", _content),
    ("but found another document", _document),
    ("found unknown escape", _escape),
    ("expected escape", _escape),
)
