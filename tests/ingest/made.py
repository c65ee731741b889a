"""Read an edition that `octavo ingest` has made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Made:
    folder: Path
    status: int
    said: str

    @property
    def texts(self) -> list[str]:
        return [p.read_text(encoding="utf-8") for p in sorted(self.folder.glob("source/*.md"))]

    @property
    def text(self) -> str:
        (only,) = self.texts
        return only

    @property
    def data(self) -> dict:
        return json.loads((self.folder / "ingest/doubts.json").read_text(encoding="utf-8"))

    @property
    def works(self) -> list[dict]:
        return json.loads((self.folder / "csl/bibliography.json").read_text(encoding="utf-8"))

    def doubts(self, kind: str) -> list[str]:
        return [one["message"] for one in self.data["doubts"] if one["kind"] == kind]
