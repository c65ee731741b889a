"""The document: where each cite stands, what tells works apart, and the setting of them all.

This is CSL alone, in marked text: what `octavo cite` gives, and what the reference outputs and the
CSL suite are held against.  `citations/setting` puts the same work into an edition's notes.
"""

from octavo.csl.document.document import (
    Cluster,
    DocumentCite,
    SetDocument,
    cite_processor,
    entries_of,
    set_document,
)

__all__ = ["Cluster", "DocumentCite", "SetDocument", "cite_processor", "entries_of", "set_document"]
