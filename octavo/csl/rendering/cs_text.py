"""Render cs:text: a variable, a macro, a term or a value, in its case and quotation marks."""

from __future__ import annotations

from functools import lru_cache

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.items.field_text import field_text
from octavo.csl.rendering.cs_number import NUMBER_LIKE, variable_text
from octavo.csl.rendering.element import Element, finished
from octavo.csl.rendering.render_state import Rendering
from octavo.csl.text.tagged_text import marked


class Text(Element, model.Text, CitationStylesElement):
    def render(self, work: Rendering) -> str:
        options = self.options
        if "variable" in options:
            text = _variable(work, options["variable"], options.get("form", "long"))
        elif "macro" in options:
            macro = self.tables.macro(options["macro"])
            text = "" if macro is None else macro.render(work)
        elif "term" in options:
            plural = options.get("plural") == "true"
            text = self.tables.term(options["term"], options.get("form", "long"), plural) or ""
            if not work.recorded and not work.first_term:
                work.first_term = text
        else:
            text = _value(options.get("value", ""))
            work.worded = work.worded or bool(text)
        if not text:
            return ""
        own = "variable" not in options and "macro" not in options
        text = finished(text, options, work, self.tables.language if own else "")
        is_address = "variable" in options and options.get("prefix", "").startswith("https://")
        return marked("Link", text) if is_address else text


@lru_cache(maxsize=1024)
def _value(value: str) -> str:
    """Read the text that a style gives; it may have HTML tags and quotation marks, as a field may
    (flipflop_QuotesInFieldNotOnNode)."""
    return value if _SIGNS.isdisjoint(value) else field_text(value)


_SIGNS = frozenset("<'\"“‘")
_LINKED = frozenset(("URL", "DOI"))
_TITLES = frozenset(
    """title title-short container-title container-title-short collection-title original-title
    reviewed-title volume-title part-title""".split()
)


def _variable(work: Rendering, variable: str, form: str) -> str:
    """Return the text of a variable; in its short form if that is asked for and there."""
    if variable in work.suppressed:
        return work.note(variable, "")
    if variable == "year-suffix":  # generated: if there is none, it was not asked for
        work.year_suffix_printed = True
        return work.note(variable, work.year_suffix) if work.year_suffix else ""
    if variable in _OF_THE_CITE:
        return work.note(variable, _OF_THE_CITE[variable](work))
    texts = work.item.texts
    if form == "short" and f"{variable}-short" in texts:
        text = texts[f"{variable}-short"]
    elif variable in NUMBER_LIKE:
        text = variable_text(work, variable)
    else:
        text = texts.get(variable, "")
        if text and variable in _LINKED:
            text = marked("Link", text)
    if variable in _TITLES and work.speaks_another_language:
        text = marked("Title", text)
    return work.note(variable, text)


def label_of(work: Rendering) -> str:
    """Return the item's label, or one made of the first letters of its authors and its year: RoNo78
    (fixture disambiguate_Trigraph)."""
    work.year_suffix_printed = True
    own = work.item.texts.get("citation-label", "")
    if not own:
        people = next(
            (work.item.people[role] for role in _LABELLED if role in work.item.people), ()
        )
        shares = _SHARES.get(len(people), (1, 1, 1, 1))
        names = ((person.family or person.literal) for person in people)
        own = "".join(name[:share] for name, share in zip(names, shares, strict=False))
        issued = work.item.dates.get("issued")
        own += str(issued.parts[0][0])[-2:] if issued and issued.parts else ""
    return own + work.year_suffix if own else ""


_LABELLED = ("author", "editor", "translator")
_SHARES = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}  # letters of each name, by their number

_OF_THE_CITE = {
    "citation-label": label_of,
    "citation-number": lambda work: work.number,
    "first-reference-note-number": lambda work: work.first_note,
}
