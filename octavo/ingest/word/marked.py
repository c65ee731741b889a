"""Hold what is found in a document while it is marked for pandoc."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.model import Element


@dataclass(frozen=True, slots=True)
class Edited:
    """A citation whose words were edited by hand: its keys, its words, and those of the program."""

    keys: tuple[str, ...]
    shown: str
    plain: str


@dataclass(slots=True)
class Marked:
    """What was found while marking."""

    looks: list[tuple[str, int]] = field(default_factory=list)  # words, level
    languages: dict[str, list[str]] = field(default_factory=dict)  # the stretches of each
    language: str = ""
    unread: list[str] = field(default_factory=list)  # fields of citations that are broken
    edited: list[Edited] = field(default_factory=list)
    title: str = ""  # the words of the paragraphs in the style of a title
    remarks: list[tuple[str, str]] = field(default_factory=list)  # kinds of doubts, messages
    formulas: dict[int, bytes] = field(default_factory=dict)  # MathML, by the number of the element
    elements: list[Element] = field(default_factory=list)  # that marks in the text refer to
    spans: list[tuple[tuple[str, ...], dict[str, str]]] = field(default_factory=list)
