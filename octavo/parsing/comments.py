"""Take the comments out of a text, or keep them for a draft as words in spans of their own.

    Two ferries[Which ones?]{.comment by="RA"} were lost.    ::: {.comment by="TB"}

A draft has them as `Span ("", ["comment"], [("by", "RA")]) words`: the words alone, since nothing
in a comment may change the numbers of notes, the citations or the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import holds, plain, rewrite, rewrite_lists, walk

COMMENT, TODO = "comment", "todo"  # classes of comments
TODO_WORD = "todo-word"  # the class of the word TODO in a draft
BY = "by"  # the attribute that names who comments
TO_DO = re.compile(r"\bTODO\b")
# Languages in which the word is one of the language, and may be in capitals.
_A_WORD_IN = frozenset({"ast", "ca", "eo", "es", "gl", "it", "pt"})


def without_comments(blocks: Blocks) -> Blocks:
    """Return the blocks of a text without its comments, as all forms but a draft have them."""
    return _rewritten(blocks, lambda comment: []) if _has_comments(blocks) else blocks


def for_draft(blocks: Blocks, language: str) -> Blocks:
    """Return the blocks of a text for a draft: each comment is a span of words in a paragraph, none
    is in a heading, and what is left to do is marked."""
    if _has_comments(blocks):
        blocks = _out_of_headings(_rewritten(blocks, lambda comment: [_kept(comment)]))
    return rewrite_lists(blocks, _with_marks) if marks_to_do(language) else blocks


def marks_to_do(language: str) -> bool:
    """Return whether TODO is no word of a language, which a title in capitals may hold."""
    return language.split("-")[0].lower() not in _A_WORD_IN


def is_comment(element: Element) -> bool:
    """Return whether an element is a comment, or what is left to do."""
    if not tree.is_kind(element, "Span", "Div"):
        return False
    return not {COMMENT, TODO}.isdisjoint(tree.classes_of(element))


def _has_comments(blocks: Blocks) -> bool:
    return holds(blocks, "Span", "Div") and any(map(is_comment, walk(blocks)))


def _kept(comment: Element) -> Element:
    """Return a comment as a span of words, its paragraphs parted by line breaks."""
    given = tree.attributes_of(comment)
    kept = [pair for pair in given if pair[0] in (BY, "date")]
    kind = COMMENT if COMMENT in tree.classes_of(comment) else TODO
    paragraphs = [
        " ".join(plain(part).split())
        for part in (tree.content_of(comment) if tree.is_kind(comment, "Div") else [comment])
    ]
    words: list[Element] = []
    for paragraph in filter(None, paragraphs):
        words += [*([tree.LINE_BREAK] if words else []), *tree.text(paragraph)]
    return tree.span(words, classes=[COMMENT, *([TODO] if kind == TODO else [])], attributes=kept)


def _rewritten(blocks: Blocks, kept: Callable[[Element], Inlines]) -> Blocks:
    """Return blocks with each comment replaced by what `kept` returns for it: inlines, which for a
    comment among blocks go to the end of the paragraph before it."""

    def in_list(items: list[Any]) -> list[Any]:
        if not any(tree.is_element(item) and is_comment(item) for item in items):
            return items
        made: list[Element] = []
        for at, item in enumerate(items):
            if not is_comment(item):
                made.append(item)
            elif tree.is_kind(item, "Span"):
                if made and tree.is_space(made[-1]) and _ends(items[at + 1 :]):
                    made.pop()
                made += kept(item)
            elif made and tree.is_paragraph(made[-1]):
                made[-1] = tree.with_content(made[-1], [*tree.content_of(made[-1]), *kept(item)])
            elif words := kept(item):
                made.append(tree.para(words))
        first = next((at for at, item in enumerate(made) if not is_comment(item)), 0)
        if made and tree.is_space(made[first]):
            del made[first]  # no paragraph begins with the space behind a comment
        return made

    return [block for block in rewrite_lists(blocks, in_list) if not _is_empty(block)]


def _ends(following: Sequence[Element]) -> bool:
    """Return whether no word follows a comment directly: the space before it would then be one too
    many."""
    if not following or tree.is_space(following[0]):
        return True
    return tree.is_string(following[0]) and tree.string_of(following[0])[0] in ".,;:!?)]»”’"


def _is_empty(block: Element) -> bool:
    """Return whether a block is a paragraph that held a comment alone."""
    return tree.is_paragraph(block) and not tree.content_of(block)


def _out_of_headings(blocks: Blocks) -> Blocks:
    """Return blocks with the comments of a heading at the head of the next paragraph: contents and
    running heads repeat the words of headings."""
    made: list[Element] = []
    taken: list[Element] = []
    for block in blocks:
        if tree.is_kind(block, "Header"):
            found = [e for e in walk(tree.content_of(block)) if is_comment(e)]
            taken += found
            block = rewrite(block, lambda e: [] if is_comment(e) else None) if found else block
        elif taken:
            if tree.is_paragraph(block):
                block = tree.with_content(block, [*taken, *tree.content_of(block)])
            else:
                made.append(tree.para(taken))
            taken = []
        made.append(block)
    return [*made, *([tree.para(taken)] if taken else [])]


def _with_marks(items: list[Any]) -> list[Any]:
    """Return a list of inlines in which each word TODO is marked."""
    if not any(tree.is_string(item) and TO_DO.search(tree.string_of(item)) for item in items):
        return items
    return [
        tree.span([item], classes=[TODO_WORD])
        if tree.is_string(item) and TO_DO.search(tree.string_of(item))
        else item
        for item in items
    ]


def comments_in(blocks: Sequence[Element]) -> list[Element]:
    """Return the comments of a draft, in their order."""
    return [element for element in walk(blocks) if COMMENT in _classes(element)]


def _classes(element: Element) -> Sequence[str]:
    return tree.classes_of(element) if tree.is_kind(element, "Span") else ()
