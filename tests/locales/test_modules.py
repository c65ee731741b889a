"""No module, template or style sheet has a printed word: all are in the tables of words."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from octavo.design.style_sheets import STYLES
from octavo.locales import tables
from octavo.locales.tables import read_table

PACKAGE = Path(__file__).resolve().parents[2] / "octavo"
FILES = [p for p in sorted(PACKAGE.rglob("*.py")) if "skeleton/edition" not in p.as_posix()]

# Tables by language that print nothing, and what they are for.
RULES = {
    "index/order.py": "words that do not count where entries are filed",
    "csl/text/filing.py": "articles that do not count where titles are filed",
    "typography/spacing.py": "abbreviations that no line ends with",
    "locales/quotation_marks.py": "quotation marks",
    "ingest/vocabulary.py": "the commonest words, by which the language of a scan is known",
    "locales/language_tags.py": "names of languages beside those that ICU knows",
}
# English words of the tables that are names of something else here.
STYLES_OF_WORD = {"docx/dressing.py", "docx/mended_parts.py", "docx/zotero.py"}
NAMES = {
    "Bibliography": STYLES_OF_WORD,
    "Dedication": STYLES_OF_WORD,
    "Epigraph": {*STYLES_OF_WORD, "model/__init__.py"},
    "Colophon": STYLES_OF_WORD,
    "Copyright": {"model/__init__.py"},
    "et al": {"csl/items/people.py"},  # as names are written in a bibliography's file
    "et alii": {"csl/items/people.py"},
    "Contents": {"pdf/engine/tagging/tagged_pdf.py"},  # the PDF's key for the description of a link
}
KINDS = {"Note", "Figure", "Table", "ISBN", "ISSN", "Part"}  # of elements, numbers, types of ours


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def constants(path: Path) -> frozenset[str]:
    """The strings of a module that are no docstrings."""
    tree = tree_of(path)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    return frozenset(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    )


def fragments(tag: str) -> set[str]:
    """Give the words of the phrases of a table, without the names in braces."""
    found: set[str] = set()
    for value in read_table(tag).values():
        phrases = value.values() if isinstance(value, dict) else [value]
        for phrase in (p for v in phrases for p in (v if isinstance(v, list) else [v])):
            found |= {part.strip(" \u00a0,.:;()/،") for part in re.split(r"\{\w+\}", phrase)}
    return {part for part in found if len(part) > 3}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_no_module_has_a_table_by_language() -> None:
    tags = set(tables())
    found = set()
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            keys: list[object] = []
            if isinstance(node, ast.Dict):
                keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict":
                keys = [word.arg for word in node.keywords]
            if len(tags & {key for key in keys if isinstance(key, str)}) > 1:
                found.add(name_of(path))
    assert found == set(RULES)


@pytest.mark.parametrize("tag", [tag for tag in sorted(tables()) if tag != "en"])
def test_no_module_has_a_word_of_another_language(tag: str) -> None:
    asked = fragments(tag) - fragments("en") - KINDS
    for path in FILES:
        named = {name for name, files in NAMES.items() if name_of(path) in files}
        assert not (asked - named) & constants(path), name_of(path)


def test_no_module_has_an_english_word_of_the_tables() -> None:
    asked = {part for part in fragments("en") if part[0].isupper() or " " in part} - KINDS
    for path in FILES:
        own = asked & constants(path)
        assert not {word for word in own if name_of(path) not in NAMES.get(word, ())}, name_of(path)


# --- templates and style sheets ------------------------------------------------------------------

TEMPLATES = [
    path
    for path in sorted((STYLES / "templates").iterdir())
    if path.name
    not in {"sheet.html", "proof.html", "print-metadata.xml", "print-specimen.html"}  # of tools
]
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_words(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    written = re.sub(r"\{% block matter %\}.*?\{% endblock %\}", "", written)  # an epub:type
    written = _JINJA.sub("", written)
    written = re.sub(r"<title>.*?</title>|<dc:\w+[^>]*>|<meta [^>]*>\w+</meta>", "", written)
    bare = re.sub(r"<[^>]*>", " ", written)
    assert not re.search(r"[^\W\d_]", bare), bare.split()
    assert not [value for value in _SPOKEN.findall(written) if value.strip()]


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_prints_words(path: Path) -> None:
    for value in re.findall(r"\bcontent:\s*([^;}]+)", path.read_text(encoding="utf-8")):
        for text in re.findall(r"\"([^\"]*)\"", value):
            assert not re.search(r"[^\W\d_]", re.sub(r"\\[0-9a-f]+", "", text)), value
