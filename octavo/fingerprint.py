"""Compute a fingerprint of code, design and libraries, on which results depend beside their inputs.

If any of it changes, everything is made again, and no cached result is used.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from octavo import __version__

_PACKAGE = Path(__file__).parent
_OURS = "octavo"

# The package, and its design if it lies beside the package, as in a checkout.
OWN_FOLDERS = (_PACKAGE, _PACKAGE.parent / "styles")


@cache
def fingerprint() -> str:
    """Return a digest of Octavo's own files, of Python, and of all libraries by their versions."""
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for name, data in _own_files():
        digest.update(f"{name} {len(data)} ".encode())
        digest.update(data)
    for name, version in {**libraries(), **system_libraries(), "pandoc": _size_of_pandoc()}.items():
        digest.update(f"{name} {version}\n".encode())
    return digest.hexdigest()


def _own_files() -> Iterator[tuple[str, bytes]]:
    for root in OWN_FOLDERS:
        for path in sorted(root.rglob("*")):
            if path.suffix not in {".pyc", ".part"} and path.is_file():
                yield path.relative_to(root).as_posix(), path.read_bytes()


# --- distributions -------------------------------------------------------------------------------

_REQUIRED = re.compile(r"^Requires-Dist: *([\w.-]+) *(?:\[([^]]*)\])?[^;\n]*(?:;(.*))?$", re.M)
_EXTRA = re.compile(r"""\bextra *== *["']([\w.-]+)["']""")


@cache
def libraries() -> Mapping[str, str]:
    """Return the version of every distribution that the package requires, directly or not.

    Every requirement in the metadata counts if it is installed, so markers need not be evaluated.
    """
    found: dict[str, str] = {}
    asked: set[tuple[str, frozenset[str]]] = set()
    waiting = [(_OURS, frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in asked:
            continue
        asked.add((name, extras))
        with suppress(PackageNotFoundError):
            head = _head(distribution(name))
            found[name] = _version(head)
            waiting += _requirements(head, extras)
    return {name: found[name] for name in sorted(found) if name != _OURS}


def _head(installed: Distribution) -> str:
    """Return the fields of a distribution's metadata, without its description."""
    return (installed.read_text("METADATA") or "").partition("\n\n")[0]


def _version(head: str) -> str:
    found = re.search(r"^Version: *(.+)$", head, re.M)
    return found[1].strip() if found else ""


def _requirements(head: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield what a distribution requires, by normalised name, with the extras asked of it."""
    for name, asked, marker in _REQUIRED.findall(head):
        extra = _EXTRA.search(marker)
        if extra is None or extra[1] in extras:
            wanted = frozenset(part.strip() for part in asked.split(",") if part.strip())
            yield re.sub(r"[-_.]+", "-", name).lower(), wanted


# --- pandoc --------------------------------------------------------------------------------------

_PANDOC_WHEEL = "pypandoc_binary"


@cache
def pandoc_program() -> Path:
    """Return the path of the pandoc that the wheel brings, whose version the package requires.

    No other is ever asked for: a pandoc on the PATH, in the user's folders or named by a variable
    of pypandoc may be of any version. Raise PackageNotFoundError if the wheel is not installed.
    """
    return Path(str(distribution(_PANDOC_WHEEL).locate_file("pypandoc/files/pandoc"))).resolve()


def _size_of_pandoc() -> str:
    """Return the size of the program in bytes, so that one put in its place counts as another; an
    empty text if it is missing."""
    with suppress(OSError, PackageNotFoundError):
        return str(pandoc_program().stat().st_size)
    return ""


# --- libraries of the system ---------------------------------------------------------------------


def _pango(library: Any) -> str:
    return str(library.pango_version())


def _harfbuzz(library: Any) -> str:
    library.hb_version_string.restype = ctypes.c_char_p
    return library.hb_version_string().decode()


def _fontconfig(library: Any) -> str:
    return str(library.FcGetVersion())


# The libraries that shape and break lines, under the names by which WeasyPrint looks for them.
_SYSTEM: Mapping[str, tuple[Callable[[Any], str], tuple[str, ...]]] = {
    "pango": (_pango, ("libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.dylib")),
    "harfbuzz": (_harfbuzz, ("libharfbuzz-0", "libharfbuzz.so.0", "libharfbuzz.0.dylib")),
    "fontconfig": (_fontconfig, ("fontconfig-1", "libfontconfig.so.1", "libfontconfig.1.dylib")),
}


@cache
def system_libraries() -> Mapping[str, str]:
    """Return the versions of the libraries that lay out text, by name; for a missing one, an empty
    text."""
    return {name: _asked(version, files) for name, (version, files) in _SYSTEM.items()}


def _asked(version: Callable[[Any], str], files: tuple[str, ...]) -> str:
    for file in files:
        with suppress(OSError, AttributeError):
            return version(ctypes.CDLL(file))
    return ""
