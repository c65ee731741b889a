"""Read a text: its bytes in, a `Source` out, or the fault for which it cannot be read."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from octavo.model import Fault, Place, Section, Source
from octavo.source.characters import controls_by_number, without_controls
from octavo.source.places import Lines, byte_place
from octavo.source.rules import (
    section_has_text,
    text_can_be_parsed,
    text_has_a_sane_size,
    text_is_utf8,
)

MAX_TEXT_BYTES = 8_000_000  # eight times the longest chapter of any corpus we know
MAX_LINE_CHARACTERS = 1_000_000

MAX_NESTED = 30
NESTED = re.compile(rf"^(?:[ \t]*>){{{MAX_NESTED + 1}}}", re.MULTILINE)


# A letter with combining marks of Latin, Greek or Cyrillic; but nothing of a picture's or a text's
# address, which is the name of a file.
_DECOMPOSED = re.compile(r"\]\((?!#)[^()\n]*\)|[^\W\d_][\u0300-\u036f]+")


def read_source(data: bytes, section: Section) -> tuple[Source | None, tuple[Fault, ...]]:
    """Return a text as written, every line end a newline, every control character a space, and
    every letter with its accent one character where there is one, with the faults found; or None
    and the fault it is refused for."""
    start = Place(section.path)
    if len(data) > MAX_TEXT_BYTES:
        message = f"the file has {len(data):,} bytes; at most {MAX_TEXT_BYTES:,} are read"
        return None, (text_has_a_sane_size.fault(start, message, "split it into sections"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = byte_place(data, error.start, section.path)
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        hint = "save the file as UTF-8"
        if data.startswith(b"PK\x03\x04"):
            place, message = start, "the file is a Word file, or another that is packed"
            hint = "make an edition of it: `octavo ingest FILE.docx DIR`"
        return None, (text_is_utf8.fault(place, message, hint),)
    if "\x00" in text:
        place = byte_place(data, data.index(0), section.path)
        hint = "if it was saved as Unicode or UTF-16, save it as UTF-8"
        return None, (text_is_utf8.fault(place, "the text has a NUL byte", hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, faults = without_controls(text, section.path)
    longest = max((len(line) for line in text.split("\n")), default=0)
    if longest > MAX_LINE_CHARACTERS:
        message = f"a line has {longest:,} characters"
        return None, (text_has_a_sane_size.fault(start, message, "break it into paragraphs"),)
    deep = NESTED.search(text)
    if deep:
        place = Lines(section.path, text).place(deep.start())
        message = f"block quotations are nested more than {MAX_NESTED} deep"
        return None, (text_can_be_parsed.fault(place, message),)
    if not text.strip():
        return None, (section_has_text.fault(start, "the file is empty"),)
    return Source(section, _composed(text)), (*faults, *controls_by_number(text, section.path))


def _composed(text: str) -> str:
    """Return a text with composed letters: pandoc ends an id, a label and a cite key at a combining
    mark, and two spellings of one id would not meet."""
    if text.isascii() or is_normalized("NFC", text):
        return text
    return _DECOMPOSED.sub(
        lambda match: match[0] if match[0][0] == "]" else normalize("NFC", match[0]), text
    )
