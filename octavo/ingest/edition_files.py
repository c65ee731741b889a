"""Write the files of an edition from what was ingested: edition.yaml, texts, bibliography."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

_NAMESPACE = uuid.UUID("6f1f6a0e-6d3c-5f0b-9a55-0c1a2f3c7d11")

_DODO = "dodo.py"


def identifier_of(text: str) -> str:
    """Return an identifier for the edition, the same for the same scan."""
    return uuid.uuid5(_NAMESPACE, text[:200_000]).urn


def settings_of(
    *,
    title: str,
    subtitle: str,
    authors: Sequence[Mapping[str, str]],
    language: str,
    identifier: str,
    sections: Sequence[str],
    anew: bool,
    has_references: bool,
    archives: bool,
) -> str:
    """Return edition.yaml."""
    lines = [
        "# Made by `octavo ingest`. `octavo schema` prints the JSON Schema of this file.",
        f"title: {_quoted(title)}",
    ]
    if subtitle:
        lines.append(f"subtitle: {_quoted(subtitle)}")
    if authors:
        lines.append("authors:")
        for one in authors:
            parts = ", ".join(f"{key}: {_quoted(value)}" for key, value in one.items())
            lines.append(f"  - {{{parts}}}")
    lines += [f"language: {language}", f"identifier: {identifier}", "sections:"]
    lines += [f"  - {_quoted(name)}" for name in sections]
    numbering = "section" if anew else "edition"
    lines.append(f"notes: {{place: foot, numbering: {numbering}}}")
    lines += ["citations:", "  style: chicago-notes-bibliography"]
    if has_references:
        lines += ["  bibliography: csl/bibliography.json", "  include: all"]
    if archives:
        lines += ["  parts:", "    - {title: Archives, section: archives}",
                  "    - {title: Works}"]  # fmt: skip
    lines.append("print: {trim: 6in 9in}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def bibliography_of(references: Sequence[Mapping[str, Any]]) -> str:
    """Return the references as CSL-JSON."""
    out = StringIO()
    json.dump(list(references), out, ensure_ascii=False, indent=1)
    return out.getvalue() + "\n"
