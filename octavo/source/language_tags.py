"""Recognize language tags, and find the tag that the name of a language stands for."""

from __future__ import annotations

import re

# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, without the tags kept for their age.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
_TAG_OF = {
    "english": "en", "french": "fr", "français": "fr", "german": "de", "deutsch": "de",
    "italian": "it", "italiano": "it", "spanish": "es", "español": "es", "portuguese": "pt",
    "russian": "ru", "polish": "pl", "czech": "cs", "dutch": "nl", "latin": "la",
    "greek": "el", "ancient greek": "grc", "hebrew": "he", "arabic": "ar",
}  # fmt: skip


def is_language_tag(tag: str) -> bool:
    """Return whether a text is a well-formed BCP 47 tag."""
    return _TAG.fullmatch(tag) is not None


def tag_hint(tag: str) -> str:
    """Return what to write instead of a tag that is not well formed."""
    mended = _TAG_OF.get(tag.lower()) or tag.replace("_", "-").strip()
    right = is_language_tag(mended)
    return f"did you mean {mended}?" if right else "write a BCP 47 tag, such as en-GB, grc or ru"
