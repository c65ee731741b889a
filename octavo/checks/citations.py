"""C and B: every cite key has its reference, and every reference what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks.near import Nearest
from octavo.checks.reading import NOTE_KEY, Inventory, Survey
from octavo.checks.registry import Remark, rule, told
from octavo.citations import missing_fields
from octavo.model import Place, Severity
from octavo.source import EDITION_PATH

UNREAD = "bibliography_can_be_read"


@rule("C001", firm=True)
def cite_key_resolves(survey: Survey) -> Iterator[Remark]:
    """Every cite key is the key of a reference.

    A citation without its reference cannot be printed.  Keys are case-sensitive.
    """
    if survey.told(UNREAD) or not _bibliography_is_named(survey):
        return
    nearest = Nearest(sorted(survey.keys))
    for text in survey.texts:
        for key, times in text.cites.items():
            if key in survey.keys or key == "*" or key.startswith(NOTE_KEY):
                continue
            near = nearest.to(key)
            for place in text.where.cited(key, times):
                yield Remark(
                    place, f"no reference for the cite key @{key}", _hint(text, place, near)
                )


def _hint(text: Inventory, place: Place, near: str | None) -> str:
    if text.where.in_url(place):
        return "if it is part of a web address, put the address between < and >"
    return f"did you mean @{near}?" if near else "add it to the bibliography"


def _bibliography_is_named(survey: Survey) -> bool:
    edition = survey.reading.edition
    return bool(survey.keys) or (edition is not None and bool(edition.citations.bibliography))


@rule("C002", firm=True)
def note_reference_resolves(survey: Survey) -> Iterator[Remark]:
    """Every reference to a note names one note that is called.

    `[@note:label]` names a note of its own section, or else the only one of the edition.
    """
    holders: dict[str, list[Inventory]] = {}
    for text in survey.texts:
        for label in text.called():
            holders.setdefault(label, []).append(text)
    nearest = Nearest(sorted(holders))
    for text in survey.texts:
        for key, times in text.cites.items():
            label = key.removeprefix(NOTE_KEY)
            held = holders.get(label, [])
            if label == key or len(held) == 1 or text in held:
                continue
            if not held and not survey.complete:
                continue
            message, hint = _unresolved(key, label, held, nearest)
            for place in text.where.cited(key, times):
                yield Remark(place, message, hint)


def _unresolved(key: str, label: str, held: list[Inventory], nearest: Nearest) -> tuple[str, str]:
    if held:
        where = ", ".join(text.path for text in held[:3])
        hint = f"{where} each have one: give the note that is meant a label of its own"
        return f"@{key} can be one of {len(held)} notes", hint
    near = nearest.to(label)
    hint = f"did you mean @{NOTE_KEY}{near}?" if near else "name a note that is called"
    return f"no note [^{label}] to refer to", hint


told("C003", "style_can_be_read", "The CSL style can be read.")
told(
    "C004",
    "citation_can_be_set",
    "Every citation can be set as the style asks.",
    Severity.WARNING,
    late=True,
)


@rule("B001", firm=True)
def bibliography_can_be_read(survey: Survey) -> Iterator[Remark]:
    """An edition that cites names a bibliography, and it can be read."""
    if survey.told(UNREAD) or _bibliography_is_named(survey):
        return
    for text in survey.texts:
        key = next((key for key in text.cites if not key.startswith(NOTE_KEY)), None)
        if key is not None:
            place = text.where.cited(key, text.cites[key])[0]
            hint = f"name it in {EDITION_PATH}: citations: {{bibliography: csl/bibliography.json}}"
            yield Remark(place, f"@{key} is cited, and the edition names no bibliography", hint)
            return


told("B002", "reference_key_is_unique", "No two references have the same key.")


@rule("B003", Severity.INFO)
def reference_is_cited(survey: Survey) -> Iterator[Remark]:
    """Every reference is cited, or listed under nocite."""
    if not survey.complete:
        return
    for reference in survey.reading.references:
        if reference.key not in survey.cited:
            yield Remark(reference.place, f"nothing cites the reference @{reference.key}")


@rule("B004", Severity.WARNING)
def reference_has_what_its_type_needs(survey: Survey) -> Iterator[Remark]:
    """Every reference that is cited has what its type needs."""
    for reference in survey.reading.references:
        if reference.key not in survey.cited:
            continue
        missing = missing_fields(reference)
        if missing:
            kind = str(reference.data.get("type") or "reference")
            message = f"the {kind} @{reference.key} has no {_listed(missing)}"
            yield Remark(reference.place, message, "add it to the reference")


def _listed(names: tuple[str, ...]) -> str:
    return " and no ".join(names)
