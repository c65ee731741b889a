"""Find the type of an image among those that a book may hold, by its first bytes: names err."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = 65_536  # bytes that a file's type is known by


@dataclass(frozen=True, slots=True)
class ImageType:
    """A type of image: its name, its media type, the endings of its files, the usual one first."""

    name: str
    media_type: str
    endings: tuple[str, ...]


SVG = ImageType("SVG", "image/svg+xml", (".svg",))
_RASTERS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ImageType("PNG", "image/png", (".png",))),
    (re.compile(rb"\xff\xd8\xff"), ImageType("JPEG", "image/jpeg", (".jpg", ".jpeg"))),
    (re.compile(rb"GIF8[79]a"), ImageType("GIF", "image/gif", (".gif",))),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ImageType("WebP", "image/webp", (".webp",))),
)
_SVG_START = re.compile(
    r"\ufeff?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)*+<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)


def image_type(data: bytes) -> ImageType | None:
    """Return the type of an image by its bytes, or by the first `HEAD` of them; None for one that
    no book may hold."""
    for magic, kind in _RASTERS:
        if magic.match(data):
            return kind
    return SVG if is_svg(data) else None


def is_svg(data: bytes) -> bool:
    """Return whether the bytes of a file, or the first of them, are those of an SVG."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return bool(_SVG_START.match(data[:HEAD].decode(encoding, "replace")))
