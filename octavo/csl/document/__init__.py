"""Set a document of citations: positions, disambiguation, clusters and entries.

This room knows CSL alone and works in tagged text: `octavo cite` prints what it sets, and the
reference outputs and the CSL suite are compared with it.  `citations/setting` does the same work
for the notes of an edition.
"""

from octavo.csl.document.document import (
    Cluster,
    DocumentCite,
    SetDocument,
    cite_processor,
    entries_of,
    set_document,
)
from octavo.csl.document.working_document import (
    Changes,
    PlacedCitation,
    WorkingDocument,
    opened,
)

__all__ = [
    "Changes",
    "Cluster",
    "DocumentCite",
    "PlacedCitation",
    "SetDocument",
    "WorkingDocument",
    "cite_processor",
    "entries_of",
    "opened",
    "set_document",
]
