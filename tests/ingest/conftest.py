"""Ingest a document, and give the edition that was made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.cli import main
from tests.ingest.made import Made


@pytest.fixture
def ingested(tmp_path: Path, capsys):
    def ingest(data: bytes, *options: str, name: str = "work.docx") -> Made:
        path = tmp_path / name
        path.write_bytes(data)
        folder = tmp_path / "edition"
        status = main(["ingest", *options, str(path), str(folder)])
        said = capsys.readouterr()
        return Made(folder, status, said.out + said.err)

    return ingest
