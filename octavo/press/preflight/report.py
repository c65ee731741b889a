"""Report a preflight as JSON: each finding with all of its places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from octavo.press.preflight.flaws import Flaw, Judged


def report_preflight(found: Sequence[Judged]) -> bytes:
    """Return the findings as JSON. A place has its page, counted from 1, the page's label, and its
    box in millimetres from the left and the foot of the trimmed page."""
    rows = [
        {
            "code": one.finding.code,
            "rule": one.name,
            "severity": one.finding.severity.value,
            "path": one.finding.place.path,
            "message": one.finding.message,
            "hint": one.finding.hint,
            "places": [_place(flaw) for flaw in one.flaws if flaw.page >= 0],
        }
        for one in found
    ]
    return orjson.dumps({"findings": rows}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _place(flaw: Flaw) -> dict[str, Any]:
    return {"page": flaw.page + 1, "label": flaw.label, "millimetres": list(flaw.millimetres)}
