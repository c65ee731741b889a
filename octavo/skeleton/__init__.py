"""Lay out a new edition: the folders, a dodo.py, and a short text that builds at once."""

from __future__ import annotations

import uuid
from pathlib import Path

_TEMPLATE = Path(__file__).parent / "edition"
_IDENTIFIER = "urn:uuid:00000000-0000-0000-0000-000000000000"


def frame() -> dict[str, bytes]:
    """Return the files of an edition that hold no text of its own: its dodo.py, its style sheet,
    an empty bibliography and what git ignores."""
    names = {
        "dodo.py": "dodo.py",
        "styles/print.css": "styles/print.css",
        "gitignore": ".gitignore",
    }
    files = {name: (_TEMPLATE / path).read_bytes() for path, name in names.items()}
    return files | {"csl/bibliography.json": b"[]\n"}


def lay_out(folder: Path) -> tuple[Path, ...]:
    """Write the files of a new edition into a folder; return their paths.

    Each edition gets an identifier of its own, which it keeps from then on.
    """
    made = []
    for path in sorted(_TEMPLATE.rglob("*")):
        if not path.is_file() or path.suffix == ".pyc":
            continue
        name = path.relative_to(_TEMPLATE)
        target = folder / (name if name.name != "gitignore" else name.with_name(".gitignore"))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8").replace(_IDENTIFIER, uuid.uuid4().urn)
        target.write_text(text, encoding="utf-8")
        made.append(target)
    return tuple(made)
