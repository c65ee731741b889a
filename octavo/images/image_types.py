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
ENDINGS = frozenset({*SVG.endings, *(e for _, kind in _RASTERS for e in kind.endings)})
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


# The starts of files that are often taken for pictures, in words that follow an image's name.
_OTHERS = (
    (re.compile(rb"\s*\Z"), "is empty", "copy the file again"),
    (re.compile(rb"version https://git-lfs"), "is a pointer of Git LFS, not the picture itself",
     "fetch the picture with `git lfs pull`"),
    (re.compile(rb"\s*%PDF-"), "is a PDF", "export the page as SVG or PNG"),
    (re.compile(rb"%!PS"), "is PostScript", "export it as SVG or PNG"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                re.IGNORECASE | re.DOTALL),
     "is a web page", "download the picture itself, not the page that shows it"),
    (re.compile(rb"II\*\0|MM\0\*|II\+\0|MM\0\+"), "is TIFF", "save it as PNG or JPEG"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "is BMP", "save it as PNG"),
    (re.compile(rb"8BPS"), "is a file of Photoshop", "export it as PNG or JPEG"),
    (re.compile(rb".{4}ftyp(?:avi[fs])", re.DOTALL), "is AVIF", "save it as JPEG or PNG"),
    (re.compile(rb".{4}ftyp(?:hei[cfsx]|hevc|mif1|msf1)", re.DOTALL), "is HEIC, as phones take it",
     "save it as JPEG"),
    (re.compile(rb"\x1f\x8b"), "is compressed", "save it as plain SVG, not as .svgz"),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL |\0\0\0\x0cjP  |\xff\x4f\xff\x51"),
     "is JPEG XL or JPEG 2000", "save it as JPEG or PNG"),
    (re.compile(rb"PK\x03\x04"), "is an archive or an office document", "export it as PNG or SVG"),
)  # fmt: skip


def instead_of_image(data: bytes) -> tuple[str, str]:
    """Return what a file is that is no image, in words that follow its name, and what to do."""
    for start, said, hint in _OTHERS:
        if start.match(data[:HEAD]):
            return said, hint
    return "is of no known type", "save it as PNG, JPEG, GIF, WebP or SVG"
