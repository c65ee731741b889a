"""Cite by siglum: a work that declares one is cited in full once, "(hereafter AVPRF)", then by it.

After the Chicago Manual (18th edition, 13.46 and 14.59-60 of the 17th): the parenthesis ends the
first citation, after the place cited; a siglum is italic if the title that it replaces is; sigla
are listed.  *Ibid.* does not replace a siglum (13.37), unless the edition wants it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from octavo.citations.archival import holds_documents
from octavo.citations.archives import (
    AS_WRITTEN,
    Profile,
    arranged,
    location_in,
    merged,
    profile_of,
    verbatim,
)
from octavo.citations.titles import title_look
from octavo.csl.document.positions import Position
from octavo.csl.items.field_text import field_text
from octavo.csl.text.punctuation import joined, settled
from octavo.csl.text.tagged_text import MARK_SET, Quotes, marked, to_inlines, unmarked
from octavo.locales import table_for, words_in
from octavo.model import Citation, Cite, Inlines, Reference, SiglaSettings
from octavo.pandoc import tree

# --- what a reference declares -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Siglum:
    """The short sign for a work or an archive: its bare words, and marked up as it is printed."""

    text: str
    marked: str


_LINE = re.compile(r"^[ \t]*siglum[ \t]*:[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_STARS = re.compile(r"\*([^*]+)\*")
_IN_PERIODICAL = frozenset({"article-journal", "article-magazine", "article-newspaper"})


def siglum_of(reference: Reference) -> Siglum | None:
    """Read the siglum of a reference: `custom.siglum`, or a line `siglum: AVPRF` of its note.

    It may be marked up, `*DBFP*` or `<i>DBFP</i>`; without markup, it is italic if the title is.
    `siglum-style: roman` or `italic` beside it decides otherwise.
    """
    data, custom = reference.data, reference.custom
    written = custom.get("siglum") or data.get("siglum") or _in_note(data.get("note"))
    if not isinstance(written, str | int) or isinstance(written, bool) or not str(written).strip():
        return None
    raw = " ".join(str(written).split())
    shown = _STARS.sub(lambda found: marked("Emph", found[1]), field_text(raw))
    text = unmarked(shown)
    if not text:
        return None
    style = str(custom.get("siglum-style") or "")
    if style in {"roman", "italic"}:
        shown = marked("Emph", text) if style == "italic" else text
    elif shown == text and _has_italic_title(data):
        shown = marked("Emph", text)
    return Siglum(text, shown)


def _in_note(note: object) -> str:
    found = _LINE.search(note) if isinstance(note, str) else None
    return found[1] if found else ""


def _has_italic_title(data: Mapping[str, object]) -> bool:
    """Return whether a work is referred to by an italic title: its own, or that of a periodical
    cited without an article."""
    kind = str(data.get("type"))
    return title_look(kind) == "Emph" or (kind in _IN_PERIODICAL and not data.get("title"))


# --- use -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """A siglum at one cite: introduced by `words` after the full form, or printed for the work."""

    siglum: Siglum
    words: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.words)


def hereafter(language: str, settings: SiglaSettings, edition_language: str) -> str:
    """Return the words before a siglum that is introduced: the edition's own in its language."""
    same = _tongue(language) == _tongue(edition_language)
    if settings.wording and (same or not table_for(language)):
        return settings.wording
    return words_in(language).hereafter


def _tongue(language: str) -> str:
    return language.split("-")[0].lower()


def uses(
    citations: Sequence[Citation],
    sigla: Mapping[str, Siglum],
    settings: SiglaSettings,
    language: str,
) -> dict[tuple[int, int], Use]:
    """Return how the siglum of each cite is used, by the indices of its citation and of the cite.

    `sigla` are by key; `language` is the edition's.
    """
    given: set[tuple[str, str]] = set()
    found: dict[tuple[int, int], Use] = {}
    for number, citation in enumerate(citations):
        for index, cite in enumerate(citation.cites):
            siglum = sigla.get(cite.key)
            if siglum is None:
                continue
            here = (cite.key, citation.section if settings.again == "section" else "")
            first = settings.introduce == "note" and here not in given
            given.add(here)
            wording = hereafter(citation.language or language, settings, language)
            found[number, index] = Use(siglum, wording if first else "")
    return found


# --- setting a cite ------------------------------------------------------------------------------

# Sets a cite at a position, with its locator or without, as tagged text.
RenderCite = Callable[[Position, bool], str]
SUBSEQUENT: Position = frozenset({"subsequent"})


@dataclass(frozen=True, slots=True)
class Parts:
    """A cite in its three parts: the prefix, the core as tagged text, and the suffix."""

    prefix: Inlines
    core: str
    suffix: Inlines


@dataclass(frozen=True, slots=True)
class Sigla:
    """The use of sigla and of archival profiles in all citations of an edition.

    `used` are the sigla of the references that are cited, by key; `brackets` are around a siglum
    that is introduced.
    """

    citations: Sequence[Citation]
    settings: SiglaSettings
    used: Mapping[str, Siglum]
    uses: Mapping[tuple[int, int], Use]
    profiles: Mapping[str, Profile]
    with_documents: frozenset[str]  # keys of the archives and collections
    brackets: tuple[str, str] = ("(", ")")

    def parts(
        self, number: int, index: int, position: Position, set_core: RenderCite, quotes: Quotes
    ) -> Parts:
        """Set cite `index` of citation `number`, which has the position `position`."""
        cite = self.citations[number].cites[index]
        use = self.uses.get((number, index))
        profile = self.profiles.get(cite.key, AS_WRITTEN)
        in_braces = verbatim(cite) if cite.key in self.with_documents else None
        if use is None and profile is AS_WRITTEN and in_braces is None:
            after = cite.suffix if cite.rest is None else cite.rest
            return Parts(cite.prefix, set_core(position, True), after)
        located = bool(cite.locator) and in_braces is None
        suffix = in_braces or (cite.suffix if cite.rest is None else cite.rest)
        if in_braces:
            position -= {"ibid-with-locator"}  # which the style would print with a locator only
        core = self._core(use, position, located, set_core, quotes)
        given = ""
        if use and use.is_given and core:
            left, right = self.brackets
            given = f" {left}{use.words} {use.siglum.marked}{right}"
        return _assembled(cite, core, suffix, located, profile, given, self.settings, quotes)

    def _core(
        self,
        use: Use | None,
        position: Position,
        located: bool,
        set_core: RenderCite,
        quotes: Quotes,
    ) -> str:
        if use is None or use.is_given:
            return set_core(position, located)
        if self.settings.ibid and "ibid" in position:
            core = set_core(position, located)
            if core != set_core(SUBSEQUENT, located):
                return core  # the style has an *ibid.*, and the edition wants it
        if not located:
            return use.siglum.marked
        locator = _locator(set_core(SUBSEQUENT, True), set_core(SUBSEQUENT, False))
        return settled(joined((use.siglum.marked, locator), ""), quotes.punctuation_inside)


def sigla_of(
    citations: Sequence[Citation],
    references: Mapping[str, Reference],
    language: str,
    settings: SiglaSettings,
    profile: str,
) -> Sigla:
    """Plan the sigla of all citations of an edition; `profile` is the edition's, by name."""
    cited = dict.fromkeys(cite.key for citation in citations for cite in citation.cites)
    here = [references[key] for key in cited if key in references]
    used = {one.key: siglum for one in here if (siglum := siglum_of(one))}
    return Sigla(
        citations,
        settings,
        used,
        uses(citations, used, settings, language),
        {one.key: profile_of(one, profile) for one in here},
        frozenset(one.key for one in here if holds_documents(one)),
    )


def _assembled(
    cite: Cite,
    core: str,
    suffix: Inlines,
    located: bool,
    profile: Profile,
    given: str,
    settings: SiglaSettings,
    quotes: Quotes,
) -> Parts:
    """Put the place cited and the siglum that is introduced where they belong in a cite; `given`
    are the words that introduce it, or nothing."""
    if located:
        return Parts(cite.prefix, core + given, suffix)
    location = location_in(suffix)
    ordered = arranged(location, profile)
    if not ordered:
        return Parts(cite.prefix, core + given, suffix)
    if profile.repository_last and core:
        before = [*cite.prefix, tree.SPACE] if cite.prefix else []
        ordered = [*before, *ordered, tree.string(",")]
        return Parts(merged(ordered), core + given, location.rest)
    if settings.parenthesis == "name" and given:
        core, given = core + given, ""
    lead = tree.text(profile.delimiter) if profile.delimiter else location.lead
    behind = to_inlines(given, quotes)
    return Parts(cite.prefix, core, merged([*lead, *ordered, *behind, *location.rest]))


def _locator(whole: str, bare: str) -> str:
    """Return what a locator, ', vol. 2, 12', adds to a cite that is set with and without it."""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(whole, bare, strict=False))))
    left, other = whole[same:], bare[same:]
    for character in other:  # '“Title,” 12' beside '“Title”': the closing marks are the title's
        if character in MARK_SET or character in "”’»“":
            left = left.replace(character, "", 1)
    return left
