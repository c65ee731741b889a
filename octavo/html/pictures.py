"""Read images as a form can hold them: media types, their names in it, SVG without scripts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from octavo.html.clean import read_section
from octavo.html.faults import cannot_be_set
from octavo.images.image_types import SVG as SVG_IMAGE
from octavo.images.image_types import image_type
from octavo.images.svg_names import SVG, XLINK, write_svg


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in a form; `href` is relative to the root of the form."""

    path: str
    href: str
    media_type: str
    data: bytes


def images_of(section_html: str) -> tuple[str, ...]:
    """Return the paths of the images that a section shows, each once, in order."""
    if "<img" not in section_html:
        return ()
    sources = (image.get("src", "") for image in read_section(section_html).iter("img"))
    return tuple(dict.fromkeys(source for source in sources if source))


def pictures_of(images: Mapping[str, bytes]) -> dict[str, Picture]:
    """Return the images by their paths in the edition, in the order of these paths."""
    return {path: picture(path, images[path]) for path in sorted(images)}


def picture(path: str, data: bytes) -> Picture:
    """Return one image; its type is read from its bytes, since names can be wrong.

    Raise FaultError if it is of no type that a form can hold, or an SVG that cannot be read.
    """
    kind = image_type(data)
    if kind is None:
        raise cannot_be_set(f"{path}: neither PNG, JPEG, GIF, WebP nor SVG")
    clean = clean_svg(path, data) if kind is SVG_IMAGE else data
    name = safe_name(path, kind.endings[0].removeprefix("."))
    return Picture(path, f"images/{name}", kind.media_type, clean)


def safe_name(path: str, extension: str) -> str:
    """Return a name that every file system and reader accepts; a changed name has a digest of the
    old one, so that no two are the same."""
    inner = PurePosixPath(path).relative_to("source") if path.startswith("source/") else path
    stem = str(PurePosixPath(inner).with_suffix(""))
    old = PurePosixPath(path).suffix.lower().removeprefix(".")
    if re.fullmatch(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*", stem) and old in {extension, "jpeg"}:
        return f"{stem}.{extension}" if old == extension else f"{stem}-jpeg.{extension}"
    slug = re.sub(r"[^a-z0-9_]+", "-", stem.lower()).strip("-")[:60]
    digest = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"{slug}-{digest}.{extension}" if slug else f"{digest}.{extension}"


# --- SVG -----------------------------------------------------------------------------------------

_ACTIVE = {"script", "foreignObject", "handler", "iframe", "audio", "video", "embed", "object"}
_REFERENCE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)[^)]*\)", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE)
_ANIMATES_A_LINK = {"href", "xlink:href"}


def clean_svg(path: str, data: bytes) -> bytes:
    """Return an SVG that runs nothing and fetches nothing; only the namespaces of SVG and XLink
    stay.

    Raise FaultError for data that is no SVG.
    """
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise cannot_be_set(f"{path}: the SVG is not well-formed: {error}") from error
    if root.tag not in {"svg", f"{{{SVG}}}svg"}:
        raise cannot_be_set(f"{path}: the XML is not an SVG picture")
    if root.tag == "svg":  # it is SVG without a namespace
        for element in root.iter():
            element.tag = f"{{{SVG}}}{element.tag}"
    _clean_element(root)
    try:
        text = write_svg(root)
    except RecursionError as error:
        raise cannot_be_set(f"{path}: the SVG is nested too deeply") from error
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _clean_element(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if not _is_harmless(child)]:
            _remove(parent, child)
        parent.attrib = {
            key: value for key, value in parent.attrib.items() if _is_sound(key, value)
        }
        if parent.tag == f"{{{SVG}}}style":
            parent.text = _harmless_css("".join(parent.itertext()))


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Remove a child but keep the text after it."""
    index = list(parent).index(child)
    if child.tail:
        if index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _is_harmless(element: ET.Element) -> bool:
    namespace, _, name = element.tag.rpartition("}")
    if namespace != f"{{{SVG}" or name in _ACTIVE:
        return False
    return element.get("attributeName", "").strip().lower() not in _ANIMATES_A_LINK


def _is_sound(key: str, value: str) -> bool:
    namespace, _, name = key.rpartition("}")
    if namespace not in {"", f"{{{XLINK}", "{http://www.w3.org/XML/1998/namespace"}:
        return False
    if name.lower().startswith("on") or name in {"base", "src"}:
        return False
    if name == "href":
        return value.startswith("#") or _DATA_IMAGE.match(value) is not None
    return not _REFERENCE.search(_unescape_css(value))


def _harmless_css(css: str) -> str:
    plain = _unescape_css(css)
    if _REFERENCE.search(plain) or "@import" in plain.lower():
        return ""
    return css


def _unescape_css(css: str) -> str:
    """Return CSS without its comments and escapes, in which words could hide."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\\([0-9a-fA-F]{1,6})\s?", _character, plain)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 else ""
