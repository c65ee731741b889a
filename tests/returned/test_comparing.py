"""What became what: the steps between two texts, and their bound."""

from __future__ import annotations

import random
import time

from octavo.returned.comparing import are_alike, compared


def test_steps_lead_from_one_text_to_the_other() -> None:
    rng = random.Random(15)
    for _ in range(200):
        one = [rng.choice("abcde") for _ in range(rng.randrange(12))]
        other = [rng.choice("abcde") for _ in range(rng.randrange(12))]
        steps = compared(one, other)
        assert [w for _, _, _, c, d in steps for w in other[c:d]] == other
        assert [w for _, a, b, _, _ in steps for w in one[a:b]] == one
        assert all(one[a:b] == other[c:d] for same, a, b, c, d in steps if same)


def test_hostile_texts_take_no_longer_than_others() -> None:
    started = time.process_time()
    steps = compared(["a", *"xy" * 50_000, "b"], ["a", *"yx" * 50_000, "x", "b"])
    assert time.process_time() - started < 2
    assert [same for same, *_ in steps] == [True, False, True]


def test_texts_are_alike_by_their_words() -> None:
    assert are_alike("one two three four", "one two three five", 0.5)
    assert not are_alike("one two three four", "five six three seven", 0.5)
    assert are_alike("", "", 0.5)
