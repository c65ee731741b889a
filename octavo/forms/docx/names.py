"""Ids of an edition as bookmark names that Word keeps: letters, figures, `_`, forty at most."""

from __future__ import annotations

import re
from hashlib import sha256

_LONGEST = 40


def bookmark_name(identity: str) -> str:
    """The one bookmark of an id; what cannot be told apart by Word's rules gets a sign of its own.

    note-01-prologue-12 -> note_01_prologue_12
    Prologue, 3rd draft -> x_Prologue__3rd_draft_6f0b8d2e
    """
    name = identity.replace("-", "_")
    plain = re.fullmatch(r"[a-z][a-z0-9-]*", identity) and len(name) <= _LONGEST
    if plain and not name.startswith("x_"):
        return name
    sign = sha256(identity.encode()).hexdigest()[:8]
    legible = re.sub(r"[^A-Za-z0-9]", "_", identity)[: _LONGEST - 11]
    return f"x_{legible}_{sign}"
