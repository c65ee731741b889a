"""Keep in a Word file the state of the texts that it was made from: a sign of what each of its
paragraphs and notes says, by its bookmark.

An editor's file can so be compared with texts that were changed meanwhile: what was changed in Word
differs from its sign there, what was changed in the texts differs from the sign in a new build. The
signs are a property of the file, which Word and LibreOffice keep.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

STATE = "OCTAVO_STATE"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_START, _END = f"{_WORD}bookmarkStart", f"{_WORD}bookmarkEnd"
_NOTES = {f"{_WORD}{kind}Reference": f"{_WORD}{kind}" for kind in ("footnote", "endnote")}
_ID, _NAME = f"{_WORD}id", f"{_WORD}name"
_SIGN = 5  # bytes of the sign in a bookmark's name, and of that of its words
_IDLE = str.maketrans(dict.fromkeys(" \t\n\r\u00a0\u202f\u00ad\u200b\u2060", ""))

Signs = Mapping[str, str]  # of words, by the last letters of bookmarks, in hexadecimal


def signs_of(document: Any, notes: Iterable[Any]) -> dict[str, str]:
    """Return the signs of the paragraphs of a document and of its notes, which are in parts of
    their own."""
    made = dict(_paragraphs(document))
    called = dict(_calls(document))
    for part in notes:
        for note in part:
            name = called.get((note.tag, note.get(_ID, "")))
            if name is not None:
                made[name] = _sign(note)
    return made


def key_of(name: str) -> str:
    """Return the letters of a bookmark by which its sign is kept."""
    return name[-2 * _SIGN :]


def _paragraphs(document: Any) -> Iterator[tuple[str, str]]:
    for paragraph in document.iter(f"{_WORD}p"):
        for start in paragraph.iter(_START):
            name = start.get(_NAME, "")
            if name.startswith("_text_"):
                yield key_of(name), _sign(paragraph)
                break


def _calls(document: Any) -> Iterator[tuple[tuple[str, str], str]]:
    around: dict[str, str] = {}
    for node in document.iter(_START, _END, *_NOTES):
        if node.tag == _START:
            around[node.get(_ID, "")] = node.get(_NAME, "")
        elif node.tag == _END:
            around.pop(node.get(_ID, ""), None)
        else:
            names = [name for name in around.values() if name.startswith("_note_")]
            if names:
                yield (_NOTES[node.tag], node.get(_ID, "")), key_of(names[-1])


def _sign(node: Any) -> str:
    said = "".join(text.text or "" for text in node.iter(f"{_WORD}t"))
    return sha256(said.translate(_IDLE).encode()).hexdigest()[: 2 * _SIGN]


def value_of(signs: Signs) -> str:
    """Return signs as the value of a property."""
    return b64encode(b"".join(bytes.fromhex(k + s) for k, s in signs.items())).decode()


def read_signs(value: str) -> dict[str, str] | None:
    """Return the signs that a property keeps; None if it keeps none."""
    try:
        data = b64decode(value, validate=True)
    except (Error, ValueError):
        return None
    if not data or len(data) % (2 * _SIGN):
        return None
    rows = (data[at : at + 2 * _SIGN].hex() for at in range(0, len(data), 2 * _SIGN))
    return {row[: 2 * _SIGN]: row[2 * _SIGN :] for row in rows}
