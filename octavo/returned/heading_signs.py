"""Give a block the sign of a heading, or take it."""

from __future__ import annotations

from octavo.proof.form_text import HEADINGS
from octavo.returned.source_letters import Lettered


def may_head(one: str, other: str) -> bool:
    """Return whether a passage of one kind may become one of the other by its sign."""
    return {one, other} <= {"", *HEADINGS}


def sign_of(kind: str, rise: int) -> str:
    """Return the sign of a heading; nothing for a paragraph."""
    return f"{'#' * max(1, HEADINGS.index(kind) + 1 + rise)} " if kind in HEADINGS else ""


def with_sign(own: Lettered, said: str, sign: str) -> str | None:
    """Return what is written of a block with the sign of a heading, or without one; None if it is
    on several lines, or has attributes that only a heading may have."""
    is_heading = own.block.kind == "heading"
    if own.block.kind not in ("heading", "paragraph") or "\n" in said:
        return None
    if is_heading and (not own.lead or (own.tail and not sign)):
        return None
    return sign + said.removeprefix(own.lead)
