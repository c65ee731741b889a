"""Decode the bytes of a text file, and name the encoding."""

from __future__ import annotations

from octavo.ingest.scan import Unreadable

LARGEST = 24 * 1024 * 1024  # bytes of one text; a book of 1,000 pages has three million

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_FEW_CONTROLS = 0.001  # the share of control characters above which a file is no text
_ALLOWED = frozenset(b"\t\n\r\x0c\x1a")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and a remark on its encoding, empty for plain UTF-8; raise
    Unreadable if it is empty or no text."""
    if not data.strip():
        raise Unreadable(f"{name} is empty; name a file that holds the text of a scan")
    for mark, encoding, words in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), f"{words} with a byte order mark"
            except UnicodeDecodeError as error:
                at = error.start + len(mark)
                raise Unreadable(
                    f"{name} begins as {words}, but byte {at} is not {words}; save it as UTF-8"
                ) from None
    _refuse_binary(data, name)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return _single_bytes(data, name, error)


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:1_000_000]
    controls = sum(sample.count(byte) for byte in range(32) if byte not in _ALLOWED)
    if controls > max(len(sample) * _FEW_CONTROLS, 3):
        raise Unreadable(
            f"{name} is no text: it holds {controls} control characters; name a text file, hOCR, "
            "ALTO, PAGE XML or a PDF"
        )


def _single_bytes(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode what is not UTF-8: as Windows-1252, which holds Latin-1, if most of it is not
    UTF-8 already."""
    broken = data.decode("utf-8", "replace")
    wide = sum(1 for letter in broken if letter > "\x7f" and letter != "\ufffd")
    bad = broken.count("\ufffd")
    if wide > bad:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{name}:{line} is broken: most of the file is UTF-8, but byte {error.start} is not; "
            "save the file as UTF-8 again"
        )
    try:
        text, words = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, words = data.decode("latin-1"), "Latin-1"
    if all(byte < 0x80 or byte >= 0xA0 for byte in set(data)):
        words = "Latin-1"
    return text, f"{words}, since it is not UTF-8"
