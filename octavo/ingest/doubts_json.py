"""Write doubts and the account of letters as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from octavo.ingest.doubts import Doubt, unmarked
from octavo.ingest.ingested import Ingested
from octavo.ingest.letters import NAMES


def doubts_json(made: Ingested, written: Mapping[str, str]) -> str:
    """Return the doubts as JSON, the gravest first; `written` has the digest of each file."""
    account = made.account
    data = {
        "doubts": [_doubt(one) for one in made.doubts],
        "settled": [_doubt(one) for one in made.settled],
        "citations": [
            {
                "note": one.label,
                "file": one.place.file,
                "page": one.place.page,
                "line": one.place.line,
                "written": one.written,
                "citation": one.citation,
                "certain": one.certain,
                "applied": one.applied,
                "why": one.why,
            }
            for one in made.proposals
        ],
        "letters": {
            "read": account.read,
            "went": {NAMES[goes]: number for goes, number in account.went},
            "put in": dict(account.put_in),
            "balanced": account.balanced,
        },
        "taken out": [
            {"what": what, "words": words, "times": n} for what, words, n in made.taken_out
        ],
        "remarks": list(made.remarks),
        "written": dict(sorted(written.items())),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _doubt(one: Doubt) -> dict[str, object]:
    return {
        "id": one.id, "kind": one.kind, "weight": one.weight, "file": one.place.file,
        "page": one.place.page, "line": one.place.line, "scan": unmarked(one.scanned),
        "result": one.result,
        "message": one.message, "choices": list(one.choices), "rests": list(one.rests),
    }  # fmt: skip
