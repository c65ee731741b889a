"""Parse the operands of a content stream as numbers and strings; compute with its matrices."""

from __future__ import annotations

import re

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top

ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

STRING = rb"\((?>[^()\\]+|\\.|\((?>[^()\\]+|\\.|\((?>[^()\\]+|\\.)*\))*\))*\)"
_ANGLES = bytes.maketrans(b"<", b">")
_ITEM = re.compile(rb"<([^>]*)>|(" + STRING + rb")|([-+.\d]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def joined(written: bytes) -> tuple[bytes, float]:
    """Return the strings of an array joined, and the sum of the numbers between them."""
    first, last = written.find(b"<"), written.rfind(b">")
    if b"(" not in written and 0 < first < last:
        # the parts between angle brackets are strings and numbers by turns
        parts = written[first + 1 : last].translate(_ANGLES).split(b">")
        edges = (written[1:first] + b" " + written[last + 1 : -1]).split()
        return _hex(b"".join(parts[::2])), _sum(parts[1::2]) + _sum(edges)
    shown, kerning = b"", 0.0
    for hexadecimal, string, number in _ITEM.findall(written):
        if number:
            kerning += _number(number)
        else:
            shown += _literal(string) if string else _hex(hexadecimal)
    return shown, kerning


def string(written: bytes) -> bytes:
    return _literal(written) if written.startswith(b"(") else _hex(written)


def text_of(text: bytes) -> str:
    """Return a text string (7.9.2.2): UTF-16 or UTF-8 with a mark in front, or else Latin letters
    of PDFDocEncoding, which are those of Latin-1."""
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "ignore")
    return text.decode("utf-8-sig" if text.startswith(b"\xef\xbb\xbf") else "latin-1", "ignore")


def _hex(written: bytes) -> bytes:
    """Return the bytes of a hexadecimal string; half a byte at its end is filled up with 0
    (7.3.4.3)."""
    try:
        return bytes.fromhex(written.decode("latin-1"))
    except ValueError:
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", written).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _literal(written: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        if sign[:1].isdigit():
            return bytes([int(sign, 8) & 255])
        return b"" if sign in (b"\n", b"\r", b"\r\n") else _ESCAPED.get(sign, sign)

    return _ESCAPE.sub(plain, written[1:-1])


def _number(written: bytes) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


def _sum(numbers: list[bytes]) -> float:
    try:
        return sum(map(float, numbers))
    except ValueError:
        return sum(map(_number, numbers))


def numbers(operands: list[bytes], count: int) -> list[float]:
    found = [_number(operand) for operand in operands[-count:]]
    return [0.0] * (count - len(found)) + found


def matrix(operands: list[bytes]) -> Matrix:
    a, b, c, d, e, f = numbers(operands, 6)
    return a, b, c, d, e, f


def name(operands: list[bytes]) -> str:
    return operands[-1].decode("latin-1") if operands else ""


# Geometry.


def times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def meet(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def is_inside(clip: Box | None, x: float, y: float, end: float, foot: float, size: float) -> bool:
    """Return whether a run can be seen inside of a clip: up to half a letter outside is kerning,
    not a cut."""
    if clip is None:
        return True
    left, bottom, right, top = clip
    slack = abs(size) / 2
    return (
        min(x, end) >= left - slack and max(x, end) <= right + slack
        and min(y, foot) >= bottom - slack and max(y, foot) <= top + slack
    )  # fmt: skip
