"""The prose of the code: docstrings begin with a verb, and some phrases are not used."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "octavo"

# Rooms and modules whose prose is not rewritten yet.
NOT_YET: tuple[str, ...] = ()

# The imperatives that docstrings begin with. A new one is added by hand, if it says what is done.
VERBS = frozenset(
    """
    Abbreviate Add Align Apply Begin Bind Break Bring Build Capitalize Change Check Choose
    Cite Clip Close Collapse Collect Compare Complete Compute Convert Count Cut Decide
    Declare Decode Define Describe Disambiguate Divide Draw Dress Drive End Expand File Fill
    Find Forget Gather Give Have Hold Join Judge Keep Lay Let List Load Look Lower Make Mark
    Measure Mend Merge Move Name Normalize Number Open Order Pack Pair Parse Place Plan
    Prepare Print Prove Publish Put Raise Read Recognize Record Reduce Refuse Release Remove
    Rename Render Replace Report Resolve Restore Restrict Return Rewrite Run Set Share
    Shorten Show Silence Sort Split Start Stop Summarize Survey Tag Take Turn Typeset Wait
    Walk Widen Word Wrap Write Yield Zip
    """.split()
)

# Phrases that hide who does what. Code in backticks is not read.
FORBIDDEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bwhat of\b",
        r"\bas far as\b",
        r"\brather than that\b",
        r"\bof which\b",
        r"\btold\b",
        r"\btells? (?:of|whether|that|why|how)\b",
        r"\bit is that\b",
        r"\bwhat becomes of\b",
        r"\bgoes on on\b",
        r"\bwhatever\b[^.]*\bmay\b",
        r"(?:^|[.;:] )(?-i:So) (?:is|are|was|were|does|do|has|have)\b",
        r"(?:^|[.;:] )(?-i:Nor)\b",
    )
)

# A property's docstring says what it holds; a rule's is the sentence that docs/checks.md has.
_NOUNS = ("property", "cached_property")
_RULES = ("rule", "reported_rule")


def python_files() -> list[Path]:
    rooms = [ROOT / name for name in NOT_YET]
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not any(room == path or room in path.parents for room in rooms)
    ]


def first_words(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the first word of each docstring that must begin with a verb."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            names = {_name_of(decorator) for decorator in node.decorator_list}
            if names & {*_NOUNS, *_RULES}:
                continue
        elif not isinstance(node, ast.Module):
            continue
        docstring = ast.get_docstring(node)
        if docstring:
            yield getattr(node, "lineno", 1), docstring.split()[0]


def _name_of(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).rpartition(".")[2]


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each docstring, and of each run of lines of comments."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""
    start, column, lines = 0, -1, list[str]()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, here = token.start
        if (line, here) != (start + len(lines), column):
            yield start, " ".join(lines)
            start, column, lines = line, here, []
        lines.append(token.string.lstrip("# "))
    yield start, " ".join(lines)


def phrases_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line at which a forbidden phrase's docstring or comment begins, and the phrase."""
    for line, text in prose_of(source):
        plain = " ".join(re.sub(r"`[^`]*`", "`…`", text).split())
        for pattern in FORBIDDEN:
            yield from ((line, found[0]) for found in pattern.finditer(plain))


def test_every_docstring_begins_with_a_verb() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in python_files()
        for line, word in first_words(path.read_text(encoding="utf-8"))
        if word.rstrip(",.:;") not in VERBS
    ]
    assert not wrong, "\n".join(wrong)


def test_no_forbidden_phrase_is_used() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {phrase}"
        for path in python_files()
        for line, phrase in phrases_in(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_rooms_left_out_exist() -> None:
    assert [name for name in NOT_YET if not (ROOT / name).exists()] == []


SAMPLE = '''"""A module of folios."""

@rule("P001")
def note_is_whole():
    """Every note is whole."""

class Page:
    """A page, and what of it is known."""

    @property
    def folio(self):
        """The folio."""

    def leaf(self):
        """The leaf of the page."""
        def inner():
            """Return the page; `as far as` is code here."""
        return 1  # as far
        # as it goes
'''


def test_first_words_are_those_of_modules_and_functions() -> None:
    assert [*first_words(SAMPLE)] == [(1, "A"), (14, "The"), (16, "Return")]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("# what of the page\n# is known", "what of"),
        ("# a line goes as\n# far as it can", "as far as"),
        ('"""Read a page. So is its note."""', ". So is"),
        ('"""Take whatever the page may hold."""', "whatever the page may"),
    ],
)
def test_a_phrase_is_found_across_lines(text: str, phrase: str) -> None:
    assert [found for _, found in phrases_in(text)] == [phrase]


def test_code_and_strings_are_not_read() -> None:
    assert [phrase for _, phrase in phrases_in(SAMPLE)] == ["what of"]
