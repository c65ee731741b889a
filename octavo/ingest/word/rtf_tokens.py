"""Divide RTF into tokens, by Microsoft's specification 1.9.1, and name its code pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "symbol", "bytes", "open", "close"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n\0]+"
    rb"|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A control word with its number, a control symbol, bytes of words, or a brace."""

    kind: Kind
    name: str = ""
    number: int | None = None
    bytes: bytes = b""
    raw: bytes = b""


_OPEN, _CLOSE = Token("open", raw=b"{"), Token("close", raw=b"}")


def tokens_of(data: bytes) -> Iterator[Token]:
    """Yield the tokens of RTF; binary data is passed over."""
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:  # a backslash before what is no control
            at += 1
            continue
        at = found.end()
        if found["text"] is not None:
            yield Token("bytes", bytes=found["text"], raw=found[0])
        elif found["word"] is not None:
            number = int(found["number"]) if found["number"] else None
            if found["word"] == b"bin":
                at += max(number or 0, 0)
                continue
            yield Token("word", found["word"].decode(), number, raw=found[0])
        elif found["hex"] is not None:
            yield Token("bytes", "'", bytes=bytes.fromhex(found["hex"].decode()), raw=found[0])
        elif found["symbol"] is not None:
            yield Token("symbol", found["symbol"].decode("latin-1"), raw=found[0])
        elif found["brace"] is not None:
            yield _OPEN if found["brace"] == b"{" else _CLOSE


# The encodings of Windows, by the numbers that a table of fonts has.
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
SYMBOL = "symbol"  # of charset 2, whose signs are no letters
_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# The Greek letters of the font Symbol, in the places of A to Z and a to z.
_GREEK = str.maketrans(
    "ABCDEFGHIKLMNOPQRSTUWXYZabcdefghijklmnopqrstuvwxyz",
    "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
)


def encoding_of(word: str, number: int | None) -> str:
    """Return the encoding that a control word sets for a whole document; empty for any other."""
    if word == "ansicpg" and number:
        name = {10000: "mac_roman", 65001: "utf-8"}.get(number, f"cp{number}")
        try:
            "".encode(name)
        except LookupError:
            return "cp1252"
        return name
    return _PAGES.get(word, "")


def decoded(data: bytes, encoding: str) -> tuple[str, bool]:
    """Return the letters of bytes, and whether they are signs of a symbol font that are no letters;
    bytes that the encoding does not have become U+FFFD."""
    if encoding != SYMBOL:
        return data.decode(encoding, "replace"), False
    words = data.decode("latin-1")
    greek = words.translate(_GREEK)
    is_sign = any(a == b and not a.isspace() and not a.isdigit() and a not in "()[]{},.;:!?+-=/"
                  for a, b in zip(words, greek, strict=True))  # fmt: skip
    return greek, is_sign
