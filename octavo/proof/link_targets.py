"""Find the lines that the links of a PDF lead to (ISO 32000-1, 12.3.2 and 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array

from octavo.proof.letters import folded
from octavo.proof.printed import ARTIFACT, UNMARKED, PrintedTarget, Run

_LINES = 4  # lines of a target that are read
_SAME = 0.5  # of the type size: runs whose baselines are so near are on one line
_ENOUGH = 400  # letters of these lines that are kept

_Place = tuple[int, float]  # the index of a page, and a height on it


class Links:
    """The links of a PDF by the objects of their annotations, and the lines at their targets, which
    are read page by page."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._addresses: dict[tuple[int, int], str] = {}
        self._places: dict[tuple[int, int], _Place] = {}
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                if annotation.get("/Subtype") == "/Link":
                    self._add(annotation, pages)
        self._wanted: dict[int, set[float]] = {}
        for index, top in self._places.values():
            self._wanted.setdefault(index, set()).add(top)
        self._lines: dict[_Place, str] = {}

    def _add(self, annotation: Any, pages: dict[tuple[int, int], int]) -> None:
        action = annotation.get("/A")
        destination = annotation.get("/Dest")
        if action is not None and action.get("/S") == "/URI":
            self._addresses[annotation.objgen] = str(action.get("/URI", ""))
            return
        if action is not None and action.get("/S") == "/GoTo":
            destination = action.get("/D")
        if isinstance(destination, Array) and len(destination) > 3 and destination[1] == "/XYZ":
            index = pages.get(destination[0].objgen, -1)
            self._places[annotation.objgen] = index, float(destination[3] or 0)

    def read(self, index: int, runs: Iterable[Run]) -> None:
        """Read the lines of a page that links lead to."""
        tops = self._wanted.get(index)
        if not tops:
            return
        lines = list(_lines(run for run in runs if run.mark not in (ARTIFACT, UNMARKED)))
        for top in tops:
            below = [text for y, text in lines if y <= top]
            self._lines[index, top] = folded("".join(below[:_LINES]))[:_ENOUGH]

    def target(self, annotation: tuple[int, int]) -> PrintedTarget | str | None:
        """Return where a link leads; None if it leads nowhere."""
        if annotation in self._addresses:
            return self._addresses[annotation]
        place = self._places.get(annotation)
        return PrintedTarget(place[0], self._lines.get(place, "")) if place else None


def _lines(runs: Iterable[Run]) -> Iterator[tuple[float, str]]:
    """Yield the baselines of a page from its head to its foot, each with the text on it."""
    ordered = sorted((run for run in runs if run.text.strip()), key=lambda run: -run.y)
    line: list[Run] = []
    for run, following in pairwise((*ordered, None)):
        assert run is not None
        line.append(run)
        if following is None or run.y - following.y > _SAME * run.size:
            line.sort(key=lambda one: one.x)
            yield max(one.y for one in line), "".join(one.text for one in line)
            line = []
