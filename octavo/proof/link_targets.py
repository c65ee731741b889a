"""Find the lines that the links of a PDF lead to (ISO 32000-1, 12.3.2 and 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array

from octavo.proof.letters import WILD, folded
from octavo.proof.note_tags import Annotation
from octavo.proof.printed import ARTIFACT, UNMARKED, PrintedTarget, PrintedTargets, Run

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
            below = [(placed, drawn) for y, placed, drawn in lines if y <= top][:_LINES]
            ways = (folded("".join(texts))[:_ENOUGH] for texts in zip(*below, strict=True))
            self._lines[index, top] = WILD.join(dict.fromkeys(ways))

    def targets(self, annotations: Iterable[Annotation]) -> PrintedTargets:
        """Return where the lines of a link lead; nothing if none leads anywhere."""
        found = (self._target(annotation) for annotation in annotations)
        return tuple(dict.fromkeys(target for target in found if target is not None))

    def _target(self, annotation: Annotation) -> PrintedTarget | str | None:
        if annotation in self._addresses:
            return self._addresses[annotation]
        place = self._places.get(annotation)
        return PrintedTarget(place[0], self._lines.get(place, "")) if place else None


def _lines(runs: Iterable[Run]) -> Iterator[tuple[float, str, str]]:
    """Yield the baselines of a page from its head to its foot, each with the text on it: from left
    to right, and as it is drawn, which is the order of reading where it runs from right to left."""
    numbered = enumerate(run for run in runs if run.text.strip())
    ordered = sorted(numbered, key=lambda pair: -pair[1].y)
    line: list[tuple[int, Run]] = []
    for pair, following in pairwise((*ordered, None)):
        assert pair is not None
        line.append(pair)
        run = pair[1]
        if following is None or run.y - following[1].y > _SAME * run.size:
            by_place = "".join(one.text for _, one in sorted(line, key=lambda pair: pair[1].x))
            as_drawn = "".join(one.text for _, one in sorted(line, key=lambda pair: pair[0]))
            yield max(one.y for _, one in line), by_place, as_drawn
            line = []
