"""Check what edition.yaml asks of the Word file: its template, its look, a house's names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from octavo.docx.house_style import template_of
from octavo.docx.parts.ooxml import Node, q
from octavo.docx.style_names import BASE, Names, house_name
from octavo.model import Fault, Place, WordSettings
from octavo.model.form_rules import (
    house_style_name_is_of_one_style,
    look_of_word_is_decided_once,
    word_style_is_octavos,
    word_template_is_there,
)
from octavo.source import EDITION_PATH
from octavo.source.edition_values import Written, read_values
from octavo.source.yaml_words import NotYaml

_VALUE, _KIND = q("w:val"), q("w:type")
# Styles by which Word, or a reader, knows what a paragraph is: no other may have their names.
_TELLING = {
    *(f"heading {level}" for level in range(1, 7)), *(f"toc {level}" for level in range(1, 4)),
    "title", "subtitle", "author", "imprint", "copyright page", "section break", "callout",
    "footnote reference", "endnote reference", "footnote text", "endnote text",
}  # fmt: skip
# What other programs call these styles.
_OTHER_NAMES = {
    "block text": "Quote", "extract": "Quote", "image caption": "Caption",
    "table caption": "Caption", "chapter title": "Heading 1",
}  # fmt: skip


def faults_of_word_settings(
    folder: Path, settings: WordSettings, styles: Node, text: str
) -> Iterator[Fault]:
    """Yield the faults of the settings of the Word file; `styles` are Octavo's own under their own
    names, `text` is edition.yaml as written, in which the places are looked for."""
    try:
        written = read_values(text)
    except NotYaml:
        written = Written()
    yield from _of_template(folder, settings, written)
    yield from _of_look(folder, settings, written)
    places = {name: _place(written, "styles", name) for name in settings.styles}
    yield from _of_names(settings.styles, styles, places)


def _place(written: Written, *keys: str) -> Place:
    return Place(EDITION_PATH, *written.place(("docx", *keys)))


def _of_template(folder: Path, settings: WordSettings, written: Written) -> Iterator[Fault]:
    name = settings.template
    if not name:
        return
    home, path = folder.resolve(), (folder / name).resolve()
    place = _place(written, "template")
    if not path.is_relative_to(home):
        message = f"docx.template: {name} is outside of the edition's folder"
        yield word_template_is_there.fault(
            place, message, "copy it into styles/, and name it there"
        )
    elif not path.is_file():
        there = sorted(p.relative_to(folder).as_posix() for p in folder.glob("styles/*.docx"))
        near = get_close_matches(name, there, n=1) or there[:1]
        hint = f"did you mean {near[0]}?" if near else "names are relative to the edition's folder"
        message = f"docx.template: {name} is not there"
        yield word_template_is_there.fault(place, message, hint)


def _of_look(folder: Path, settings: WordSettings, written: Written) -> Iterator[Fault]:
    """Yield a fault for each setting of the look that a template decides instead."""
    template = template_of(settings)
    if not (folder / template).is_file():
        return
    for name in settings.own_look:
        message = f"docx.{name} is not obeyed: {template} decides the look of the Word file"
        hint = f"delete it, or set it in the styles of {template}"
        yield look_of_word_is_decided_once.fault(_place(written, name), message, hint)


def _of_names(names: Names, styles: Node, places: Mapping[str, Place]) -> Iterator[Fault]:
    """Yield the faults of a house's names: of what is no style of Octavo's, and of a name that two
    styles cannot share. `places` has where each name of Octavo's is written."""
    kinds = _kinds_of(styles)
    own_names = {name.lower(): name for name in kinds}
    sharing: dict[str, list[str]] = defaultdict(list)
    for name in kinds:
        sharing[house_name(names, name).lower()].append(name)
    for written, given in names.items():
        own = own_names.get(written.strip().lower())
        if own is None:
            message = f"docx.styles: Octavo has no style “{written}” that can have another name"
            yield word_style_is_octavos.fault(places[written], message, _hint(written, kinds))
            continue
        others = [one for one in sharing[given.lower()] if _are_apart(own, one, kinds)]
        others += [base for base in BASE if base.lower() == given.lower()]
        if others:
            message = f"docx.styles: “{given}” is the name of the style “{others[0]}” too"
            hint = "give each of the two a name of its own"
            yield house_style_name_is_of_one_style.fault(places[written], message, hint)


def _kinds_of(styles: Node) -> Mapping[str, str]:
    """Return the kinds of the styles that can have another name, by their names."""
    named = ((style.find(q("w:name")), style.get(_KIND)) for style in styles.iter(q("w:style")))
    return {name.get(_VALUE): kind for name, kind in named if name.get(_VALUE) not in BASE}


def _are_apart(own: str, other: str, kinds: Mapping[str, str]) -> bool:
    """Return whether two styles are two and cannot have one name."""
    if own == other:
        return False
    return kinds[own] != kinds[other] or bool({own.lower(), other.lower()} & _TELLING)


def _hint(name: str, known: Iterable[str]) -> str:
    """Return what to write instead of the name of a style that is not known."""
    small, names = name.strip().lower(), {one.lower(): one for one in known}
    alike = [_OTHER_NAMES[small]] if small in _OTHER_NAMES else [
        names[one] for one in get_close_matches(small, names, n=1)
    ]  # fmt: skip
    return f"did you mean {alike[0]}?" if alike else "docs/publishers.md lists the styles"
