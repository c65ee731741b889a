"""Set fifteen varied items, cited in every way, in the styles of the package.

The tests set them in a sample.  All styles take some three minutes:

    python -m tests.csl.every_style

prints which of them raise, warn, leave a mark in what they print or print no cite at all, and the
slowest.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Iterable
from typing import Any

from octavo.csl.document import Cluster, DocumentCite, set_document
from octavo.csl.items.fields import item_of
from octavo.csl.styles import load_style, style_names
from octavo.csl.text.tagged_html import to_html, to_plain


def people(*names: str) -> list[dict[str, str]]:
    """'Doe, Ann' and the like as CSL has them."""
    return [dict(zip(("family", "given"), name.split(", "), strict=False)) for name in names]


_DOE = people("Doe, Ann Mary")
_TEXTS = """abstract annote archive authority chapter-number citation-label dimensions division
    event-title genre jurisdiction keyword medium number part-number part-title printing-number
    references reviewed-title scale section status supplement-number version volume-title""".split()
_ROLES = """author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director executive-producer guest host illustrator narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator
    translator""".split()

DATA: dict[str, dict[str, Any]] = {
    "book": {
        "type": "book", "title": "The <i>Great</i> Game: “One” story", "edition": 2, "volume": "3",
        "author": people("Doe, Ann Mary", "Roe, R. J.", "Poe, Edgar", "Loe, L"),
        "issued": {"date-parts": [[1999, 5, 12]]}, "publisher": "Press",
        "publisher-place": "Paris", "number-of-volumes": "4", "ISBN": "1", "note": "n",
    },
    "article": {
        "type": "article-journal", "title": "Why? A study", "container-title": "Journal",
        "author": _DOE, "issued": {"date-parts": [[1999]]}, "page": "321-328", "volume": "12",
        "issue": "3", "DOI": "10.1/x", "language": "de",
    },
    "alike": {
        "type": "article-journal", "title": "Why not?", "container-title": "Journal",
        "author": _DOE, "issued": {"date-parts": [[1999]]}, "page": "e1,3",
    },
    "chapter": {
        "type": "chapter", "title": "Ch", "container-title": "B", "page": "1-2",
        "author": people("van der Vlist, Jan, III"), "editor": people("Roe, R", "Poe, E"),
        "translator": people("Roe, R", "Poe, E"), "issued": {"date-parts": [[-44]]},
    },
    "thesis": {
        "type": "thesis", "title": "Th", "genre": "PhD thesis", "author": people("Doe, Bob"),
        "issued": {"date-parts": [[2001, 21]]}, "publisher": "U",
    },
    "page": {
        "type": "webpage", "title": "W", "URL": "http://x.org/",
        "accessed": {"date-parts": [[2020, 1, 2]]}, "author": [{"literal": "The Org"}],
    },
    "newspaper": {
        "type": "article-newspaper", "title": "N", "container-title": "The Times",
        "issued": {"date-parts": [[1920, 6, 1], [1920, 7]]},
    },
    "case": {
        "type": "legal_case", "title": "A v. B", "authority": "Court", "number": "12-3",
        "issued": {"literal": "n.d."}, "volume": "1", "container-title": "R.",
    },
    "act": {
        "type": "legislation", "title": "Act", "container-title": "Stat.", "section": "3-4",
        "issued": {"raw": "1999-05/2000-06", "circa": True},
    },
    "patent": {
        "type": "patent", "title": "Pat", "number": "US 1", "author": people("我妻, 栄"),
        "issued": {"date-parts": [[2000, 13, 40]]},
    },
    "interview": {
        "type": "interview", "interviewer": people("Roe, R"), "author": people("Doe, A"),
        "issued": {"date-parts": [[2005, 6], [0]]}, "medium": "tape",
    },
    "paper": {
        "type": "paper-conference", "title": "C", "event-title": "E", "event-place": "X",
        "container-title": "Proc", "author": people(*(f"F{n}, G" for n in range(30))),
        "collection-title": "S", "collection-number": "5",
        "original-date": {"date-parts": [[1800]]},
    },
    "manuscript": {
        "type": "manuscript", "archive": "Ar", "archive_location": "f. 1",
        "archive-place": "Moscow", "recipient": people("Q, Q"),
        "issued": {"season": "2", "date-parts": [[1900]]},
    },
    "empty": {},
    "everything": {
        "type": "report",
        **{name: f"{name} 1–2" for name in _TEXTS},
        **{role: people("Role, Ann", "Other, O") for role in _ROLES},
        "available-date": {"date-parts": [[2001]]},
        "event-date": {"date-parts": [[2002, 2], [2003, 3, 3]]},
        "submitted": {"date-parts": [[2003]]},
    },
}  # fmt: skip
ITEMS = {key: item_of(data, key) for key, data in DATA.items()}

_LABELS = """page chapter folio section sub-verbo verse line note book figure issue opus paragraph
    part volume""".split()
_ALONE = [(DocumentCite(key),) for key in ITEMS]
_LOCATED = [
    (DocumentCite(key, locator="12-15", label=label),)
    for key, label in zip(ITEMS, _LABELS, strict=True)
]
_TOGETHER = [
    tuple(DocumentCite(key, prefix="see ", suffix=", on this") for key in ITEMS),
    (DocumentCite("book"),),
    (DocumentCite("book", locator="3"),),
]
CLUSTERS = (
    *(Cluster(cites, note) for note, cites in enumerate([*_LOCATED, *_ALONE, *_TOGETHER], 1)),
    Cluster((DocumentCite("article", suppress_author=True), DocumentCite("alike")), 0),
)


def faults_of(name: str) -> list[str]:
    """Set everything in a style of the package; give the faults of the output."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        set_ = set_document(load_style(name, None), "", ITEMS, CLUSTERS)
        texts = (*set_.clusters, *(text for _, text in set_.entries))
        printed = [show(text, set_.quotes) for text in texts for show in (to_html, to_plain)]
    faults = [] if any(printed) else [f"{name}: it prints nothing"]
    if any(is_private(letter) for text in printed for letter in text):
        faults.append(f"{name}: it leaves marks in what it prints")
    return faults


def is_private(letter: str) -> bool:
    """Whether a letter is of those that marks are made of."""
    return letter >= "\U0010ff00"


def _main(names: Iterable[str]) -> int:
    faults: list[str] = []
    took: list[tuple[float, str]] = []
    for name in names:
        start = time.perf_counter()
        try:
            faults += faults_of(name)
        except Exception as error:  # an exception is the fault that is sought
            faults.append(f"{name}: {type(error).__name__}: {error}")
        took.append((time.perf_counter() - start, name))
    print(*faults, f"{len(took)} styles, {len(faults)} faults", sep="\n")
    for seconds, name in sorted(took, reverse=True)[:5]:
        print(f"{seconds:6.2f} s  {name}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:] or style_names()))
