"""Set the citations of an edition.

`cites` reads what the manuscript cites; `sigla` and `archives` are the edition's own; `setting`
brings references, styles and cites together in one CSL document; `frames` says where citations are
printed, and with which brackets; `fallback` sets author and title
where a style prints nothing; `second_opinion` compares with pandoc's citeproc.
"""

from octavo.citations.cites import read_cites
from octavo.citations.fallback import author_names
from octavo.citations.frames import frame_of, framed
from octavo.citations.setting import SetWork, set_citations
from octavo.citations.sigla import siglum_of

__all__ = [
    "SetWork",
    "author_names",
    "frame_of",
    "framed",
    "read_cites",
    "set_citations",
    "siglum_of",
]
