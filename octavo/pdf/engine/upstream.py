"""Show what Octavo rewrites of other people's libraries beside their own text, and keep digests.

Run as a module (`python -m`, with this module's name):

    [list] [NAME …]     list the pieces (all, or those whose names begin so): whether each is as
                        recorded, and where Octavo rewrites it or relies on it
    show NAME           print a piece as its library has it, and then what rewrites and uses it
    diff [NAME …] --against OTHER
                        print what differs in another version: in some pieces, or in all
    take                write the digests of the pieces in use

OTHER is a folder of packages (a wheel unzipped, the site-packages of a virtual environment), or a
version, which pip fetches: `71.0` of WeasyPrint, `doit==0.38` of another library. `list` takes
`--against`, too. To move to a new version, see docs/maintaining.md.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from octavo.pdf.engine.digests import (
    DEEDS,
    RECORD,
    Change,
    folder_of,
    of_bytes,
    records,
    version_of,
)
from octavo.pdf.engine.pieces import Piece, Sources
from octavo.pdf.engine.uses import LIBRARIES, PACKAGE, Use, installed, uses

_HEAD = """\
# The pieces of other people's libraries that Octavo rewrites or relies on, each with the digest of
# its source, and the files they lie in. Written by `take` of the engine's `upstream`; the tests
# and the layout itself are held against it. Never to be edited by hand.
"""
# The paragraph of a docstring that says how it rewrites a piece: "Rewrites `name`: …".
REWRITES = re.compile(r"Rewrites `(?P<name>[\w.]+)`: (?P<what>.+?)(?:\n\s*\n|\Z)", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 if a piece is not as recorded."""
    options = _parser().parse_args(arguments)
    sources = installed()
    used = uses(sources, {name for record in records().values() for name in record.pieces})
    if options.command == "take":
        return take(sources, RECORD)
    if options.command == "show":
        return _print(_shown(options.name, sources, used))
    with _other(options.against) as other:
        if options.command == "diff":
            return _print(_differences(options.names, sources, other, used))
        return _list(options.names, other or sources, used)


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(command="list", names=[], against=None)
    commands = parser.add_subparsers(dest="command", required=False, metavar="COMMAND")
    listing, showing = commands.add_parser("list"), commands.add_parser("show")
    listing.add_argument("names", nargs="*", metavar="NAME")
    listing.add_argument("--against", metavar="OTHER")
    showing.add_argument("name", metavar="NAME")
    differing = commands.add_parser("diff")
    differing.add_argument("names", nargs="*", metavar="NAME")
    differing.add_argument("--against", metavar="OTHER", required=True)
    commands.add_parser("take")
    return parser


def _print(lines: Iterable[str]) -> int:
    """Print lines until nobody reads any more."""
    try:
        for line in lines:
            print(line, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


# --- list ----------------------------------------------------------------------------------------


def _list(names: Sequence[str], sources: Sources, used: Sequence[Use]) -> int:
    """List the pieces and their states; return 1 if any is not as recorded."""
    of = {use.piece for use in used if sources.has(use.piece.partition(".")[0])}
    states = {name: _state(name, sources) for name in sorted(of) if _is_asked(name, names)}
    for name, state in states.items():
        print(f"{state:8}{name}")
        own = [use for use in used if use.piece == name]
        for how, files in _files(own).items():
            print(f"{'':10}{', '.join(files)} {DEEDS[how][len(files) > 1]} it")
        for use in own:
            if what := rewritten(use):
                print(f"{'':12}{use.symbol}: {what}")
    counts = {state: [*states.values()].count(state) for state in dict.fromkeys(states.values())}
    print(", ".join(f"{count} {state}" for state, count in counts.items()))
    return 0 if set(counts) <= {"same"} else 1


def _state(name: str, sources: Sources) -> str:
    record = records().get(name.partition(".")[0])
    digest = record.pieces.get(name) if record else None
    piece = sources.piece(name)
    if piece is None:
        return "gone"
    return "new" if digest is None else "same" if piece.digest == digest else "changed"


def _is_asked(name: str, names: Sequence[str]) -> bool:
    return not names or any(name == asked or name.startswith(f"{asked}.") for asked in names)


def _files(used: Iterable[Use]) -> dict[str, list[str]]:
    """Return the files that use a piece, by what they do with it, the gravest first."""
    found: dict[str, dict[str, None]] = {how: {} for how in DEEDS}
    for use in used:
        found[use.how][use.file.as_posix()] = None
    return {how: [*files] for how, files in found.items() if files}


def rewritten(use: Use) -> str:
    """Return how a function of ours rewrites a piece, from its docstring; nothing if it says
    none."""
    node = _own(use)
    said = ast.get_docstring(node) or "" if node is not None else ""
    for match in REWRITES.finditer(said):
        if f".{use.piece}".endswith(f".{match['name']}"):
            return " ".join(match["what"].split())
    return ""


def _own(use: Use) -> ast.FunctionDef | ast.ClassDef | None:
    """Return the function or class of ours that replaces a piece; None if there is none."""
    if use.how not in ("replaces", "overrides"):
        return None
    body: Sequence[ast.stmt] = ast.parse((PACKAGE.parent / use.file).read_bytes()).body
    node = None
    for name in use.symbol.split("."):
        defined = (n for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef)))
        node = next((n for n in defined if n.name == name), None)
        if node is None:
            return None
        body = node.body
    return node


# --- show ----------------------------------------------------------------------------------------


def _shown(name: str, sources: Sources, used: Sequence[Use]) -> Iterator[str]:
    """Yield a piece as its library has it, then what rewrites it, then the lines that use it."""
    piece = sources.piece(name)
    if piece is None:
        yield f"no piece {name} is in use"
        return
    yield _title(f"{name}: {piece.file}, line {piece.line} ({_state(name, sources)})")
    yield piece.text
    own = [use for use in used if use.piece == name]
    for use in own:
        node = _own(use)
        if node is not None:
            lines = (PACKAGE.parent / use.file).read_text(encoding="utf-8").splitlines()
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            yield _title(f"{use.symbol}: {use.file}, line {first}, {DEEDS[use.how][0]} it")
            yield from lines[first - 1 : node.end_lineno]
    yield _title("used in")
    for use in own:
        if use.how in ("inherits", "uses"):
            lines = (PACKAGE.parent / use.file).read_text(encoding="utf-8").splitlines()
            yield f"{use.file}:{use.line}: {lines[use.line - 1].strip()}"


def _title(text: str) -> str:
    return f"\n{'-' * 99}\n{text}\n{'-' * 99}"


# --- diff ----------------------------------------------------------------------------------------


def _differences(
    names: Sequence[str], sources: Sources, other: Sources | None, used: Sequence[Use]
) -> Iterator[str]:
    """Yield the differences in another version, piece by piece, with the files of ours they
    concern.

    A piece within one that was shown is not shown again.
    """
    assert other is not None
    of = [n for n in sorted({use.piece for use in used}) if other.has(n.partition(".")[0])]
    shown: dict[Path, list[range]] = defaultdict(list)
    changed = 0
    for name in of:
        now, then = sources.piece(name), other.piece(name)
        if not _is_asked(name, names) or now is None or (then and then.digest == now.digest):
            continue
        changed += 1
        yield _title(Change(name, then is None).said(used))
        span = range(now.line, now.line + len(now.text.splitlines()))
        if any(set(span) <= set(whole) for whole in shown[now.file]):
            yield "(it is part of a piece shown above)"
            continue
        shown[now.file].append(span)
        yield from _unified(name, now, then)
    yield f"\n{changed} of {len([n for n in of if _is_asked(n, names)])} pieces differ"


def _unified(name: str, now: Piece, then: Piece | None) -> Iterator[str]:
    there = f"{then.file}:{then.line}" if then else "gone"
    return difflib.unified_diff(
        now.text.splitlines(), then.text.splitlines() if then else [],
        f"{name} (in use, {now.file}:{now.line})", f"{name} (other, {there})", lineterm="",
    )  # fmt: skip


@contextmanager
def _other(against: str | None) -> Iterator[Sources | None]:
    """Yield the sources of another version, of a folder or of a wheel that pip fetches; None
    without any.

    A library that is missing there is taken from those in use.
    """
    folders = dict.fromkeys(map(folder_of, LIBRARIES))
    if against is None:
        yield None
    elif Path(against).is_dir():
        yield Sources(Path(against), *folders)
    else:
        wanted = against if "==" in against else f"weasyprint=={against}"
        with tempfile.TemporaryDirectory() as folder:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            subprocess.run([*pip, "--only-binary", ":all:", "--dest", folder, wanted], check=True)
            for wheel in Path(folder).glob("*.whl"):
                with zipfile.ZipFile(wheel) as archive:
                    archive.extractall(folder)
            yield Sources(Path(folder), *folders)


# --- take ----------------------------------------------------------------------------------------


def take(sources: Sources, path: Path) -> int:
    """Write the digests of all pieces in use; return 1, and write nothing, if a piece that our code
    names is gone."""
    names = sorted({use.piece for use in uses(sources)})
    gone = [name for name in names if sources.piece(name) is None]
    if gone:
        print("gone, and still used:", *gone, sep="\n  ")
        return 1
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    text = recorded(names, sources)
    path.write_text(text, encoding="utf-8")
    for line in difflib.unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=0):
        if line[:1] in "+-" and line[:3] not in ("+++", "---"):
            print(line)
    return 0


def recorded(names: Sequence[str], sources: Sources) -> str:
    """Return the text of the record: a table of pieces and one of files for each library."""
    return _HEAD + "".join(
        "\n".join(
            ["", *_tables(library, [n for n in names if n.startswith(f"{library}.")], sources)]
        )
        for library in sorted(LIBRARIES)
    )


def _tables(library: str, names: Sequence[str], sources: Sources) -> Iterator[str]:
    pieces = {name: piece for name in names if (piece := sources.piece(name))}
    folder = folder_of(library)
    files = {piece.file for piece in pieces.values() if (folder / piece.file).is_file()}
    yield f"[{library}]"
    yield f'version = "{version_of(library)}"'
    yield f"\n[{library}.pieces]"
    for name, piece in pieces.items():
        yield f'"{name}" = "{piece.digest}"'
    yield f"\n[{library}.files]"
    for file in sorted(files):
        yield f'"{file.as_posix()}" = "{of_bytes((folder / file).read_bytes())}"'
    yield ""


if __name__ == "__main__":
    sys.exit(main())
