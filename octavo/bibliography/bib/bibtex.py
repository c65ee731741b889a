"""Read BibTeX and BibLaTeX: split the file into entries, have pandoc convert them, mend the result.

Each entry is handed to pandoc under a name of its own, with its fields written out, so that one
broken entry harms no other and keys stay as they are written.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from octavo.bibliography.bib import languages
from octavo.bibliography.bib.addresses import with_address
from octavo.bibliography.bib.entries import BibEntry, BibFile, Family, fields_of, part
from octavo.bibliography.bib.field_names import mistyped
from octavo.bibliography.bib.latex import readable
from octavo.bibliography.bib.mathematics import (
    Formulas,
    as_text,
    formulas_in,
    without_mathematics,
)
from octavo.bibliography.bib.months import is_plain
from octavo.bibliography.bib.names import restored, written_plainly
from octavo.bibliography.bib.restored import PEOPLE_OF_CSL, alone, mend
from octavo.bibliography.bib.titles import FIELDS, marked_braces
from octavo.bibliography.conversion_cache import ConversionCache, Converted, digest
from octavo.bibliography.names_in_a_string import unbraced_bodies
from octavo.bibliography.rules import (
    field_of_entry_is_known,
    fields_of_entry_are_separated,
    reference_is_read_whole,
    reference_name_has_parts,
)
from octavo.bibliography.source_text import Broken, Reader, Writing
from octavo.pandoc import run

BATCH = 500  # entries that pandoc is given at once
PATIENCE = 240  # seconds for one file; a library of 50,000 entries takes a third of it
PROCESSES = 2

# Fields that pandoc is not given: `mend` reads them, or no form prints them.
_DROPPED = re.compile(
    r"(?:file|timestamp|owner|options|langidopts|execute|groups|bdsk-.*|date-(?:added|modified)|"
    r"mendeley-.*|abstract|annotation|annote|keywords|crossref|xdata|ids|entryset|related.*|shorthand|"
    r"siglum|langid|language|hyphenation)"
)
_VERBATIM = frozenset(("url", "doi", "eprint", "verba", "verbb", "verbc", "howpublished"))
_ADDRESSES = frozenset(("url", "doi"))
_ESCAPED = re.compile(r"(?P<open>\{)?\\(?P<sign>[%&_#$~^])(?:\{\})?(?(open)\})")
_LISTS = frozenset(("publisher", "institution", "organization", "school", "location", "address"))
_PEOPLE = frozenset(("author", "editor", "translator", "bookauthor", "editora", "editorb"))
_NAMES = _PEOPLE | {"editorc"} | PEOPLE_OF_CSL.keys()
_NOT_READ = frozenset(("xdata", "set", "comment", "preamble", "string"))


# What is said of an entry: the code of a rule, the field and its offset in the entry's body (-1 for
# the entry as a whole), the message behind the entry's key, and the hint.
Told = tuple[str, str, int, str, str]
_RULES = {
    rule.code: rule
    for rule in (
        reference_is_read_whole,
        reference_name_has_parts,
        field_of_entry_is_known,
        fields_of_entry_are_separated,
    )
}


@dataclass(slots=True)
class _Work:
    """An entry to be converted: its fields as written, and what was odd about them."""

    entry: BibEntry
    digest: str
    fields: Mapping[str, str]
    at: Mapping[str, int]  # the offset of each field's name in the body of the entry
    told: list[Told]
    parents: tuple[BibEntry, ...]
    item: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)  # fields that pandoc has read alone


def read_bibtex(
    writing: Writing, reader: Reader, kept: ConversionCache, dialect: str = "biblatex"
) -> None:
    """Read a .bib file; a reference's place is that of the at-sign that opens its entry."""
    made = part(writing.text)
    for broken in made.broken:
        reader.leave_out(writing.place(broken.offset), broken.message, broken.hint)
    family = Family(made, writing.text)
    strings = digest(*(f"{name}={value}" for name, value in sorted(made.strings.items())))
    waiting: dict[str, _Work] = {}
    done: dict[str, Converted] = {}
    order: list[tuple[BibEntry, str]] = []
    for entry in made.entries:
        if entry.kind in _NOT_READ:
            _leave_out_set(entry, writing, reader)
            continue
        if not reader.asks_for(entry.key):
            reader.name(entry.key, writing.place(entry.start))
            continue
        parents = family.parents(entry)
        mark = digest(dialect, strings, *_written(entry), *_all_written(parents))
        order.append((entry, mark))
        known = kept.get(mark) or done.get(mark)
        if known is not None:
            done[mark] = known
        elif mark not in waiting:
            work = _work(entry, mark, parents, family, made, writing, reader)
            if work is not None:
                waiting[mark] = work
    works = list(waiting.values())
    pandoc = _Pandoc(made, family, dialect, _take_out_formulas(works))
    for work in _converted(works, pandoc):
        item, lost = mend(work.item, work.entry.kind, work.fields, work.read)
        known = {name for _, name, *_ in work.told}
        told = [
            *work.told, *(_lost(name, f": {words}") for name, words in lost if name not in known)
        ]  # fmt: skip
        for name, meant in mistyped(work.fields):
            if meant not in work.fields:
                words = f" has a field {name}, which nothing reads"
                told.append(
                    (field_of_entry_is_known.code, name, -1, words, f"did you mean {meant}?")
                )
        at = work.at
        placed = [(code, name, at.get(name, -1) if where < 0 else where, words, hint)
                  for code, name, where, words, hint in told]  # fmt: skip
        done[work.digest] = {"item": item, "told": placed}
        kept.put(work.digest, done[work.digest])
    tried = {mark: mark in pandoc.refused for mark in waiting}
    _add_all(order, done, tried, writing, reader)


def _take_out_formulas(works: Sequence[_Work]) -> Formulas:
    """Put text in the places of the formulas in all fields, in place; return the texts."""
    texts = as_text({formula for work in works for formula in formulas_in(work.fields)})
    for work in works:
        work.fields, odd = without_mathematics(work.fields, texts)
        work.told += (_lost(name, f": {words}") for name, words in odd)
    return texts


def _lost(name: str, words: str, hint: str = "") -> Told:
    return reference_is_read_whole.code, name, -1, words, hint


def _written(entry: BibEntry) -> tuple[str, str]:
    return entry.kind, entry.body


def _all_written(entries: Sequence[BibEntry]) -> Iterator[str]:
    for entry in entries:
        yield from (entry.key, *_written(entry))


def _leave_out_set(entry: BibEntry, writing: Writing, reader: Reader) -> None:
    if entry.kind == "set":
        message = f"@set{{{entry.key}}} names several works"
        reader.leave_out(writing.place(entry.start), message, "cite each of them")


def _add_all(
    order: Sequence[tuple[BibEntry, str]],
    done: Mapping[str, Converted],
    tried: Mapping[str, bool],
    writing: Writing,
    reader: Reader,
) -> None:
    for entry, mark in order:
        place = writing.place(entry.start)
        if mark in done:
            data = {"id": entry.key, **done[mark]["item"]}
            faults = [
                _RULES[code].fault(
                    writing.place(entry.offset + at) if at >= 0 else place,
                    f"@{entry.key}{words}", hint,
                )
                for code, _, at, words, hint in done[mark].get("told", ())
            ]  # fmt: skip
            reader.add(entry.key, data, place, faults)
        elif mark in tried:
            message = f"the entry {entry.key} cannot be read by pandoc"
            hint = "look for a brace or a command that is broken"
            if not tried[mark]:
                message = f"the entry {entry.key} was not read: pandoc refuses too many others"
                hint = "mend those first"
            reader.leave_out(place, message, hint)


def _work(
    entry: BibEntry,
    mark: str,
    parents: tuple[BibEntry, ...],
    family: Family,
    made: BibFile,
    writing: Writing,
    reader: Reader,
) -> _Work | None:
    try:
        read = fields_of(entry.body, entry.offset, made.strings)
    except Broken as broken:
        where = writing.place(broken.offset)
        message = f"the entry {entry.key} is broken: {broken.message}"
        reader.leave_out(where, message, broken.hint)
        return None
    told: list[Told] = []
    for odd in read.odd:
        rule = fields_of_entry_are_separated if odd.unseparated else reference_is_read_whole
        told.append((rule.code, "", odd.offset - entry.offset, f": {odd.message}", odd.hint))
    for key in family.named_by(entry):
        if family.get(key) is None:
            message = f": it takes fields from {key}, but there is no such entry"
            told.append(_lost("crossref" if "crossref" in read.texts else "xdata", message))
    for role in sorted(_PEOPLE & read.texts.keys()):
        for body in unbraced_bodies(read.texts[role]):
            message = f": its {role} “{body}” is read as a person named {body.split()[-1]}"
            hint = f"put the name of a body into braces of its own: {{{{{body}}}}}"
            told.append((reference_name_has_parts.code, role, -1, message, hint))
    fields = with_address(read.texts)
    if not fields.keys() & set(languages.FIELDS):
        fields |= _language_of(parents, made)
    at = {name: where - entry.offset for name, where in read.at.items()}
    return _Work(entry, mark, fields, at, told, parents)


def _language_of(parents: Sequence[BibEntry], made: BibFile) -> dict[str, str]:
    """Return the fields of the nearest parent that name its language."""
    for parent in parents:
        try:
            fields = fields_of(parent.body, 0, made.strings).texts
        except Broken:
            continue
        if named := {name: fields[name] for name in languages.FIELDS if name in fields}:
            return named
    return {}


# --- conversion by pandoc ------------------------------------------------------------------------


def _converted(waiting: Sequence[_Work], pandoc: _Pandoc) -> Iterator[_Work]:
    """Yield the entries that pandoc can read, with their items."""
    batches = [waiting[at : at + BATCH] for at in range(0, len(waiting), BATCH)]
    if not batches:
        return
    with ThreadPoolExecutor(PROCESSES) as pool:
        for batch in pool.map(pandoc.convert, batches):
            yield from batch


@dataclass
class _Pandoc:
    """pandoc, with a bound on how long it is asked about one file."""

    made: BibFile
    family: Family
    dialect: str
    texts: Formulas = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # the digests of entries that it cannot read
    begun: float = field(default_factory=time.monotonic)

    def convert(self, batch: Sequence[_Work]) -> list[_Work]:
        """Convert a batch, by halves if pandoc refuses it; return the entries that it can read."""
        if time.monotonic() - self.begun > PATIENCE:
            return []
        try:
            items = run.read_bibliography(self._written(batch), self.dialect)
        except run.PandocError:
            if len(batch) == 1:
                self.refused.add(batch[0].digest)
                return []
            half = len(batch) // 2
            return [*self.convert(batch[:half]), *self.convert(batch[half:])]
        by_name = {item.get("id"): item for item in items if isinstance(item, dict)}
        read: list[_Work] = []
        for number, work in enumerate(batch):
            item = by_name.get(f"e{number}")
            if item is not None:
                for name in alone(work.fields):
                    by_itself = by_name.get(f"e{number}.{name}", {})
                    by_itself = restored(by_itself)
                    work.read[name] = by_itself.get("title") or by_itself.get("editor")
                item = restored(item)
                work.item = {name: value for name, value in item.items() if name != "id"}
                read.append(work)
        return read

    def _written(self, batch: Sequence[_Work]) -> str:
        """Write the entries as BibLaTeX, with names of this batch for their keys and parents."""
        parents = self.family.in_order(parent for work in batch for parent in work.parents)
        names = {key: f"p{number}" for number, key in enumerate(parents)}
        lines: list[str] = []
        for number, work in enumerate(batch):
            lines.append(_entry(f"e{number}", work.entry, work.fields, names, work.told))
            for name in alone(work.fields):
                written = work.fields[name]
                written = marked_braces(written) if name in FIELDS else written
                value = _field(name, written, work.told)
                carrier = "editor" if name in _NAMES else "title"
                head = f"@misc{{e{number}.{name}, langid = {{und}},{_prefixes(work.fields)}"
                lines.append(f"{head} {carrier} = {{{value}}}}}")
        for key, parent in parents.items():
            try:
                fields = fields_of(parent.body, 0, self.made.strings).texts
                fields, _ = without_mathematics(fields, self.texts)
            except Broken:
                fields = {}
            lines.append(_entry(names[key], parent, fields, _without(names, parent, parents), []))
        return "\n".join(lines)


def _without(
    names: Mapping[str, str], parent: BibEntry, parents: Mapping[str, BibEntry]
) -> Mapping[str, str]:
    """Return the names of the entries after a parent, which it may depend on, and not on itself."""
    keys = list(parents)
    return {key: names[key] for key in keys[keys.index(parent.key) + 1 :]}


def _entry(
    name: str,
    entry: BibEntry,
    fields: Mapping[str, str],
    parents: Mapping[str, str],
    told: list[Told],
) -> str:
    lines = [f"@{entry.kind}{{{name},"]
    odd = not is_plain(fields)
    for field_name, value in fields.items():
        if field_name in ("crossref", "xdata"):
            folded = {key.casefold(): known for key, known in parents.items()}
            keys = [folded.get(key.strip().casefold()) for key in value.split(",")]
            value = ",".join(filter(None, keys))
            if value:
                lines.append(f" {field_name} = {{{value}}},")
        elif _DROPPED.fullmatch(field_name) is None and not (odd and field_name in _ODD):
            written = marked_braces(value) if field_name in FIELDS else value
            lines.append(f" {field_name} = {{{_field(field_name, written, told)}}},")
    # pandoc would lower the capitals of an English title, and not all of them can be raised again
    lines += [" langid = {und},", _prefixes(fields), "}"]
    return "\n".join(lines)


_USED = re.compile(r"(?:^|,)\s*useprefix\s*(?:=\s*true\s*)?(?:,|$)")


def _prefixes(fields: Mapping[str, str]) -> str:
    """Return the option by which particles are parts of the names, if an entry has it."""
    return " options = {useprefix=true}," if _USED.search(fields.get("options", "")) else ""


_ODD = frozenset(("month", "day"))


def _field(name: str, value: str, told: list[Told]) -> str:
    """Return a field as pandoc reads it whole; add to `told` what is lost."""
    if name in _ADDRESSES:
        value = _ESCAPED.sub(r"\g<sign>", value)
    if name in _VERBATIM and "\\" not in value.replace("\\_", "").replace("\\%", ""):
        return value
    value, odd = readable(value)
    told += (_lost(name, f": {words}") for words in odd)
    if name == "note":  # the lines of Zotero's Extra
        return re.sub(r"\s*\n\s*", r"\\\\ ", value.strip())
    value = re.sub(r"\n\s*\n", "\n", value)
    if name in _NAMES:
        value = written_plainly(value)
    if name in _LISTS and re.search(r"\sand\s", value):
        return f"{{{value}}}"  # else pandoc separates it by semicolons
    return value
