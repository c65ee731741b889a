"""Find the images that an edition names, their places and files, and look at each file once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from octavo.design.static_fonts import Type, type_at
from octavo.images.image_types import HEAD, ImageType, image_type, instead_of_image
from octavo.images.prepared import Look, looked_at
from octavo.model import Place
from octavo.source import place_in_edition

if TYPE_CHECKING:
    from octavo.checks.survey import Inventory, Reading


class Named(NamedTuple):
    """An image as an edition names it, and its file, or None if that is outside of the edition."""

    target: str
    place: Place
    file: Path | None


@dataclass(frozen=True)
class ImageFile:
    """The file of an image, and where the edition names it first."""

    target: str
    place: Place
    file: Path
    root: Path
    type: Type

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the file; none if it cannot be read."""
        with suppress(OSError), self.file.open("rb") as opened:
            return opened.read(HEAD)
        return b""

    @cached_property
    def kind(self) -> ImageType | None:
        """The type of the file by its content."""
        return image_type(self.head)

    @property
    def instead(self) -> tuple[str, str]:
        """What a file of no known type is, and what to do."""
        return instead_of_image(self.head)

    @cached_property
    def look(self) -> Look | None:
        """What the file shows of itself; None for one of no known type."""
        if self.kind is None:
            return None
        try:
            return looked_at(self.root, self._name, self.type)
        except OSError:
            return None

    @property
    def _name(self) -> str:
        return self.file.relative_to(self.root).as_posix()


def named_images(reading: Reading, texts: Iterable[Inventory]) -> Iterator[Named]:
    """Yield every image of the edition, each file once in a text, its publisher's device and its
    cover."""
    folder, edition = reading.folder, reading.edition
    if folder is None or edition is None:
        return
    root = folder.resolve()
    for text in texts:
        seen: set[str] = set()
        for image, place in text.image_places():
            if image.target not in seen:
                seen.add(image.target)
                yield Named(image.target, place, _file(root, image.target))
    device = edition.publisher.device
    if device is not None:
        place = place_in_edition(reading.edition_text, device)
        yield Named(device, place, _file(root, f"source/{device}"))
    if edition.cover is not None:
        place = place_in_edition(reading.edition_text, edition.cover)
        options = [_file(root, f"source/{edition.cover}"), _file(root, edition.cover, "")]
        inside = [file for file in options if file is not None]
        there = [file for file in inside if is_file(file)]
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


def is_file(path: Path) -> bool:
    """Return whether a path leads to a file."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def files_of(reading: Reading, images: Iterable[Named]) -> Iterator[ImageFile]:
    """Yield the files of images that exist, each once."""
    folder, edition = reading.folder, reading.edition
    if folder is None or edition is None:
        return
    root, seen = folder.resolve(), set[Path]()
    type_ = type_at(edition.print.family, root)
    for target, place, file in images:
        if file is not None and file not in seen and is_file(file):
            seen.add(file)
            yield ImageFile(target, place, file, root, type_)
