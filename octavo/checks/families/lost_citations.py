"""Define C for what was meant as a citation, and is printed as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Severity, rule

_OPEN_CITATION = re.compile(
    r"\[(?P<before>[^\[\]@\n]{0,60}?)(?P<sign>-?@)\{?(?P<key>\w[\w:.#$%&+?<>~/-]*)"
)


@rule("C016", for_plain_texts=True, of_text=True)
def citation_is_closed(survey: TextSurvey) -> Iterator[Fault]:
    """Every citation in brackets is closed.

    Without its last bracket it is printed as it is typed, with a bracket and without its pages.
    """
    for text in survey.as_typed:
        for place, match in text.found(_OPEN_CITATION):
            key = match["key"].rstrip(".:,")
            before = re.sub(r"[*_]", "", match["before"])
            after = match.string[match.start("key") + len(key) :][:40]
            if text.prints(f"[{before}{match['sign']}{key}", after.lstrip("}")):
                yield citation_is_closed.fault(
                    place, f"the citation [{match['before']}{match['sign']}{key} is never closed",
                    "write ] at its end; if the bracket is a sign of the text, write \\[",
                )  # fmt: skip


_BRACKETS = re.compile(r"(?<!\])\[(?P<inner>[^\[\]@^\n]{2,300})\](?![(\[{:])")
_PARENTHESES = re.compile(r"\((?P<inner>[^()\[\]@\n]{2,300})\)")
_WHOLE_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:[ \t]+(?P<inner>[^\s@,;]+)(?=[,;.]|[ \t]*$)", re.M)
_SPACED_SIGN = re.compile(r"\[(?:[^\[\]\n]*[;\s])?-?@(?:\s+\{?(?P<key>\w[\w:.-]*)|\s*[,;\]])")
_NAME = re.compile(r"[\w:.#$%&+?<>~/-]+")


@rule("C017", of_text=True)
def citation_has_its_sign(survey: TextSurvey) -> Iterator[Fault]:
    """Every citation has the sign @ directly before its key.

    A key in brackets without its sign is printed as it is typed.
    """
    for text in survey.as_typed:
        for place, match in text.found(_SPACED_SIGN):
            if text.prints("@", match["key"] or "") or not match["key"]:
                key = match["key"] or "key"
                message = "the sign @ has no key behind it"
                yield citation_has_its_sign.fault(place, message, f"write @{key} without a space")
        if not survey.keys:
            continue
        for pattern, only_odd in ((_BRACKETS, False), (_PARENTHESES, True), (_WHOLE_NOTE, True)):
            for place, match in text.found(pattern):
                key = _key_in(match["inner"], survey.keys, text, only_odd=only_odd)
                if key and text.prints(key):
                    yield citation_has_its_sign.fault(
                        place, f"{key} is the key of a reference, and has no sign @",
                        f"write [{_signed(match['inner'], key)}]",
                    )  # fmt: skip


def _signed(inner: str, key: str) -> str:
    return inner.replace(key, f"@{key}", 1).strip()[:60]


def _key_in(inner: str, keys: frozenset[str], text: AsTyped, *, only_odd: bool) -> str:
    """Return the key of a reference that begins a part of what is between brackets. A key that is
    a word of the text is none; `only_odd` accepts only keys with a figure in them."""
    for part in inner.split(";"):
        names = _NAME.findall(part)
        for name in (names[0].rstrip(".,:"), names[-1].rstrip(".,:")) if names else ():
            if name not in keys or (name != names[0].rstrip(".,:") and len(names) > 3):
                continue
            odd = any(character.isdigit() for character in name) and not name.isdecimal()
            if odd or (not only_odd and not name.isdecimal() and not _is_a_word(name, text)):
                return name
    return ""


def _is_a_word(name: str, text: AsTyped) -> bool:
    """Return whether a key is also a word of the text, outside of brackets."""
    word = re.compile(rf"(?<![\w@\[({{#./=\"-]){re.escape(name)}(?![\w\])}}=\"-])")
    return any(True for _ in text.found(word))


_LOOSE_PAGES = re.compile(
    r"(?P<cite>\[-?@\{?[\w:.#$%&+?<>~/-]+\}?\])[ \t]?[(\[]"
    r"(?P<pages>(?:pp?\. ?)?[0-9]+(?: ?[-–—]{1,2} ?[0-9]+)?)[)\]]"
    r"|(?<![\w\[\\;])(?<!\[see )@\{?(?P<key>[\w:.#$%&+?<>~/-]*\w)\}?, "
    r"(?P<more>(?:pp?\. ?)?[0-9]+(?:[-–—]{1,2}[0-9]+)?)(?=[).;,]|$)",
    re.MULTILINE,
)


@rule("C018", Severity.WARNING, of_text=True)
def locator_is_in_its_citation(survey: TextSurvey) -> Iterator[Fault]:
    """The pages of a citation are inside its brackets.

    Behind the brackets, or behind a key without brackets, they are words of the text.
    """
    for text in survey.as_typed:
        for place, match in text.found(_LOOSE_PAGES):
            pages = match["pages"] or match["more"]
            if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", pages):
                continue  # a year
            if match["key"] and (match["key"] not in survey.keys or not text.prints(
                f"@{match['key']},")):  # fmt: skip
                continue
            inner = match["cite"][1:-1] if match["cite"] else f"@{match['key']}"
            yield locator_is_in_its_citation.fault(
                place, f"the pages {pages} are outside of the citation",
                f"write [{inner}, {pages}]",
            )  # fmt: skip
