"""What can be wrong with a DOCX, carried out of the depths as an exception with its faults."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model import Fault


class DocxError(Exception):
    """The DOCX cannot be made as the edition wants it; `faults` says where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{f.place}: {f.message}" for f in faults))
        self.faults = tuple(faults)
