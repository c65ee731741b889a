"""Find whether the file of a raster is whole, by the structure of its format; nothing is decoded.

Programs show what is there of a file that is cut short, and say nothing. Each format has an end of
its own: IEND in PNG (ISO 15948, 11.2.5), EOI in JPEG (ITU-T T.81, B.1.1.3), the trailer in GIF
(GIF89a, 27), the length of the RIFF chunk in WebP.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from octavo.images.faulty import ImageError


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole file of a raster: its bytes without what follows its end, and whether it moves."""

    data: bytes
    moves: bool = False


def whole(kind: str, data: bytes) -> Whole:
    """Return the raster in the bytes of a file, of the kind PNG, JPEG, GIF or WebP.

    Raise ImageError if the file ends before the picture does, or is damaged.
    """
    try:
        return _READERS[kind](data)
    except (IndexError, struct.error):
        raise ImageError("is cut short: its end is missing") from None


# --- the readers ---------------------------------------------------------------------------------


def _png(data: bytes) -> Whole:
    moves, start = False, 8
    while True:
        length, name = struct.unpack_from(">I4s", data, start)
        end = start + 12 + length
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if checksum != zlib.crc32(memoryview(data)[start + 4 : end - 4]) and not name[0] & 0x20:
            raise ImageError("is damaged: a checksum in it is wrong")
        moves = moves or name == b"acTL"
        if name == b"IEND":
            return Whole(data[:end], moves)
        start = end


_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # not one that is part of a scan
_START_OF_SCAN, _END_OF_IMAGE, _APP2 = 0xDA, 0xD9, 0xE2
_SEVERAL = b"MPF\0"  # the list of the pictures in a file of several (CIPA DC-007)


def _jpeg(data: bytes) -> Whole:
    """Return the first picture of a JPEG: cameras and phones put others behind it."""
    kept = [b"\xff\xd8"]
    for start, end in _segments(data):
        code, said = data[start + 1], data[start + 4 : start + 8]
        if code != _APP2 or said != _SEVERAL:
            kept.append(data[start:end])
    return Whole(b"".join(kept))


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each segment, that of a scan with its scan, up to EOI."""
    start = 2
    while True:
        while data[start + 1] == 0xFF:  # fill bytes
            start += 1
        if data[start] != 0xFF:
            raise ImageError("is damaged: its JPEG has no marker where one must be")
        code = data[start + 1]
        if code == _END_OF_IMAGE:
            yield start, start + 2
            return
        (length,) = struct.unpack_from(">H", data, start + 2)
        end = start + 2 + length
        if code == _START_OF_SCAN:
            found = _MARKER.search(data, end)
            if found is None:
                raise IndexError
            end = found.start()
        if end >= len(data):
            raise IndexError
        yield start, end
        start = end


def _gif(data: bytes) -> Whole:
    start, frames = 13 + _colours(data[10]), 0
    while data[start] != 0x3B:
        if data[start] == 0x2C:
            frames += 1
            start += 10 + _colours(data[start + 9]) + 1
        elif data[start] == 0x21:
            start += 2
        else:
            raise ImageError("is damaged: its GIF has a block of no known kind")
        while data[start]:
            start += data[start] + 1
        start += 1
    return Whole(data[: start + 1], frames > 1)


def _colours(flags: int) -> int:
    """Return the length in bytes of the colour table that follows a field of flags."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> Whole:
    (length,) = struct.unpack_from("<I", data, 4)
    if len(data) < length + 8 or len(data) < 21:
        raise IndexError
    return Whole(data[: length + 8], data[12:16] == b"VP8X" and bool(data[20] & 2))


_READERS: Mapping[str, Callable[[bytes], Whole]] = {
    "PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WebP": _webp,
}  # fmt: skip


# --- pixels that a header claims -----------------------------------------------------------------

LACKING = "is cut short: it has less than its header says"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG, by its colour type (ISO 15948, 11.2.2)
_PASSES = ((0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2),
           (0, 1, 1, 2))  # fmt: skip
_AT_ONCE = 1 << 18  # bytes unpacked at a time: a small file can unfold to more than memory holds


def refuse_lacking_rows(png: bytes) -> None:
    """Raise ImageError for a whole PNG whose pixels are fewer than its header says: programs fill
    the rest with black."""
    unpacking, rows = zlib.decompressobj(), 0
    for packed in _pixels(png):
        while packed:
            try:
                rows += len(unpacking.decompress(packed, _AT_ONCE))
            except zlib.error as error:
                raise ImageError("is damaged: its pixels cannot be unpacked") from error
            packed = unpacking.unconsumed_tail
    if rows < _length_of_rows(png):
        raise ImageError(LACKING)


def _pixels(png: bytes) -> Iterator[bytes]:
    start = 8
    while start + 8 <= len(png):
        length, name = struct.unpack_from(">I4s", png, start)
        if name == b"IDAT":
            yield png[start + 8 : start + 8 + length]
        start += length + 12


def _length_of_rows(png: bytes) -> int:
    """Return how many bytes the rows of a PNG are, each with the byte that names its filter."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", png, 16)
    bits = depth * _CHANNELS.get(colour, 1)
    total = 0
    for x, across, y, down in _PASSES if interlaced else ((0, 1, 0, 1),):
        columns, rows = -(-(width - x) // across), -(-(height - y) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


_BITS = bytes((number * 73 + 41) % 251 for number in range(512))
_RESTARTS = (b"\xff" + bytes([0xD0 + number]) for number in range(8))
_NOISE = _BITS + b"".join(marker + _BITS for marker in _RESTARTS)


def with_more_to_read(jpeg: bytes) -> bytes:
    """Return a JPEG with noise at the end of each scan. A decoder that finds all pixels before it
    shows the same picture; one that does not reads the noise."""
    kept = [b"\xff\xd8"]
    for start, end in _segments(jpeg):
        kept.append(jpeg[start:end])
        if jpeg[start + 1] == _START_OF_SCAN:
            kept.append(_NOISE)
    return b"".join(kept)
