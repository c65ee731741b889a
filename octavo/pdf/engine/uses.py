"""Find which pieces of other people's libraries Octavo rewrites or relies on, and where.

The code itself is the list: nothing of it is kept by hand but `REACHED`, since the code does not
say of what class a value is that it gets from a library. There are four ways of using a piece:

- `replaces`: the piece is replaced while a document is laid out (`patches`);
- `overrides`: a class of ours that derives from a library's has the piece under the same name;
- `inherits`: a class of ours derives from the piece, or from a class that does;
- `uses`: the piece is named, or reached through a value.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import octavo
from octavo.pdf.engine import digests
from octavo.pdf.engine.patches import PATCHES, WRITING
from octavo.pdf.engine.pieces import Sources, Use, dotted

Owners = Mapping[str, Sequence[str]]  # by an attribute, the pieces that it may be

PACKAGE = Path(octavo.__file__).parent
# The libraries whose private parts are used, by the name they are imported under.
LIBRARIES = ("weasyprint", "pydyf", "citeproc", "ziamath", "ziafont", "doit")
_NOT_OURS = PACKAGE / "skeleton"  # the files that `octavo new` copies are an edition's

# The attributes of values that the code gets from a library, by what sets them: a class, or a
# function. The code does not say of what class such a value is; that none is missing is tested.
REACHED: Mapping[str, str] = {
    "weasyprint.HTML": "render",
    "weasyprint.css.AnonymousStyle": "cache copy",
    "weasyprint.css.ComputedStyle": "cache copy",
    "weasyprint.document.Document": "_html pages write_pdf",
    "weasyprint.document.Page": "_page_box anchors height links",
    "weasyprint.formatting_structure.boxes.Box":
        "all_children border_box_x border_box_y border_height border_width children colspan "
        "content_box_x content_box_y copy deepcopy descendants element element_tag footnote "
        "is_flex_item is_floated "
        "is_for_root_element is_grid_item is_in_normal_flow is_leader is_outside_marker "
        "is_table_wrapper leading_collapsible_space "
        "link link_annotation margin_height margin_width position_x position_y "
        "process_text_transform process_whitespace remove_decoration_sides "
        "rowspan style trailing_collapsible_space transformation_matrix "
        "translate",
    "weasyprint.formatting_structure.boxes.InlineLevelBox": "remove_decoration",
    "weasyprint.formatting_structure.boxes.LineBox": "block_ellipsis text_overflow",
    "weasyprint.formatting_structure.boxes.PageBox": "page_type",
    "weasyprint.formatting_structure.build.wrap_table": "column_groups grid_x",
    "weasyprint.formatting_structure.boxes.ParentBox":
        "children copy_with_children deepcopy descendants get_wrapped_table",
    "weasyprint.formatting_structure.boxes.TableRowGroupBox": "is_footer is_header",
    "weasyprint.formatting_structure.boxes.TextBox": "copy_with_text justification_spacing text",
    "weasyprint.layout.LayoutContext":
        "broken_out_of_flow current_footnote_area current_page current_page_footnotes "
        "excluded_shapes footnotes in_column overflows_page page_bottom rendered_notes "
        "reported_footnotes style_for tables",
    "weasyprint.layout.absolute.AbsolutePlaceholder": "_box",
    "weasyprint.layout.background.layout_box_backgrounds": "background",
    "weasyprint.layout.block._in_flow_layout": "index",
    "weasyprint.layout.block._linebox_layout": "resume_at",
    "weasyprint.layout.table.auto_table_layout": "column_widths",
    "weasyprint.layout.initialize_page_maker": "page_maker",
    "weasyprint.layout.inline.iter_line_boxes": "text_indent",
    "weasyprint.layout.inline.split_text_box": "baseline pango_layout",
    "weasyprint.layout.page.PageType": "blank groups name side",
    "weasyprint.layout.percent.adjust_box_sizing":
        "border_bottom_width border_left_width border_right_width border_top_width "
        "padding_bottom padding_left padding_right "
        "padding_top",
    "weasyprint.layout.percent.resolve_percentages":
        "height margin_bottom margin_left margin_right margin_top width",
    "weasyprint.matrix.Matrix": "values",
    "weasyprint.pdf.fonts.Font":
        "bitmap colr family file_content hash index missing png svg to_unicode widths",
    "weasyprint.pdf.stream.Stream": "add_font extra ink_rect logical_rect reference",
    "weasyprint.text.ffi.ffi":
        "PANGO_GLYPH_EMPTY PANGO_GLYPH_UNKNOWN_FLAG analysis font geometry glyph glyphs item "
        "language length level log_clusters next num_glyphs offset "
        "pango_font_describe_with_absolute_size pango_font_description_free "
        "pango_font_description_get_family pango_font_get_glyph_extents runs x_offset y_offset",
    "weasyprint.text.line_break.Layout": "deactivate get_first_line set_text text",
    "pydyf.Object": "reference",
    "pydyf.PDF": "add_object catalog page_references",
    "pydyf.Stream":
        "begin_marked_content end_marked_content set_font_size set_text_matrix show_text",
    "pydyf.String": "data",
    "citeproc.frontend.CitationStylesLocale": "root",
    "citeproc.frontend.CitationStylesStyle": "root",
    "citeproc.model.Style": "locales",
    "ziafont.font.Font": "glyph glyphindex",
    "ziafont.glyph.SimpleGlyph": "advance index",
    "ziamath.config.Config": "precision svg2",
    "ziamath.nodes.mnode.Mnode": "bbox draw xadvance",
    "ziamath.zmath.Math": "node",
    "doit.exceptions.BaseFail": "message",
    "doit.task.Task": "actions file_dep name targets task_dep value_savers values",
}  # fmt: skip


def uses(sources: Sources, known: Container[str] = ()) -> list[Use]:
    """Return all uses of pieces in the code of Octavo, in order.

    A name is a piece if `sources` has it, or if it is `known` to have been one, and is gone now.
    """
    scan = _Scan(sources, known, _modules())
    found = {use for module in _modules().values() for use in scan.of(module)}
    found |= set(_replaced())
    found |= {
        Use(base, "inherits", use.file, use.line, use.symbol)
        for use in found
        if use.how in ("replaces", "inherits")
        for base in scan.bases(use.piece)
    }
    return sorted(found)


def installed() -> Sources:
    """Return the sources of all the libraries in use."""
    return Sources(*dict.fromkeys(map(digests.folder_of, LIBRARIES)))


@cache
def _modules() -> Mapping[str, _Module]:
    files = (path for path in sorted(PACKAGE.rglob("*.py")) if _NOT_OURS not in path.parents)
    return {module.name: module for module in map(_Module, files)}


def _replaced() -> Iterator[Use]:
    for module, name, ours in (*PATCHES, *WRITING):
        file = Path(inspect.getsourcefile(ours) or "").relative_to(PACKAGE.parent)
        line = inspect.getsourcelines(ours)[1]
        home = module.__name__
        if inspect.isclass(module):
            home = f"{module.__module__}.{module.__qualname__}"
        yield Use(f"{home}.{name}", "replaces", file, line, ours.__qualname__)


@dataclass(frozen=True)
class _Module:
    """A module of ours."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.file.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def file(self) -> Path:
        return self.path.relative_to(PACKAGE.parent)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_bytes())

    @cached_property
    def bindings(self) -> dict[str, str]:
        """The full dotted name that each name is bound to by an import, or by a mere other name."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.split(".")[0]
                    found[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
            value = getattr(node, "value", None)
            for target in targets:
                if isinstance(target, ast.Name) and value is not None and dotted(value):
                    found.setdefault(target.id, dotted(value))
        return found

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        return {node.name: node for node in self.tree.body if isinstance(node, ast.ClassDef)}


class _Scan:
    """A reader of our modules, one by one; all of them, and the libraries, are there to look things
    up."""

    def __init__(
        self, sources: Sources, known: Container[str], modules: Mapping[str, _Module]
    ) -> None:
        self._sources = sources
        self._known = known
        self._modules = modules

    def of(self, module: _Module) -> Iterator[Use]:
        """Yield the uses in one module."""
        libraries = {name.partition(".")[0] for name in self._reached(module)} & set(LIBRARIES)
        if libraries:
            yield from self._named(module, module.tree, "", self._owners(libraries))
            for node in module.classes.values():
                yield from self._derived(module, node)

    def _owners(self, libraries: Set[str]) -> Owners:
        """Return the pieces that an attribute may be, for each that values of the libraries
        have."""
        found: dict[str, list[str]] = {}
        for owner, attributes in REACHED.items():
            whole = self._sources.piece(owner)
            if owner.partition(".")[0] in libraries:
                for name in attributes.split():
                    piece = self._sources.piece(f"{owner}.{name}")
                    is_part = piece is None or whole is None or piece.nodes != whole.nodes
                    found.setdefault(name, []).append(f"{owner}.{name}" if is_part else owner)
        return found

    def bases(self, piece: str) -> Iterator[str]:
        """Yield the classes of guarded libraries that a class derives from, and those of these."""
        found = self._sources.piece(piece)
        for name in self._sources.bases(found) if found else ():
            base = self._sources.piece(name)
            definition = base.definition if base else None
            if base and definition and base.module.partition(".")[0] in LIBRARIES:
                yield f"{base.module}.{definition.name}"
                yield from self.bases(f"{base.module}.{definition.name}")

    def _is_piece(self, name: str) -> bool:
        return name in self._known or self._sources.piece(name) is not None

    def _reached(self, module: _Module) -> Iterator[str]:
        return (self._resolved(module, name) for name in module.bindings)

    def _resolved(self, module: _Module, chain: str) -> str:
        """Return the full name of a chain of names in a module, through our own modules; empty if
        the module does not bind it."""
        seen: set[tuple[str, str]] = set()
        if chain.partition(".")[0] not in module.bindings:
            return ""
        while True:
            first, _, rest = chain.partition(".")
            bound = module.bindings.get(first)
            if bound is None or bound == first or (module.name, first) in seen:
                return chain
            seen.add((module.name, first))
            full = f"{bound}.{rest}".rstrip(".")
            home, _, name = bound.rpartition(".")
            if bound.partition(".")[0] in module.bindings and not bound.startswith("octavo."):
                chain = full  # another name of the same module
            elif home in self._modules and name in self._modules[home].bindings:
                module, chain = self._modules[home], f"{name}.{rest}".rstrip(".")
            else:
                return full

    def _named(self, module: _Module, node: ast.AST, symbol: str, owners: Owners) -> Iterator[Use]:
        """Yield the pieces that are named below a node, or reached through a value."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            symbol = f"{symbol}.{node.name}".lstrip(".")
        if isinstance(node, (ast.Attribute, ast.Name)):
            full = self._resolved(module, dotted(node)) if dotted(node) else ""
            if full.partition(".")[0] in LIBRARIES:
                if piece := self._sources.trimmed(full):
                    yield Use(piece, "uses", module.file, node.lineno, symbol)
                return
        if isinstance(node, ast.Attribute):
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            for piece in () if own else owners.get(node.attr, ()):
                yield Use(piece, "uses", module.file, node.lineno, symbol)
        for child in ast.iter_child_nodes(node):
            yield from self._named(module, child, symbol, owners)

    def _derived(self, module: _Module, node: ast.ClassDef) -> Iterator[Use]:
        """Yield what a class of ours takes from the library's classes that it derives from."""
        own, foreign = self._parents(module, node)
        names = {name for parent in own for name in _body(parent)}
        for base in foreign:
            yield Use(base, "inherits", module.file, node.lineno, node.name)
            for name, line in _body(node).items():
                if self._is_piece(f"{base}.{name}"):
                    symbol = f"{node.name}.{name}"
                    yield Use(f"{base}.{name}", "overrides", module.file, line, symbol)
            for name, line in _asked(node):
                if name not in names and self._is_piece(f"{base}.{name}"):
                    yield Use(f"{base}.{name}", "uses", module.file, line, node.name)

    def _parents(self, module: _Module, node: ast.ClassDef) -> tuple[list[ast.ClassDef], list[str]]:
        """Return the classes of ours that a class is or derives from, and those of the
        libraries."""
        own, foreign = [node], []
        for base in node.bases:
            full = self._resolved(module, dotted(base)) if dotted(base) else ""
            home, _, name = full.rpartition(".")
            other = self._modules.get(home) if home else module
            if full.partition(".")[0] in LIBRARIES:
                foreign.append(full)
            elif other is not None and name in other.classes:
                more, beyond = self._parents(other, other.classes[name])
                own += more
                foreign += beyond
        return own, foreign


def _body(node: ast.ClassDef) -> dict[str, int]:
    """Return the names that the body of a class defines, each with its line."""
    found: dict[str, int] = {}
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef):
            found[inner.name] = inner.lineno
        targets = inner.targets if isinstance(inner, ast.Assign) else [getattr(inner, "target", 0)]
        found |= {target.id: inner.lineno for target in targets if isinstance(target, ast.Name)}
    return found


def _asked(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Yield the attributes that a class uses of itself or its parents, each with its line."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute):
            value = inner.value
            called = value.func if isinstance(value, ast.Call) else value
            if isinstance(called, ast.Name) and called.id in ("self", "super"):
                yield inner.attr, inner.lineno
