"""The house as docs/architecture.md draws it: which room imports which, and each library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "octavo"

# From the top of the house to the bottom: a room imports only from rooms above it.
ORDER = (
    "fingerprint", "model", "locales", "source", "pandoc", "parsing", "csl", "bibliography",
    "citations", "notes", "captions", "index", "matter", "typography", "design", "images", "html",
    "epub", "docx", "pdf", "proof", "press", "checks", "skeleton", "plain_texts", "cite_command",
    "ingest", "returned", "tasks", "summary", "cli",
)  # fmt: skip

# One outside library has one importing place.
PLACES = {
    "pypandoc": set(),  # it may choose another pandoc than that of the wheel
    "citeproc": {"csl"},
    "icu": {"locales", "csl/text/filing"},
    "weasyprint": {"pdf"},
    "pikepdf": {"pdf", "proof", "press"},
    "ziamath": {"pdf/section/formula_drawing"},
    "ziafont": {"pdf/section/formula_drawing"},
    "pypdfium2": {
        "pdf/contact_sheet/thumbnails",
        "proof/pixels",
        "ingest/reading/pdf",
        "press/preflight/plates",
        "press/preflight/marked_page",
    },
    "doit": {"tasks"},
    "pydantic": {"model", "source", "tasks/records"},
    "ruamel": {"source"},
    "jinja2": {"design"},
}

# What `octavo new` lays out is an edition's, not the package's.
FILES = [p for p in sorted(PACKAGE.rglob("*.py")) if "skeleton/edition" not in p.as_posix()]
NO_HOME = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "manager"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    own = room(path)
    if own in {"__init__", "__main__"}:
        return
    assert own in ORDER, f"{own} has no place in the order"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "octavo" and len(parts) > 1 and parts[1] in ORDER:
            assert ORDER.index(parts[1]) <= ORDER.index(own), f"{path.name} imports {name}"


def test_one_library_has_one_importing_place() -> None:
    for path in FILES:
        place = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for name in imports(path):
            allowed = PLACES.get(name.split(".")[0])
            if allowed is not None:
                assert any(place == a or place.startswith(f"{a}/") for a in allowed), (
                    f"{place} imports {name}"
                )


# Where an element of pandoc's JSON, {"t": "Para", "c": […]}, holds what; the model knows its kinds.
TREE = ("pandoc/", "model/pandoc_tree")


def members_of_elements(path: Path) -> list[int]:
    """Return the lines that make an element of pandoc's JSON, or take one apart."""
    lines: list[int] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Dict() | ast.MatchMapping():
                names = [key for key in node.keys if _is_constant(key, "t")]
            case ast.Subscript():
                names = [node.slice]
            case ast.Call(func=ast.Attribute(attr="get"), args=[name, *_]):
                names = [name]
            case ast.Compare(left=name, ops=[ast.In() | ast.NotIn()]):
                names = [name]
            case _:
                continue
        if any(_is_constant(name, "t", "c") for name in names):
            lines.append(node.lineno)
    return lines


def _is_constant(node: ast.AST | None, *values: str) -> bool:
    return isinstance(node, ast.Constant) and node.value in values


def test_one_room_knows_the_shape_of_pandocs_tree() -> None:
    for path in FILES:
        place = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if not place.startswith(TREE):
            assert members_of_elements(path) == [], f"{place} takes an element apart by itself"


@pytest.mark.parametrize("code", [
    '{"t": "Para", "c": []}', 'element["c"][1]', 'element["t"] == "Str"', 'element.get("t")',
    '"t" in element', 'match element:\n    case {"t": "Note"}:\n        pass',
])  # fmt: skip
def test_what_takes_an_element_apart_is_seen(code: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    assert members_of_elements(path)


def test_every_module_opens_with_a_sentence() -> None:
    for path in FILES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, f"{path.relative_to(PACKAGE)} says nothing of what it is for"


def test_no_room_without_a_noun() -> None:
    assert not [path for path in FILES if path.stem in NO_HOME]
