"""Define S for attributes, classes and fences that nothing reads: they are printed as typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.families.lost_headings import HEADING_SIGNS
from octavo.checks.known_classes import KNOWN_ATTRIBUTES
from octavo.checks.near import Nearest
from octavo.checks.survey import Survey
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule

# --- attributes ----------------------------------------------------------------------------------

_ATTRIBUTES = re.compile(r"\{(?P<inside>\s*(?:[#.][A-Za-z]|[A-Za-z][\w:-]*=)[^{}\n]*)(?P<end>\}?)")
_FIRST = re.compile(r"\s*(?P<sign>[#.]?)(?P<word>[A-Za-z][\w:-]*)(?P<equals>=?)")
_CURLY = re.compile("[“”„‟«»‘’‚‹›]")


@rule("S058", for_plain_texts=True, of_text=True)
def attributes_are_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every attribute in braces is read.

    A space before the brace, curly quotation marks in it, or a brace that is never closed: the
    attributes are printed as they are typed, and the element has none.
    """
    for text in survey.as_typed:
        for place, match in text.found(_ATTRIBUTES):
            first = _FIRST.match(match["inside"])
            before = match.string[max(0, match.start() - 3) : match.start()]
            if first is None or not _may_have_attributes(text, place, before, match["inside"]):
                continue
            written = match.string[max(0, match.start() - 24) : match.start()]
            # The address of an image or a link is not printed before its attributes.
            tail = None if before.rstrip().endswith(")") else re.search(r"[\w\s\]]*$", written)
            begun = f"{tail[0] if tail else ''}{{{first['sign']}{first['word']}{first['equals']}"
            behind = match.string[match.end() : match.end() + 20]
            after = f"{match['inside'][first.end() :]}{match['end']}{behind}"
            if text.prints(begun, after):
                yield attributes_are_read.fault(
                    place, f"the attributes {{{match['inside'][:40]} are printed as they are typed",
                    _attribute_hint(text, place, before, match),
                )  # fmt: skip
        yield from _bare_words(survey, text)
        yield from _curly_values(text)


# A word in braces that was meant as a class, `{smallcaps}`, or as an attribute, `{lang la}`.
_BARE = re.compile(
    r"(?P<before>[\])`] ?|^#{1,6}[ \t][^\n]*?[^\s{][ \t]*)"
    r"\{ ?(?P<word>[A-Za-z][A-Za-z-]*)(?P<rest>(?:[ :,;][^{}\n]*)?)\}",
    re.MULTILINE,
)


_SHORT = {"sc": "smallcaps"}


def _bare_words(survey: TextSurvey, text: AsTyped) -> Iterator[Fault]:
    """Yield the words in braces, without a dot or a sign =, that name a class or an attribute."""
    known = survey.around.classes
    nearest = Nearest([*sorted(known), *_SHORT], LIKENESS)
    for place, match in text.found(_BARE):
        word, rest = match["word"], match["rest"].strip(" :,;")
        near = nearest.to(word)
        if match["before"][-1:] == " " and match["before"][:1] != "#":
            near = word if word in known else None
        is_pair = bool(rest) and word in KNOWN_ATTRIBUTES
        begun = f"{{{word}"
        if (near or is_pair) and text.prints(begun, f"{match['rest']}}}"):
            meant = f"{word}={rest}" if is_pair else f".{_SHORT.get(near or '', near)}"
            yield attributes_are_read.fault(
                Place(place.path, place.line, place.column + len(match["before"])),
                f"{begun}{match['rest'][:30]}}} is printed as it is typed", f"write {{{meant}}}",
            )  # fmt: skip


def _may_have_attributes(text: AsTyped, place: Place, before: str, inside: str) -> bool:
    """Return whether braces are where attributes could be meant: behind a bracket or a heading, or
    with an id or a class in them."""
    line = text.line(place.line)
    heading = HEADING_SIGNS.match(line)
    if heading and text.prints(heading["signs"], heading["words"]):
        return False  # S061
    if line.lstrip(" \t>").startswith("::"):
        return False  # S059
    return (
        heading is not None or inside.lstrip()[0] in "#." or before.rstrip()[-1:] in {"]", ")", "`"}
    )


def _attribute_hint(text: AsTyped, place: Place, before: str, match: re.Match[str]) -> str:
    if _CURLY.search(match["inside"]):
        return 'write straight quotation marks in it, "…"'
    if not match["end"]:
        return "write } at its end, in the same line"
    if before[-1:].isspace() and before.strip()[-1:] in {"]", ")", "`"}:
        return "remove the space before {"
    if re.search(r"=[\"']\s", match["inside"]):
        return "remove the space behind its first quotation mark"
    if match["inside"].count('"') % 2:
        return 'one of its quotation marks " is missing'
    if re.match(r"[ >]*(?::|Table:)", text.line(place.line)):
        return "a caption is directly above or below a table; look at that table"
    return 'attributes follow [words], an image, a heading or :::, as .class, #id or key="…"'


def _curly_values(text: AsTyped) -> Iterator[Fault]:
    """Yield the attributes whose values were read with a quotation mark as their first letter."""
    for attributes in text.inventory.attributes:
        for name, value in attributes.pairs:
            if not value or not (_CURLY.match(value) or value.startswith('"')):
                continue
            pattern = re.compile(rf"(?<![\w-]){re.escape(name)}=\s*(?=[\"{_CURLY.pattern[1:-1]}])")
            for place, match in text.found(pattern):
                if _CURLY.match(match.string, match.end()) or value.startswith('"'):
                    yield attributes_are_read.fault(
                        place, f"the value of {name} is read with its quotation mark, {value}",
                        f'write straight quotation marks: {name}="…"',
                    )  # fmt: skip


# --- classes -------------------------------------------------------------------------------------


LIKENESS = 0.75  # of a class to the one that was meant: others are short words by chance


@rule("S060", Severity.WARNING)
def class_is_known(survey: Survey) -> Iterator[Fault]:
    """No class and no attribute is a typing error of one that is known.

    Known are those that Octavo reads, and those in a style sheet of the edition.
    """
    nearest = Nearest(sorted(survey.around.classes), LIKENESS)
    for name, place, more in _unknown_names(survey):
        key, equals, value = name.partition("=")
        if equals and not value:
            hint = _near_hint(Nearest(KNOWN_ATTRIBUTES, LIKENESS).to(key), "")
            yield class_is_known.fault(place, f"nothing knows the attribute {key}{more}", hint)
        elif equals:
            hint = f"put it in braces: {{{name}}}"
            yield class_is_known.fault(place, f"{name} is read as a class{more}", hint)
        elif near := nearest.to(name):
            yield class_is_known.fault(
                place, f"nothing knows the class {name}{more}", _near_hint(near, ".")
            )


@rule("S072", Severity.INFO)
def class_does_something(survey: Survey) -> Iterator[Fault]:
    """Every class does something.

    A class that Octavo does not read does nothing until a style sheet of the edition has a rule
    for it.
    """
    nearest = Nearest(sorted(survey.around.classes), LIKENESS)
    for name, place, more in _unknown_names(survey):
        if "=" not in name and not nearest.to(name):
            hint = "remove it, or give it a rule in styles/print.css"
            yield class_does_something.fault(place, f"the class {name} does nothing{more}", hint)


def _unknown_names(survey: Survey) -> Iterator[tuple[str, Place, str]]:
    """Yield each class that nothing knows, and each attribute, `name=`, once: with its first place
    and how often it is in the edition."""
    texts = [AsTyped(text) for text in survey.texts]
    seen = Counter(name for text in texts for name in _names_of(text, survey.around.classes))
    for text in texts:
        for name in dict.fromkeys(_names_of(text, survey.around.classes)):
            place = _place_of_class(text, name) if name in seen else None
            if place is not None:  # else Octavo has made it
                times = seen.pop(name)
                yield name, place, f", here and {times - 1} more times" if times > 1 else ""


def _names_of(text: AsTyped, known: frozenset[str]) -> Iterator[str]:
    for attributes in text.inventory.attributes:
        if attributes.kind not in {"Code", "CodeBlock"}:
            yield from (name for name in attributes.classes if name not in known)
            yield from (f"{name}=" for name, _ in attributes.pairs if not _knows(name))


def _near_hint(near: str | None, sign: str) -> str:
    if near:
        return f"did you mean {sign}{near}?"
    return "remove it, or give it a rule in styles/print.css" if sign else "remove it"


def _knows(name: str) -> bool:
    return name in KNOWN_ATTRIBUTES or name.startswith(("data-", "aria-", "epub:", "on"))


def _place_of_class(text: AsTyped, name: str) -> Place | None:
    word = re.escape(name.removesuffix("="))
    forms = rf"(?<![\w-]){word}\s*=" if name.endswith("=") else (
        rf"(?<=\.){word}(?![\w-])|(?<=:::)[: ]*{word}(?![\w-])|(?<![\w-]){word}(?![\w-])"
    )  # fmt: skip
    pattern = re.compile(rf"(?:\{{[^{{}}\n]*?|^[ >\t]*:::+[^\n]*?|<[^<>\n]*?)(?P<at>{forms})", re.M)
    for place, match in text.found(pattern):
        at = match.start("at") + len(match["at"]) - len(match["at"].lstrip(": "))
        return Place(place.path, place.line, place.column + at - match.start())
    return None


# --- fences --------------------------------------------------------------------------------------

_FENCE = re.compile(r"^(?P<lead>[ \t>]*)(?P<colons>:{2,})(?P<rest>[^\n]*)$", re.MULTILINE)


@rule("S059", of_text=True)
def fence_is_paired(survey: TextSurvey) -> Iterator[Fault]:
    """Every block that ::: opens is closed, and nothing else is.

    A block that is not closed has all that follows, up to the end of the text. A fence of two
    colons is printed.
    """
    for text in survey.as_typed:
        opened: list[Place] = []
        for place, match in text.found(_FENCE):
            at = Place(place.path, place.line, place.column + len(match["lead"]))
            name = match["rest"].strip(" :")
            if len(match["colons"]) == 2:
                if name != match["rest"].strip() or not re.fullmatch(r"\{.*\}|[\w.-]*", name):
                    continue
                if match["rest"][:1] in {" ", "{", ""} and text.prints("::", name):
                    yield fence_is_paired.fault(at, "a fence has three colons", f"write ::: {name}")
            elif name and text.prints(":::", match["rest"].strip(":")):
                yield fence_is_paired.fault(at, *_printed_fence(text, at, name))
            elif name:
                opened.append(at)
            elif opened:
                opened.pop()
            elif text.prints(":::"):
                yield fence_is_paired.fault(at, "::: closes nothing", "remove it")
        for at in opened:
            yield fence_is_paired.fault(
                at, "the block is never closed", "write ::: in a line of its own where it ends"
            )


def _printed_fence(text: AsTyped, at: Place, name: str) -> tuple[str, str]:
    if _CURLY.search(name):
        return "::: is printed as it is typed", "write straight quotation marks in its braces"
    if text.line(at.line - 1).strip(" >\t"):
        return "::: is printed as it is typed", "write an empty line above it"
    return (
        "::: is printed as it is typed",
        "write one class, ::: epigraph, or all in braces, ::: {.epigraph lang=ru}",
    )
