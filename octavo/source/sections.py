"""List the sections of an edition: their names, their order, the files that they may name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote

from octavo.model import Edition, Fault, Part, Section
from octavo.source.edition_yaml import place_in_edition
from octavo.source.rules import section_exists, section_is_listed_once


def sections_of(edition: Edition) -> tuple[Section, ...]:
    """Return all texts of the edition in order, each once; `name` is safe in file names and ids."""
    listed: tuple[tuple[Part, tuple[str, ...]], ...] = (
        ("front", edition.front_matter),
        ("body", edition.sections),
        ("back", edition.back_matter),
    )
    sections: dict[str, Section] = {}
    for part, files in listed:
        for file in files:
            path = str(PurePosixPath("source", file))
            name = section_name(file)
            sections.setdefault(name, Section(name, path, part))
    return tuple(sections.values())


# Octavo makes these beside the sections, as parts of the book or tasks of the build: no text gets
# their names.
MADE = (
    "title-leaves", "contents", "endnotes", "index", "colophon", "note-pages", "join", "pack",
    "prove", "publish",
)  # fmt: skip


def section_name(file: str) -> str:
    """Return the name of a text's section: `content-intro-1` for `content/intro/1.md`. Letters with
    accents are composed: some file systems take the two ways of writing them for one."""
    stem = normalize("NFC", str(PurePosixPath(file).with_suffix("")))
    name = re.sub(r"[^\w.]+", "-", stem).strip("-.").lower() or "section"
    return f"{name}-text" if name in MADE else name


def listing_faults(edition: Edition, text: str = "") -> Iterator[Fault]:
    """Yield a fault for each section listed twice, named like another, or outside of source/.

    `text` is edition.yaml as written, in which the faults have their places.
    """
    seen: dict[str, str] = {}
    for file in (*edition.front_matter, *edition.sections, *edition.back_matter):
        name, place = section_name(file), place_in_edition(text, file)
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            yield section_exists.fault(place, f"{file} is not inside source/")
        elif name in seen and seen[name] == file:
            yield section_is_listed_once.fault(place, f"{file} is listed twice")
        elif name in seen:
            message = f"{file} and {seen[name]} have the same section name, {name}"
            yield section_is_listed_once.fault(place, message, "rename one of the files")
        seen.setdefault(name, file)


def image_target(section: Section, target: str) -> str | None:
    """Return the path, relative to the edition's folder, of an image that a section names; None if
    it is not inside source/ (a URL, an absolute path, a way out by `..`)."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) or target.startswith(("/", "\\")):
        return None
    steps: list[str] = []
    for step in (PurePosixPath(section.path).parent / unquote(target)).parts:
        if step == "..":
            if not steps:
                return None
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps) if steps[:1] == ["source"] and len(steps) > 1 else None
