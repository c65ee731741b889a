"""Render cs:names: the people who made a work or what replaces them, and the options of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.items.item import Person
from octavo.csl.rendering.element import Element, affixed, formatted
from octavo.csl.rendering.name_lists import SetList, Shape, set_list
from octavo.csl.rendering.persons import Manner
from octavo.csl.rendering.render_state import Rendering, Repeated
from octavo.csl.text.punctuation import joined
from octavo.csl.text.tagged_text import SEAM, unmarked


class Name(Element, model.Name, CitationStylesElement):
    """Options only: the cs:names around it reads them."""


class Name_Part(Element, model.Name_Part, CitationStylesElement):
    """Options only: the cs:names around it reads them."""


class Et_Al(Element, model.Et_Al, CitationStylesElement):
    """Options only: the cs:names around it reads them."""


class Substitute(Element, model.Substitute, CitationStylesElement):
    def render(self, work: Rendering) -> str:
        """Set the first child that gives text; the variables it printed are not printed again (CSL
        specification, Substitute)."""
        for child in self.children_in(work):
            start, before = len(work.recorded), work.first_names
            text = child.render(work)
            emptied = not text and _gives_empty_term(child)
            work.printed += emptied
            if text or emptied or work.first_names is not before:
                work.suppressed.update(work.recorded[start:])
                return text
        return ""


def _gives_empty_term(child: Any) -> bool:
    """Return whether a cs:text prints a term that the style has emptied: it replaces the names all
    the same (fixture substitute_SubstituteOnlyOnceTermEmpty)."""
    options = child.options
    return (
        "term" in options and child.tables.term(options["term"], options.get("form", "long")) == ""
    )


_NAME_LENGTH = 50  # letters; to set a name costs about as much
_NOTHING_YET = ([], ["citation-number"])  # what an entry may print before its first names


class Names(Element, model.Names, CitationStylesElement):
    def render(self, work: Rendering) -> str:
        """Set the people of all variables; if there are none, their substitute."""
        leads = work.first_names is None and work.recorded in _NOTHING_YET
        text, options = self._people(work, leads), self.options
        if text is None:
            text = self._substituted(work, leads)
            if _has_its_point(text, options.get("suffix", "")):
                options = {name: each for name, each in options.items() if name != "suffix"}
        return affixed(formatted(text, options), options)

    def _people(self, work: Rendering, leads: bool) -> str | None:
        """Set the people of each variable, delimited; None if there are none.

        The first names of an entry are substituted if they repeat those of the entry above.  If the
        text has named the author, the first names are left out where they open the cite, or are the
        author's.
        """
        found = self._found(work)
        if not found:
            return None
        form = self if self.children or work.inherited is None else work.inherited
        shape = form.shape(work)
        lists = list((_joint(found) if shape.joint_term else found).items())
        is_first = work.first_names is None and (leads or work.area == "citation")
        sets: list[SetList] = []
        for _, people in lists:
            repeated = _from(work.repeated, sum(len(a_set.names) for a_set in sets))
            sets.append(set_list(people, shape, work, repeated if is_first else None))
        if is_first:
            _remember(sets, lists, work)
        if shape.manner.form == "count":
            return str(sum(len(a_set.names) for a_set in sets))
        if is_first and work.without_author and (leads or lists[0][0] == "author"):
            return ""
        texts = [
            shape.labelled(a_set.text, role, len(people) > 1, work)
            for a_set, (role, people) in zip(sets, lists, strict=True)
        ]
        delimiter = form.options.get("delimiter", shape.delimiter)
        return joined(texts, self.options.get("delimiter", delimiter))

    def _found(self, work: Rendering) -> dict[str, tuple[Person, ...]]:
        """Return the people of each variable that has some."""
        found: dict[str, tuple[Person, ...]] = {}
        for variable in self.options.get("variable", "").split():
            people = () if variable in work.suppressed else work.item.people.get(variable, ())
            if work.note(variable, "people" if people else "", _NAME_LENGTH * len(people)):
                found[variable] = people
        return found

    def _substituted(self, work: Rendering, leads: bool) -> str:
        """Set the substitute for absent names; a text counts as one name."""
        for child in self.children:
            if isinstance(child, Substitute):
                outer, work.inherited = work.inherited, self
                text = child.render(work)
                work.inherited = outer
                if text and work.first_names is None and (leads or work.area == "citation"):
                    work.first_names = (text,)
                    if work.repeated is not None:
                        text = _instead(work.repeated, text)
                return text
        return ""

    def shape(self, work: Rendering) -> Shape:
        """Return how the names are set in the citations or the bibliography, or in a sort key."""
        shapes = getattr(self, "_shapes", None)
        if shapes is None:
            shapes = self._shapes = {}
        sorting = work.sort_options
        key = (work.area, None if sorting is None else tuple(sorted(sorting.items())))
        shape = shapes.get(key)
        if shape is None:
            shape = shapes[key] = _shape(self, work)
        return shape


def _has_its_point(text: str, suffix: str) -> bool:
    """Return whether a substitute ends with a point that makes a suffix one too many.

    It is the same sign ('Sans auteur, , Paris'), or the style's own full stop at a closing
    quotation mark, which no comma follows: “Salvation.” 1980.
    """
    sign, end = suffix.strip()[:1], unmarked(text).rstrip()
    if sign == "," and end.endswith(".") and f"{SEAM}." in text[-_END:]:
        return True
    return sign in (",", ";", ":") and end.endswith(sign)


_END = 12  # tag characters and a point at the end of a text


def _joint(found: dict[str, tuple[Person, ...]]) -> dict[str, tuple[Person, ...]]:
    """Return one list for editors who are the translators too (CSL specification, Names)."""
    if "editor" not in found or found["editor"] != found.get("translator"):
        return found
    both = {"editor": "editortranslator", "translator": "editortranslator"}
    return {both.get(role, role): people for role, people in found.items()}


def _remember(
    sets: Sequence[SetList], lists: Sequence[tuple[str, tuple[Person, ...]]], work: Rendering
) -> None:
    """Keep for the document what it needs to disambiguate works and to substitute names."""
    names = tuple(name for a_set in sets for name in a_set.names)
    if names:
        work.first_names = names
        work.persons = tuple(person for _, people in lists for person in people)
        work.hidden_names = sum(a_set.hidden for a_set in sets)


def _from(repeated: Repeated | None, at: int) -> Repeated | None:
    return replace(repeated, each=repeated.each[at:]) if repeated and at else repeated


def _instead(repeated: Repeated, text: str) -> str:
    """Return the substitute for a text that is itself in place of names."""
    if repeated.whole is not None:
        return repeated.whole
    return next(iter(repeated.each), "") or text


# --- options -------------------------------------------------------------------------------------

_INHERITED = {"name-form": "form", "name-delimiter": "delimiter"}
_PLAIN = frozenset(
    """and delimiter-precedes-et-al delimiter-precedes-last et-al-min et-al-use-first
    et-al-subsequent-min et-al-subsequent-use-first et-al-use-last initialize initialize-with
    name-as-sort-order sort-separator""".split()
)


def _shape(names: Names, work: Rendering) -> Shape:
    """Resolve the options of a cs:names once.

    Its own come first, then those of cs:citation or cs:bibliography, then those of cs:style; those
    of a sort key override all.
    """
    inherited = work.tables.name_options(work.area)
    options = {name: value for name, value in inherited.items() if name in _PLAIN}
    options |= {new: inherited[old] for old, new in _INHERITED.items() if old in inherited}
    label_form, before, after, name, et_al = "long", [], [], None, "et-al"
    et_al_options: Mapping[str, str] = {}
    for child in names.children:
        if isinstance(child, Name):
            name = child
        elif isinstance(child, Et_Al):
            et_al_options = child.options
            et_al = et_al_options.get("term", et_al)
        elif isinstance(child, model.Label):
            (after if name is not None or not _has_name(names) else before).append(child)
            label_form = child.options.get("form", "long")
    options |= {} if name is None else name.options
    options |= work.sort_options or {}
    sorting = work.sort_options is not None  # keys have neither et al. nor "and"
    term = "" if sorting else work.tables.term(et_al) or ""
    term = term if term.strip() else ""  # a term left blank prints nothing
    return Shape(
        _manner(options, name, work),
        inherited.get("names-delimiter", ""),
        affixed(formatted(term, et_al_options), et_al_options),
        tuple(before),
        tuple(after),
        bool(work.tables.term("editortranslator", label_form)),
        work.tables.is_chicago,
    )


def _has_name(names: Names) -> bool:
    return any(isinstance(child, Name) for child in names.children)


def _manner(options: Mapping[str, str], name: Name | None, work: Rendering) -> Manner:
    style = work.tables.style_options
    demoting = style.get("demote-non-dropping-particle", "display-and-sort")
    sorting = work.sort_options is not None
    parts = {
        part.options.get("name"): part.options for part in (() if name is None else name.children)
    }
    least = _number(options, "et-al-min", 0)
    first = _number(options, "et-al-use-first", 0)
    least = least if "et-al-use-first" in options else 0  # there is no et al. without both
    return Manner(
        form=options.get("form", "long"),
        and_term="" if sorting else _and_term(options.get("and"), work),
        delimiter=options.get("delimiter", ", "),
        precedes_last=options.get("delimiter-precedes-last", "contextual"),
        precedes_et_al=options.get("delimiter-precedes-et-al", "contextual"),
        least=least,
        first=first,
        subsequent_least=_number(options, "et-al-subsequent-min", least),
        subsequent_first=_number(options, "et-al-subsequent-use-first", first),
        use_last=options.get("et-al-use-last") == "true",
        initialize=options.get("initialize") != "false",
        initialize_with=options.get("initialize-with"),
        hyphen=style.get("initialize-with-hyphen") != "false",
        order=options.get("name-as-sort-order", ""),
        separator=options.get("sort-separator", ", "),
        demote=demoting == "display-and-sort" or (demoting == "sort-only" and sorting),
        sorting=sorting,
        language=work.tables.language,
        family=parts.get("family", {}),
        given=parts.get("given", {}),
        own={} if name is None else name.options,
    )


def _and_term(kind: str | None, work: Rendering) -> str:
    if kind == "symbol":
        return work.tables.term("and", "symbol") or "&"
    return (work.tables.term("and") or "") if kind == "text" else ""


def _number(options: Mapping[str, str], name: str, otherwise: int) -> int:
    value = options.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise
