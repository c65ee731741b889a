"""Find pieces of a library in its source, and compute the digest of each.

A piece is a function, class or value of a module, or what one of these sets (`Class.attribute`), by
its dotted name. Sources are parsed and never imported: the folder may hold another version than the
one in use. A digest does not depend on comments, docstrings and line breaks, nor on the Python that
reads the piece: it is made from the syntax tree by a walk of our own, since `ast.dump` and
`ast.unparse` differ from one Python to the next.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

# Fields without effect on what a piece does: `ctx` follows from the place, `kind` is the u of u"".
_SILENT = {"ctx", "kind", "type_comment", "type_ignores"}
_LENGTH = 16  # hexadecimal digits of a digest that are kept
_FAR = 20  # imports followed from module to module at most

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as found: the module that defines it, its statements, and their text.

    `file` is relative to its folder of sources, `line` counts from 1.
    """

    module: str
    file: Path
    line: int
    text: str
    nodes: tuple[ast.stmt, ...]

    @property
    def digest(self) -> str:
        form = "\n".join(_form(node) for node in self.nodes)
        return hashlib.sha256(form.encode()).hexdigest()[:_LENGTH]

    @property
    def definition(self) -> _Definition | None:
        """The one function or class that the piece is, None if it is a value."""
        (node, *others) = self.nodes
        return node if isinstance(node, _Definition) and not others else None


class Sources:
    """The sources of libraries below some folders; a module is parsed when it is first needed.

    All modules of a library are looked for in the first folder that has it.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._modules: dict[str, _Module | None] = {}
        self._found: dict[str, Piece | None] = {}
        self._assignments: dict[tuple[ast.stmt, ...], dict[str, list[ast.stmt]]] = {}

    def piece(self, name: str) -> Piece | None:
        """Find a piece by its dotted name, through imports too; return None if it is gone."""
        if name not in self._found:
            module, rest = self._split(name)
            self._found[name] = self._member(module, rest) if module and rest else None
        return self._found[name]

    def has(self, module: str) -> bool:
        """Return whether there is such a module."""
        return self._module(module) is not None

    def trimmed(self, name: str) -> str:
        """Return the part of a chain of names that reaches a piece; the rest belongs to its value.

        Empty if the chain names a module and nothing in it.
        """
        module, rest = self._split(name)
        if module is None or not rest:
            return ""
        prefix = name.split(".")[: -len(rest)]
        longer = ".".join([*prefix, *rest[:2]])
        return longer if self.piece(longer) else ".".join([*prefix, rest[0]])

    def bases(self, piece: Piece) -> Iterator[str]:
        """Yield the classes that a class derives from, by the names its module has for them."""
        node = piece.definition
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if chain := dotted(base):
                    yield f"{piece.module}.{chain}"

    def _split(self, name: str) -> tuple[_Module | None, list[str]]:
        """Split a dotted name into the longest module it begins with, and the names in that."""
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            module = self._module(".".join(parts[:count]))
            if module is not None:
                return module, parts[count:]
        return None, parts

    def _module(self, name: str) -> _Module | None:
        if name not in self._modules:
            path = Path(*name.split("."))
            folders = (folder for folder in self._folders if (folder / path.parts[0]).is_dir())
            folder = next(folders, Path())
            found = (
                _Module(name, folder, file)
                for file in (path / "__init__.py", path.with_suffix(".py"))
                if (folder / file).is_file()
            )
            self._modules[name] = next(found, None)
        return self._modules[name]

    def _member(self, module: _Module, names: Sequence[str], far: int = 0) -> Piece | None:
        name, *rest = names
        nodes = module.bindings.get(name, [])
        imported = module.imports.get(name)
        if imported and not nodes:
            return self._imported(f"{imported}.{'.'.join(rest)}".rstrip("."), far)
        if not nodes:
            found = (self._imported(f"{star}.{'.'.join(names)}", far) for star in module.stars)
            return next((piece for piece in found if piece), None)
        piece = self._piece(module, nodes)
        for attribute in rest:
            piece = self._attribute(piece, attribute, far)
            if piece is None:
                return None
        return piece

    def _imported(self, name: str, far: int) -> Piece | None:
        module, rest = self._split(name)
        return self._member(module, rest, far + 1) if module and rest and far < _FAR else None

    def _attribute(self, piece: Piece, name: str, far: int) -> Piece | None:
        """Find what sets an attribute: of a class in its body, in its methods or in its bases; in a
        function the assignments to it. A function or a value that only mentions it is the piece as
        a whole, such as a named tuple for its fields. Return None if there is no such attribute."""
        node, module = piece.definition, self._module(piece.module)
        if module is None:
            return None
        body = _bound(node.body).get(name, []) if isinstance(node, ast.ClassDef) else []
        if nodes := body or self._assigned(piece).get(name):
            return self._piece(module, nodes)
        if not isinstance(node, ast.ClassDef):
            return piece if any(_mentions(statement, name) for statement in piece.nodes) else None
        for base in self.bases(piece):
            found = self._imported(f"{base}.{name}", far)
            if found is not None:
                return found
        return None

    def _assigned(self, piece: Piece) -> dict[str, list[ast.stmt]]:
        if piece.nodes not in self._assignments:
            self._assignments[piece.nodes] = _assignments(piece.nodes)
        return self._assignments[piece.nodes]

    def _piece(self, module: _Module, nodes: Sequence[ast.stmt]) -> Piece:
        text = "\n".join(module.text_of(node) for node in nodes)
        return Piece(module.name, module.file, _first_line(nodes[0]), text, tuple(nodes))


@dataclass(frozen=True)
class _Module:
    """A module: what its statements bind, and what it imports under which name."""

    name: str
    folder: Path
    file: Path  # relative to the folder

    @cached_property
    def text(self) -> str:
        return (self.folder / self.file).read_text(encoding="utf-8-sig")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def bindings(self) -> dict[str, list[ast.stmt]]:
        return _bound(self.tree.body)

    @cached_property
    def imports(self) -> dict[str, str]:
        """The full dotted name of each imported name."""
        found: dict[str, str] = {}
        for node in _statements(self.tree.body):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    found[alias.asname or alias.name.split(".")[0]] = (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found[alias.asname or alias.name] = f"{self._origin(node)}.{alias.name}"
        return found

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """The modules whose names are all imported."""
        return tuple(
            self._origin(node)
            for node in _statements(self.tree.body)
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        )

    def _origin(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module that is imported from."""
        package = self.name.split(".")
        if self.file.name != "__init__.py":
            package.pop()
        above = package[: len(package) - node.level + 1] if node.level else []
        return ".".join([*above, *filter(None, [node.module])])

    def text_of(self, node: ast.stmt) -> str:
        lines = self.text.splitlines()[_first_line(node) - 1 : node.end_lineno]
        return "\n".join(lines)


def dotted(node: ast.expr) -> str:
    """Return the chain of names that an expression is, such as `a.b.c`; empty for any other."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body, also those in its branches, but not those in its
    definitions."""
    for node in body:
        yield node
        if not isinstance(node, _Definition):
            for field in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, field, ()))
            for handler in getattr(node, "handlers", ()):
                yield from _statements(handler.body)


def _bound(body: Sequence[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """Return the statements that bind each name of a body, and those that fill the bound value
    (`name.method(…)`, as the C declarations of cffi do)."""
    found: dict[str, list[ast.stmt]] = {}
    for node in _statements(body):
        if isinstance(node, _Definition):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [name for target in node.targets for name in _targets(target)]
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            names = [*_targets(node.target)]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            names = [dotted(node.value.func).partition(".")[0]]
            names = [name for name in names if name in found]
        else:
            continue
        for name in names:
            found.setdefault(name, []).append(node)
    return found


def _targets(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _targets(part)


def _assignments(statements: Sequence[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """Return the assignments in statements to attributes of anything, by the attribute's name."""
    found: dict[str, list[ast.stmt]] = {}
    for node in (inner for statement in statements for inner in ast.walk(statement)):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            targets = [node.target]
        else:
            continue
        parts = (part for target in targets for part in ast.walk(target))
        for name in {part.attr for part in parts if isinstance(part, ast.Attribute)}:
            found.setdefault(name, []).append(node)
    return found


def _mentions(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement uses the attribute `name`, or has it as a word in a string."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and node.attr == name:
            return True
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and name in _words(text):
            return True
    return False


def _words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() or c == "_" else " " for c in text).split())


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", ())
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


# The normal form of a syntax tree.


def _form(node: object) -> str:
    """Return a tree as text that says only what it does. Empty fields are left out: a newer Python
    has more of them."""
    if isinstance(node, ast.JoinedStr):
        return f"JoinedStr({','.join(_joined(node.values))})"
    if isinstance(node, ast.AST):
        fields = {name: getattr(node, name, None) for name in sorted(node._fields)}
        if isinstance(node, _Definition):
            fields["body"] = _without_docstring(node.body)
        said = (
            f"{name}={_form(value)}"
            for name, value in fields.items()
            if name not in _SILENT and value is not None and value != []
        )
        if isinstance(node, ast.Constant):
            said = iter([_constant(node.value)])
        return f"{type(node).__name__}({','.join(said)})"
    if isinstance(node, list):
        return f"[{','.join(map(_form, node))}]"
    return _constant(node)


def _constant(value: object) -> str:
    # `repr` shows a character or escapes it by the Unicode tables of the Python in use
    return f"{type(value).__name__}:{value!a}"


def _joined(values: Sequence[ast.expr]) -> Iterator[str]:
    """Yield the parts of an f-string, adjoining texts as one: not every Python joins them."""
    text = ""
    for value in values:
        if isinstance(value, ast.Constant):
            text += str(value.value)
            continue
        if text:
            yield _constant(text)
        text = ""
        yield _form(value)
    if text:
        yield _constant(text)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return body[1:] if isinstance(first.value.value, str) else body
    return body


# --- uses ----------------------------------------------------------------------------------------

How = Literal["replaces", "overrides", "inherits", "uses"]


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A place of our code that uses a piece: the file (relative to the folder of the package), the
    line, and the function or class of ours, empty outside of any."""

    piece: str
    how: How
    file: Path
    line: int
    symbol: str
