"""Parse the operands of a content stream as numbers and strings; compute with its matrices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top

# What a clip must leave of a line, from its baseline in parts of the type size.
_LOW, _HIGH = 0.15, 0.35

ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

STRING = rb"\((?>[^()\\]+|\\.|\((?>[^()\\]+|\\.|\((?>[^()\\]+|\\.)*\))*\))*\)"
_ANGLES = bytes.maketrans(b"<", b">")
_ITEM = re.compile(rb"<([^>]*)>|(" + STRING + rb")|([-+.\d]+)", re.DOTALL)
_LEADING = re.compile(rb"\[\s*(?:<>)?\s*([-+.\d]+)")
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


def leading(written: bytes) -> float:
    """Return the number in front of the first letter of an array; 0 if it begins with one."""
    if written[1:2] == b"<" and written[2:3] != b">":
        return 0.0
    found = _LEADING.match(written)
    return _number(found[1]) if found else 0.0


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


def meets(one: Box, other: Box) -> bool:
    """Return whether two boxes have points in common, inside of their edges."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_within(inner: Box, outer: Box) -> bool:
    """Return whether a box is within another."""
    return (
        inner[0] >= outer[0] and inner[1] >= outer[1]
        and inner[2] <= outer[2] and inner[3] <= outer[3]
    )  # fmt: skip


def around(matrix: Matrix, points: Iterable[tuple[float, float]]) -> Box:
    """Return the box around some points, as a matrix maps them."""
    xs, ys = zip(*(apply(matrix, x, y) for x, y in points), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def corners(box: Sequence[float]) -> list[tuple[float, float]]:
    """Return the corners of a box."""
    left, bottom, right, top = box
    return [(x, y) for x in (left, right) for y in (bottom, top)]


def is_inside(clip: Box | None, x: float, y: float, end: float, foot: float, size: float) -> bool:
    """Return whether a run can be seen inside of a clip: up to half a letter outside is kerning,
    not a cut. Of a level line the clip must leave the small letters."""
    if clip is None:
        return True
    left, bottom, right, top = clip
    slack = abs(size) / 2
    if min(x, end) < left - slack or max(x, end) > right + slack or right <= left or top <= bottom:
        return False
    if abs(foot - y) < 0.01:
        return bottom <= y + _LOW * abs(size) and top >= y + _HIGH * abs(size)
    return min(y, foot) >= bottom - slack and max(y, foot) <= top + slack
