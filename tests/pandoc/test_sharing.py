"""Equal words of a tree are one element, and the tree says what it said."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import orjson

from octavo.model import Manuscript, Section
from octavo.pandoc import sharing, tree
from octavo.pandoc.sharing import share_words
from octavo.tasks.records import from_json, to_json


def book(words: int) -> Any:
    """A tree with notes, quotations and a table's worth of nesting, of eleven different words."""
    text = [part for n in range(words) for part in (tree.string(f"w{n % 11}"), tree.SPACE)]
    note = tree.note([tree.para(deepcopy(text[:40]))])
    blocks = [tree.para([*text, note]), tree.bullet_list([[tree.plain_block(deepcopy(text))]])]
    return orjson.loads(orjson.dumps(blocks))


def elements(node: Any) -> list[Any]:
    found, stack = [], [node]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            found.append(node)
        if isinstance(node, list | dict):
            stack += node if isinstance(node, list) else node.values()
    return found


def test_a_tree_is_the_same_with_shared_words() -> None:
    plain, shared = book(500), book(500)
    share_words(shared)
    assert shared == plain
    assert orjson.dumps(shared) == orjson.dumps(plain)


def test_equal_words_take_memory_once_in_all_texts_that_are_read() -> None:
    blocks = book(5000)
    before = len({id(element) for element in elements(blocks)})
    data = to_json(Manuscript(Section("a", "source/a.md", "body"), [], "en", blocks))
    read = [from_json(Manuscript, data).blocks for _ in range(2)]
    after = len({id(element) for element in elements(read)})
    assert before > 20_000
    assert after < 40
    assert read == [blocks, blocks]


def test_words_of_many_texts_are_not_kept_for_ever(monkeypatch) -> None:
    monkeypatch.setattr(sharing, "_MOST", 100)
    for number in range(50):
        share_words([tree.para([tree.string(f"{number}-{word}") for word in range(90)])])
        assert len(sharing._words) < 200
