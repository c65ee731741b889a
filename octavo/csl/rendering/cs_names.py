"""Render cs:names: the people who made a work, with "and", et al., labels and substitutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.items.item import Person
from octavo.csl.items.people import is_east_asian
from octavo.csl.rendering.element import Element, affixed, formatted
from octavo.csl.rendering.persons import Manner, Printed, printed
from octavo.csl.rendering.render_state import Rendering, Repeated
from octavo.csl.text.punctuation import joined, seam
from octavo.csl.text.tagged_text import unmarked


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
            if _ends_alike(text, options.get("suffix", "")):  # 'Sans auteur, , Paris'
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


def _ends_alike(text: str, suffix: str) -> bool:
    """Return whether a text ends with the sign that a suffix begins with."""
    sign = suffix.strip()[:1]
    return sign in (",", ";", ":") and unmarked(text).rstrip().endswith(sign)


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


# --- a list of people ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """How one cs:names is set: the manner of its cs:name, its et al., its labels."""

    manner: Manner
    delimiter: str = ""  # between the lists of two variables
    et_al: str = ""  # tagged text
    before: tuple[Any, ...] = ()  # cs:label elements
    after: tuple[Any, ...] = ()
    joint_term: bool = False  # whether there is a term for an editor who is the translator too

    def labelled(self, text: str, role: str, plural: bool, work: Rendering) -> str:
        """Put the labels before and after a list; there are none in sort keys (fixture
        sort_DropNameLabelInSort)."""
        if not text or work.sort_options is not None or not (self.before or self.after):
            return text
        before = [label.text_for(work, role, plural) for label in self.before]
        after = [label.text_for(work, role, plural) for label in self.after]
        return joined((*before, text, *after), "")


@dataclass(frozen=True, slots=True)
class Shown:
    """The people of a list that are printed: its first, perhaps its last, and how many are not."""

    people: tuple[Person, ...]
    last: Person | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SetList:
    """A list as set: its text, each name as printed, and how many people et al. replaces."""

    text: str
    names: tuple[str, ...]
    hidden: int = 0


_BACK = frozenset(("subsequent", "ibid", "ibid-with-locator", "near-note"))


OTHERS = "others"  # how BibTeX's "and others" comes out of pandoc's reader


def shown(people: tuple[Person, ...], manner: Manner, work: Rendering) -> Shown:
    """Choose who is printed and whom et al. replaces (CSL specification, Et-al abbreviation)."""
    least, first = manner.least, manner.first
    if manner.subsequent_least and not _BACK.isdisjoint(work.position):
        least, first = manner.subsequent_least, manner.subsequent_first
    first += work.more_names
    *named_ones, final = people
    if named_ones and final.literal == OTHERS:
        named = tuple(named_ones)
        if least and len(people) >= least:
            named = named[:first]
        return Shown(named, None, len(people) - len(named))
    if not least or len(people) < least or len(people) <= first:
        return Shown(people)
    hidden = len(people) - first
    if manner.use_last and hidden > 1:
        return Shown(people[:first], final, hidden - 1)
    return Shown(people[:first], None, hidden)


def set_list(
    people: tuple[Person, ...], shape: Shape, work: Rendering, repeated: Repeated | None = None
) -> SetList:
    """Print a list of people; `repeated` may replace all or some of them."""
    manner, own = shape.manner, shape.manner.own
    who = shown(people, manner, work)
    printed_people = (*who.people, *(() if who.last is None else (who.last,)))
    names = [
        printed(person, manner, at, work.levels.get(person, 0))
        for at, person in enumerate(printed_people)
    ]
    texts = tuple(name.text for name in names)
    if repeated is not None and repeated.whole is not None:
        return SetList(repeated.whole, texts, who.hidden)
    if repeated is not None:
        for at, sign in enumerate(repeated.each[: len(names)]):
            names[at] = Printed(sign) if sign else names[at]
    names = [replace(name, text=affixed(formatted(name.text, own), own)) for name in names]
    return SetList(_listed(names, who, shape), texts, who.hidden)


def _listed(names: Sequence[Printed], who: Shown, shape: Shape) -> str:
    manner = shape.manner
    if not names:
        return ""
    if who.last is not None:
        return joined(
            [name.text for name in names[:-1]] + ["… " + names[-1].text], manner.delimiter
        )
    if who.hidden:
        return _with_et_al(names, shape)
    if len(names) == 1 or not manner.and_term:
        return joined([name.text for name in names], manner.delimiter)
    *others, last = names
    text = joined([name.text for name in others], manner.delimiter)
    rule = manner.precedes_last
    if rule == "always" and manner.order == "first" and len(names) == 2:
        rule = "after-inverted-name"  # the comma of Chicago 18, 13.76, which two bodies have not
    delimited = _precedes(rule, len(names) > 2, others[-1])
    return _with_and(text, last.text, manner, delimited)


def _with_et_al(names: Sequence[Printed], shape: Shape) -> str:
    manner = shape.manner
    text = joined([name.text for name in names], manner.delimiter)
    if not shape.et_al:
        return text
    if _precedes(manner.precedes_et_al, len(names) > 1, names[-1]):
        return seam(seam(text, manner.delimiter), shape.et_al)
    return seam(text if is_east_asian(shape.et_al) else text + " ", shape.et_al)


def _with_and(text: str, last: str, manner: Manner, delimited: bool) -> str:
    """Join the last name with "and"; a term that brings its own space, or is of a script without
    spaces, gets none (fixture name_HebrewAnd)."""
    term = manner.and_term
    closed = is_east_asian(term) or term[-1].isspace()
    before = manner.delimiter if delimited else "" if closed else " "
    after = "" if closed or term in _PREFIXES else " "
    return seam(seam(text, before), term) + after + last


_PREFIXES = ("ו", "و")  # Hebrew and Arabic write "and" on to the next word


def _precedes(rule: str, contextual: bool, before: Printed) -> bool:
    """Return whether the delimiter is printed before "and" or et al., after the name `before`."""
    match rule:
        case "always":
            return True
        case "never":
            return False
        case "after-inverted-name":
            return before.inverted
    return contextual


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
