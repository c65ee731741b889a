"""Define I: every image exists, is of the type it claims, is harmless, and has alternative text."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from octavo.checks.survey import ImageSeen, Survey
from octavo.checks.svg_dangers import harm_in_svg
from octavo.model import Fault, Place, Severity, rule
from octavo.parsing.image_types import HEAD, SVG, ImageType, image_type
from octavo.source import place_in_edition

MAX_IMAGE_BYTES = 200_000_000
MAX_PIXELS = 100_000_000


class Named(NamedTuple):
    """An image as an edition names it, and its file, or None if that is outside of the edition."""

    target: str
    place: Place
    file: Path | None


def _named(survey: Survey) -> Iterator[Named]:
    """Yield every image of the edition, each file once in a text, its publisher's device and its
    cover."""
    folder, edition = survey.reading.folder, survey.reading.edition
    if folder is None or edition is None:
        return
    root = folder.resolve()
    for text in survey.texts:
        seen: set[str] = set()
        for image, place in text.image_places():
            if image.target not in seen:
                seen.add(image.target)
                yield Named(image.target, place, _file(root, image.target))
    device = edition.publisher.device
    if device is not None:
        place = place_in_edition(survey.reading.edition_text, device)
        yield Named(device, place, _file(root, f"source/{device}"))
    if edition.cover is not None:
        place = place_in_edition(survey.reading.edition_text, edition.cover)
        options = [_file(root, f"source/{edition.cover}"), _file(root, edition.cover, "")]
        inside = [file for file in options if file is not None]
        there = [file for file in inside if _is_file(file)]
        yield Named(edition.cover, place, next(iter((*there, *inside)), None))


def _file(root: Path, target: str, inside: str = "source/") -> Path | None:
    """Return the file of an image named from the edition's folder; None if it is outside."""
    if not target.startswith(inside) or target.startswith("/") or ".." in target.split("/"):
        return None
    try:
        path = (root / target).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path.is_relative_to(root) else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


@rule("I001")
def image_exists(survey: Survey) -> Iterator[Fault]:
    """Every image is there.

    A file whose name differs in case is not there: some systems would find it, others not.
    """
    for target, place, file in _named(survey):
        if file is not None and not _is_file(file):
            other = _differs_in_case(file)
            hint = (
                f"did you mean {other}?" if other else "paths are relative to the text's own folder"
            )
            yield image_exists.fault(place, f"the image {target} is not there", hint)


def _differs_in_case(file: Path) -> str:
    try:
        names = [p.name for p in file.parent.iterdir()]
    except OSError:
        return ""
    return next((name for name in names if name.casefold() == file.name.casefold()), "")


@rule("I002", unsilenceable=True)
def image_is_inside_the_edition(survey: Survey) -> Iterator[Fault]:
    """Every image is a file inside the edition.

    Nothing outside of it is read, and nothing is fetched: no web address, no absolute path, no way
    out by `..` or by a link of the file system.
    """
    for target, place, file in _named(survey):
        if file is None:
            shown = target if len(target) <= 100 else f"{target[:100]}…"
            hint = "copy it into source/ and name it from the text's own folder"
            yield image_is_inside_the_edition.fault(
                place, f"the image {shown} is not a file inside source/", hint
            )


@rule("I003", Severity.WARNING)
def image_has_alternative_text(survey: Survey) -> Iterator[Fault]:
    """Every image has alternative text of its own, or is marked as decorative.

    A caption is no alternative text: readers who cannot see the image would hear it twice.
    """
    if survey.reading.folder is None:
        return
    for text in survey.texts:
        for image, place in text.image_places():
            message = _lacking(image)
            if message:
                hint = 'say what it shows, {alt="…"}, or mark it {.decorative}'
                yield image_has_alternative_text.fault(place, message, hint)


def _lacking(image: ImageSeen) -> str:
    if image.decorative:
        return ""
    if not image.alternative:
        return "the image has no alternative text"
    if image.alternative == image.caption:
        return "the image has a caption, and no alternative text of its own"
    return ""


@rule("I004", unsilenceable=True)
def image_is_harmless(survey: Survey) -> Iterator[Fault]:
    """No image runs, loads or exhausts anything.

    SVG has no scripts, event handlers, entities or references to anything outside the file; no
    image has more than a hundred million pixels.
    """
    for target, place, file in _files(survey):
        if _type_of(file) is SVG:
            harm = harm_in_svg(_read(file, MAX_IMAGE_BYTES))
            if harm:
                yield image_is_harmless.fault(
                    place, f"the image {target} {harm}", "export it as plain SVG"
                )
        else:
            size = _size(file)
            if size and size[0] * size[1] > MAX_PIXELS:
                message = f"the image {target} has {size[0]:,} × {size[1]:,} pixels"
                yield image_is_harmless.fault(
                    place, message, "scale it to the size it is printed at"
                )


@rule("I005")
def image_type_is_known(survey: Survey) -> Iterator[Fault]:
    """Every image is PNG, JPEG, GIF, WebP or SVG, as its name says, and can be read."""
    for target, place, file in _files(survey):
        kind = _type_of(file)
        if kind is None:
            hint = "save it as PNG, JPEG, GIF, WebP or SVG"
            yield image_type_is_known.fault(place, f"the image {target} is of no known type", hint)
        elif file.suffix.lower() not in kind.endings:
            message = f"the image {target} is {kind.name}, and its name says otherwise"
            yield image_type_is_known.fault(
                place, message, f"rename it to {file.stem}{kind.endings[0]}"
            )
        elif kind is not SVG and _size(file) is None:
            yield image_type_is_known.fault(
                place, f"the image {target} is damaged: its {kind.name} cannot be read"
            )


def _files(survey: Survey) -> Iterator[tuple[str, Place, Path]]:
    """Yield each image file that exists, once in the edition."""
    seen: set[Path] = set()
    for target, place, file in _named(survey):
        if file is not None and file not in seen and _is_file(file):
            seen.add(file)
            yield target, place, file


def _read(file: Path, size: int) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(size)
    except OSError:
        return b""


def _type_of(file: Path) -> ImageType | None:
    return image_type(_read(file, HEAD))


def _size(file: Path) -> tuple[int, int] | None:
    """Return the width and height, in pixels, in an image's header; nothing is decoded. None if the
    header cannot be read."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(file, formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
                return image.size
        except Exception:  # a hostile file can make the library raise anything
            return None
