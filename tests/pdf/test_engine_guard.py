"""The guard on what the engine rewrites and relies on: a body that changed is found, and named."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from octavo.pdf import engine
from octavo.pdf.engine import (
    columns,
    digests,
    known_lengths,
    marks,
    pieces,
    plain_boxes,
    replacing,
    upstream,
    uses,
)
from octavo.pdf.engine.composed import light_line
from octavo.pdf.engine.lines import line_grid, text_lines
from octavo.pdf.engine.notes import run_over
from octavo.pdf.engine.pieces import Sources, dotted
from octavo.pdf.engine.upstream import main, recorded, rewritten, take
from tests.pdf.twelve_lines import render

ENGINE = Path(engine.__file__).parent
MAKE_PAGE = "weasyprint.layout.page.make_page"
BODY = "previous_resume_at = resume_at"  # a statement in it

# One of each thing that Pythons write or read in various ways, and its digest in all of them.
SNIPPET = '''
@decorator(1, *many, key="ü\\u2028")
async def piece(a: int, /, b=-1.5, *c: object, d: str = u"x", **e) -> None:
    """Not in the digest."""
    x: list[int] = [*c, a] if a else []
    print(f"{a!r:>{b}}" "and" f" more {x=}", b"\\xff", x[1:, ::2], ..., 1e3, 0x10, 2j)
    with open(a) as f, g:
        (y := lambda: {**e, "k": {1, 2}})
    match a:
        case {"k": [1, *_], **rest} if rest: pass
        case int(real=0) | None: return (yield)
    try: del x[0]
    except* (KeyError, OSError) as error: raise error from None
'''
DIGEST = "3a1dfc3905c3b049"


def file_of(module: ModuleType) -> Path:
    """Give the file of a module of ours, as the messages name it."""
    return Path(module.__file__ or "").relative_to(uses.PACKAGE.parent)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return uses.installed()


@pytest.fixture(scope="module")
def used(sources: Sources) -> list[pieces.Use]:
    return uses.uses(sources)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Give a folder with a copy of WeasyPrint, in one module of which something is replaced."""

    def edit(module: str, old: str, new: str) -> Path:
        package = digests.folder_of("weasyprint") / "weasyprint"
        shutil.copytree(package, tmp_path / "weasyprint", ignore=shutil.ignore_patterns("*.pyc"))
        path = tmp_path / "weasyprint" / module
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path

    return edit


@pytest.fixture
def in_use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, str], None]]:
    """Have a copy of WeasyPrint taken for the one in use, under some version."""
    folder_of, version_of = digests.folder_of, digests.version_of

    def take_for(folder: Path, version: str) -> None:
        ours = {"weasyprint": (folder, version)}
        monkeypatch.setattr(
            digests, "folder_of", lambda name: ours[name][0] if name in ours else folder_of(name)
        )
        monkeypatch.setattr(
            digests, "version_of", lambda name: ours[name][1] if name in ours else version_of(name)
        )
        replacing.hold.cache_clear()

    yield take_for
    replacing.hold.cache_clear()


def of(folder: Path) -> Sources:
    return Sources(folder, digests.folder_of("pydyf"))


def said(sources: Sources, used: list[pieces.Use]) -> list[str]:
    changes = digests.changes(sources, digests.records()["weasyprint"])
    return [change.said(used) for change in changes]


# The record.


def test_the_libraries_are_as_they_were_recorded(sources: Sources, used: list[pieces.Use]) -> None:
    for library, record in digests.records().items():
        changed = [change.said(used) for change in digests.changes(sources, record)]
        assert not changed, "\n".join(changed)
        assert digests.version_of(library) == record.version


def test_all_that_is_used_is_recorded(sources: Sources, used: list[pieces.Use]) -> None:
    """Where this fails, `take` of the engine's `upstream` writes the record."""
    names = sorted({use.piece for use in used})
    assert digests.RECORD.read_text(encoding="utf-8") == recorded(names, sources)
    assert set(digests.records()) == set(uses.LIBRARIES)


@pytest.mark.parametrize(
    ("how", "piece"),
    [
        ("replaces", MAKE_PAGE),
        ("replaces", "weasyprint.document.LayoutContext"),
        ("overrides", "weasyprint.layout.LayoutContext._update_footnote_area"),
        ("inherits", "weasyprint.layout.LayoutContext"),
        ("inherits", "pydyf.Stream"),  # of which WeasyPrint's own derives
        ("uses", "weasyprint.layout.block.collapse_margin"),
        ("uses", "weasyprint.layout.LayoutContext.overflows"),  # by `self`, in a class of ours
        ("uses", "weasyprint.formatting_structure.boxes.Box.position_y"),  # by a value
        ("uses", "weasyprint.text.ffi.ffi"),  # by a field of a C structure
        ("overrides", "ziamath.mathfont.MathFont.findglyph"),
        ("inherits", "citeproc.model.Group"),
        ("uses", "doit.dependency.SqliteDB._dirty"),
    ],
)
def test_each_way_of_using_a_piece_is_seen(how: str, piece: str, used: list[pieces.Use]) -> None:
    assert (how, piece) in {(use.how, use.piece) for use in used}


# What changed.


def test_a_body_that_changed_is_named(
    edited: Callable[[str, str, str], Path], used: list[pieces.Use]
) -> None:
    folder = edited(
        "layout/page.py",
        "    context.page_bottom = page.content_box_y() + page.height\n",
        "    context.page_bottom = page.content_box_y() + page.height - 1\n",
    )
    (message,) = said(of(folder), used)
    file = file_of(run_over)
    assert message == f"{MAKE_PAGE} changed its body: see {file}, which rewrites it"


def test_a_piece_that_is_gone_is_named(
    edited: Callable[[str, str, str], Path], used: list[pieces.Use]
) -> None:
    folder = edited("layout/block.py", "def collapse_margin(", "def collapsed_margin(")
    (message,) = said(of(folder), used)
    files = f"{file_of(line_grid)}, {file_of(text_lines)}"
    assert message == f"weasyprint.layout.block.collapse_margin is gone: see {files}, which use it"


def test_a_method_that_is_gone_is_named_with_its_class(
    edited: Callable[[str, str, str], Path], used: list[pieces.Use]
) -> None:
    folder = edited("layout/__init__.py", "    def report_footnote(", "    def move_footnote(")
    names = [
        message.split(" is gone")[0].split(" changed")[0] for message in said(of(folder), used)
    ]
    context = "weasyprint.layout.LayoutContext"
    assert names == ["weasyprint.document.LayoutContext", context, f"{context}.report_footnote"]


def test_comments_docstrings_and_line_breaks_are_nothing(
    edited: Callable[[str, str, str], Path], used: list[pieces.Use]
) -> None:
    folder = edited(
        "layout/page.py",
        "    context.page_bottom = page.content_box_y() + page.height\n",
        "    # why\n    context.page_bottom = (\n        page.content_box_y() + page.height)\n",
    )
    path = folder / "weasyprint" / "layout" / "page.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(def make_page\(.*?""")', r"\1Other words. ", text, flags=re.DOTALL))
    assert said(of(folder), used) == []


def test_a_digest_is_the_same_in_every_python(tmp_path: Path) -> None:
    """So it was, for these libraries whole and for Python's own, in 3.11, 3.12, 3.13 and 3.14."""
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "__init__.py").write_text(SNIPPET, encoding="utf-8")
    piece = Sources(tmp_path).piece("library.piece")
    assert piece is not None
    assert piece.digest == DIGEST


# While a document is laid out.


def test_a_changed_body_stops_a_layout(
    edited: Callable[[str, str, str], Path], in_use: Callable[[Path, str], None]
) -> None:
    folder = edited("layout/page.py", BODY, "previous_resume_at = {}")
    for version in ("71.0", digests.records()["weasyprint"].version):  # as a distributor's patch
        in_use(folder, version)
        with pytest.raises(digests.NotTheVersion) as refused:
            render("<p>t1</p>")
        assert f"weasyprint {version} is in use, Octavo was written for" in str(refused.value)
        assert f"{MAKE_PAGE} changed its body: see octavo/" in str(refused.value)


def test_another_version_with_the_same_pieces_is_taken_and_told(
    edited: Callable[[str, str, str], Path], in_use: Callable[[Path, str], None]
) -> None:
    in_use(edited("layout/page.py", BODY, BODY.replace(" ", "")), "70.9")
    with pytest.warns(RuntimeWarning, match=r"70\.9 is in use, Octavo was written for 70\.0"):
        replacing.hold("weasyprint")
    assert len(render("<p>t1</p>").pages) == 1


# What is said of it.


def test_what_rewrites_a_piece_says_what_it_makes_of_it(used: list[pieces.Use]) -> None:
    silent = [
        f"{use.symbol}: {use.piece}"
        for use in used
        if use.how == "replaces" or (use.how == "overrides" and ENGINE.name in use.file.parts)
        if not use.symbol.endswith("__init__") and not rewritten(use)
    ]
    assert silent == []


def test_a_piece_is_shown_beside_what_rewrites_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", MAKE_PAGE]) == 0
    shown = capsys.readouterr().out
    theirs, ours = (
        shown.index("def make_page(context, root_box"),
        shown.index("carried = [*context"),
    )
    assert theirs < ours


def test_a_difference_is_shown(
    edited: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited("layout/page.py", BODY, "previous_resume_at = {}")
    assert main(["list", "--against", str(folder)]) == 1
    listed = capsys.readouterr().out
    assert re.findall(r"^changed +(\S+)$", listed, re.MULTILINE) == [MAKE_PAGE]
    assert main(["diff", "--against", str(folder)]) == 0
    shown = capsys.readouterr().out
    lines = [line for line in shown.splitlines() if re.match(r"[+-] ", line)]
    assert [line.split() for line in lines] == [
        ["-", "previous_resume_at", "=", "resume_at"],
        ["+", "previous_resume_at", "=", "{}"],
    ]


def test_nothing_is_recorded_of_a_piece_that_is_gone(
    edited: Callable[[str, str, str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited("layout/block.py", "def collapse_margin(", "def collapsed_margin(")
    others = [digests.folder_of(name) for name in uses.LIBRARIES]
    assert take(Sources(folder, *others), tmp_path / "record.toml") == 1
    assert "weasyprint.layout.block.collapse_margin" in capsys.readouterr().out
    assert not (tmp_path / "record.toml").exists()


# What is asked of values, and hung on them.

# Attributes of what the engine has from libraries that it uses by their public API alone: tokens of
# tinycss2 and its colours, elements, pyphen's dictionaries, cffi; and named tuples.
PUBLIC = set(
    "type value lower_value lower_unit alpha iter itertext tail positions NULL gc cdef "
    "_replace".split()
)


def attributes(tree: ast.AST) -> Iterator[tuple[ast.Attribute, bool]]:
    """Yield each attribute that is asked of a value, and whether the value is `self`."""
    bound = {"re", "weasyprint"}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first = dotted(node).partition(".")[0]
            if first not in bound:
                yield node, first == "self"


def own_names(tree: ast.AST) -> Iterator[str]:
    """Yield what a module of ours defines, as a function, a class, a field or an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield from [node.attr] if dotted(node.value) == "self" else []


TREES = {path: ast.parse(path.read_bytes()) for path in sorted(ENGINE.rglob("*.py"))}
OURS = {name for tree in TREES.values() for name in own_names(tree)}
REACHED = {name for names in uses.REACHED.values() for name in names.split()}


def test_every_attribute_that_is_asked_of_a_value_is_known() -> None:
    python = {
        name
        for kind in (str, bytes, list, dict, set, float, Path, tuple, property)
        for name in dir(kind)
    } | {"__dict__"}
    python |= {name for kind in (re.Pattern, re.Match) for name in dir(kind)}
    guard = {Path(module.__file__) for module in (digests, pieces, replacing, upstream, uses)}
    for path, tree in TREES.items():
        if path not in guard:  # the guard itself reads sources, and has no boxes
            asked = {node.attr for node, is_own in attributes(tree) if not is_own}
            assert asked - OURS - REACHED - PUBLIC - python == set(), path.name


def test_every_attribute_that_is_known_is_there(sources: Sources) -> None:
    for owner, names in uses.REACHED.items():
        assert sources.piece(owner), owner
        for name in names.split():
            assert sources.piece(f"{owner}.{name}"), f"{owner}.{name}"


def test_nothing_of_ours_is_hung_on_what_is_not_ours() -> None:
    """What the engine sets on a value is WeasyPrint's own, or the value is ours; `marks` has the
    two attributes that are not, and nothing is set by a name that the code does not show."""
    set_by_name = set()
    # the layout in hand, what it knows of hyphens, nodes of the structure, faces that are measured,
    # parts of a paragraph that is composed
    ours = "context hyphens known found face node shape slot growing first last".split()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
                is_ours = dotted(node.value) in ("self", *ours)
                assert is_ours or node.attr in REACHED, f"{path.name}: {ast.unparse(node)}"
            names = ("setattr", "__setattr__", "__dict__")
            if dotted(node).rpartition(".")[2] in names if isinstance(node, ast.expr) else False:
                set_by_name.add(path)
    # `columns` sets what is the layout's own, `light_line` what its lines have from others,
    # `plain_boxes` four attributes of WeasyPrint's at once, `known_lengths` those that WeasyPrint
    # has computed for another box, `replacing` names in modules
    setting = (columns, known_lengths, light_line, marks, plain_boxes, replacing)
    assert set_by_name == {Path(module.__file__) for module in setting}


CHANGING = set("add append clear extend insert pop remove setdefault sort update".split())


def test_the_engine_keeps_nothing_between_two_documents() -> None:
    """No function changes what its module holds."""
    for path, tree in TREES.items():
        plain = [node for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))]
        held = {name.id for node in plain for name in ast.walk(node) if is_stored(name)}
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for node in (inner for function in functions for inner in ast.walk(function)):
            assert not isinstance(node, ast.Global), path.name
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
                assert dotted(node.value) not in held, f"{path.name}: {ast.unparse(node)}"
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                changes = node.func.attr in CHANGING and dotted(node.func.value) in held
                assert not changes, f"{path.name}: {ast.unparse(node)}"


def is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
