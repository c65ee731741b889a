"""Make an edition of documents: Word files, OpenDocument texts, RTF and LaTeX."""

from octavo.ingest.word.ingest_documents import ingest_documents
from octavo.ingest.word.opening import form_of

__all__ = ["form_of", "ingest_documents"]
