"""Write what is new in a text: the words of a passage, a note, its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from octavo.proof.form_text import Passage
from octavo.returned.block_writing import tidy
from octavo.returned.escaping import escaped, with_look
from octavo.returned.source_letters import Piece, with_holders
from octavo.returned.word_book import looks_of

_NUMBER = re.compile(r"\d+")


def new_label(labels: set[str], *, marked: bool) -> str:
    """Return a label that no note has: the next number where all are numbers."""
    numbers = [int(label) for label in labels if _NUMBER.fullmatch(label)]
    if labels and len(numbers) == len(labels) and not marked:
        return str(max(numbers) + 1)
    stem, at = "*added-" if marked else "added-", 1
    while f"{stem}{at}" in labels:
        at += 1
    return f"{stem}{at}"


def markdown_of_note(passages: Sequence[Passage], alone: bool) -> str:
    return "\n\n    ".join(markdown(passage, alone) for passage in passages)


def markdown(passage: Passage, alone: bool) -> str:
    """Return the words of a new passage in Markdown."""
    pieces: list[Piece] = []
    for letter, look in zip(passage.text, looks_of(passage), strict=True):
        kind = "space" if letter.isspace() else "letter"
        said = "\\\n    " if letter == "\n" else letter
        path = with_look((), "", look)
        if pieces and pieces[-1].path == path and kind == "letter" == pieces[-1].kind:
            pieces[-1] = replace(pieces[-1], written=pieces[-1].written + said)
        else:
            pieces.append(Piece(kind, letter, said, path, -1))
    return with_holders([
        replace(piece, written=escaped(piece.written, alone=alone))
        if piece.kind == "letter" else piece
        for piece in tidy(pieces)
    ])  # fmt: skip
