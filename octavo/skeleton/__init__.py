"""Lay out a new edition: the folders, a dodo.py, and a short text that builds at once."""

from __future__ import annotations

import uuid
from pathlib import Path

_EDITION = Path(__file__).parent / "edition"
_TEMPLATES = Path(__file__).parent / "templates"
_IDENTIFIER = b"urn:uuid:00000000-0000-0000-0000-000000000000"
_OTHER_NAMES = {"gitignore": ".gitignore"}  # git would obey it here


def frame() -> dict[str, bytes]:
    """Return the files of an edition that hold no text of its own: its dodo.py, its style sheet,
    an empty bibliography and what git ignores."""
    kept = {"dodo.py", "styles/print.css", ".gitignore"}
    files = {name: data for name, data in _files_below(_EDITION).items() if name in kept}
    return files | {"csl/bibliography.json": b"[]\n"}


def template_names() -> tuple[str, ...]:
    """Return the names of the templates, in order."""
    return tuple(sorted(folder.name for folder in _TEMPLATES.iterdir() if folder.is_dir()))


def lay_out(folder: Path, template: str = "") -> tuple[Path, ...]:
    """Write the files of a new edition into a folder; return their paths. Its texts are those of a
    template, or a short one without a template.

    Each edition gets an identifier of its own, which it keeps from then on.
    """
    files = _files_below(_EDITION)
    if template:
        kept = frame().keys() - {"csl/bibliography.json"}
        files = {name: data for name, data in files.items() if name in kept}
        files |= _files_below(_TEMPLATES / template)
    made = []
    for name, data in sorted(files.items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.replace(_IDENTIFIER, uuid.uuid4().urn.encode()))
        made.append(target)
    return tuple(made)


def _files_below(folder: Path) -> dict[str, bytes]:
    """Return the files of a template by their names in an edition."""
    paths = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc")
    names = {p.relative_to(folder).as_posix(): p for p in paths}
    return {_OTHER_NAMES.get(name, name): path.read_bytes() for name, path in names.items()}
