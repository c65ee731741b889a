"""Printed words found in the text that they come from."""

from __future__ import annotations

import time

from octavo.source.locate import Wording, is_vague, words_of

TEXT = """\
# The Ferry

The *ferry* crossed at nine.[^a] Nobody on the quay had **seen** it leave, and the
harbour-master's log ["a plain lie"](https://example.org/some/page/of/words), said the mate, was
closed at noon.

<!-- the ferry crossed at ten, and nobody saw it -->

The ferry crossed at nine. Nobody was surprised.

[^a]: See [@carley2014, 27] on crossings, and the log of 1931.
"""


def at(words: str, occurrence: int = 1) -> int:
    offset = -1
    for _ in range(occurrence):
        offset = TEXT.index(words, offset + 1)
    return offset


def test_words_are_found_past_markup_calls_and_addresses() -> None:
    wording = Wording(TEXT)
    assert wording.find("The ferry crossed at nine. Nobody on the quay") == at("The *ferry*")
    assert wording.find("quay had seen it leave, and the harbour‐") == at("quay had")
    assert wording.find("log “a plain lie,” said the mate, was") == at("log [")


def test_what_is_not_printed_is_not_found() -> None:
    wording = Wording(TEXT)
    assert wording.find("crossed at ten, and nobody saw it") is None
    assert wording.find("some page of words") is None
    assert wording.find("wholly other words stand here") is None


def test_what_is_said_twice_is_found_behind_the_last_place() -> None:
    wording = Wording(TEXT)
    first = wording.find("ferry crossed at nine")
    assert first == at("ferry*")
    assert wording.find("ferry crossed at nine", after=at("closed")) == at("ferry crossed at nine")
    assert wording.find("on crossings, and the log", after=at("closed")) == at("on crossings")
    assert wording.find("nobody on the quay", after=at("See")) == at("Nobody")  # it is only there


def test_generated_words_in_between_do_no_harm() -> None:
    """A citation is set from its key: only the words around it are in the source."""
    wording = Wording(TEXT)
    line = "See Michael Carley, Silent Conflict, 272, on crossings, and the log of"
    assert wording.find(line) == at("on crossings")


def test_a_divided_word_is_no_word() -> None:
    assert words_of("the harbour-master’s log, harb‐") == ["the", "harbour", "master", "s", "log"]
    assert words_of("well-known") == ["well", "known"]
    assert is_vague("was sur‐") and not is_vague("it was not")


def test_few_words_are_found_where_no_others_can_be_meant() -> None:
    wording = Wording(TEXT)
    assert wording.find("surprised.") == at("surprised")
    assert wording.find("The ferry", after=at("Nobody was")) is None  # which of the two?
    assert wording.find("") is None
    assert Wording("").find("no words at all") is None


def test_the_same_words_over_and_over_are_looked_for_in_bounded_time() -> None:
    begun = time.process_time()
    wording = Wording("a b c " * 30_000 + "<!-- " * 30_000 + "](" * 30_000 + "[^" * 30_000)
    for after in range(0, 90_000, 30):
        assert wording.find("a b c a b c a b c a b c", after) is not None
    assert time.process_time() - begun < 10


def test_lines_known_before_are_found_alike() -> None:
    asked = ["quay had seen it leave", "surprised.", "wholly other words"]
    whole, some = Wording(TEXT), Wording(TEXT, asked)
    assert [some.find(line) for line in asked] == [whole.find(line) for line in asked]


def test_words_that_occur_often_are_found_by_the_lines_before_them() -> None:
    """The heading of each root is alike, but for its number; the lines between are all alike."""
    roots = [
        f"## Root {n}\n\n- ‘meaning {n}’\n- examples of words built of it\n" for n in range(60)
    ]
    text = "\n".join(roots)
    near = ["‘meaning {}’", "examples of words built of it"]
    asked = ["Root 34", "examples of words built of it", *(line.format(33) for line in near)]
    wording = Wording(text, asked)
    before = [line.format(33) for line in near]
    assert wording.find_behind(before, "Root 34") == text.index("Root 34")
    line = "examples of words built of it"
    wording = Wording(text, [line, "Root 41", "‘meaning 41’"])
    found = wording.find_behind(["Root 41", "‘meaning 41’"], line)
    assert found == text.index(line, text.index("meaning 41"))
    assert wording.find_behind([], line, after=text.index("Root 20")) == text.index(
        line, text.index("Root 20")
    )
    assert wording.find_behind(["Root 41"], "wholly other words") is None
    assert wording.find_behind(["Root 41"], "") is None
