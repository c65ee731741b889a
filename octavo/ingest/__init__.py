"""Make an edition of a scan's text: `octavo ingest`.

Readers give lines on pages; the middle is pure and keeps, for every letter, where it goes; the
command line writes the files. `word/` does the same for documents.
"""

from octavo.ingest.decisions import read_decisions
from octavo.ingest.ingested import Ingested, Options, ingest
from octavo.ingest.reading import read_scan
from octavo.ingest.scan import Unreadable

__all__ = ["Ingested", "Options", "Unreadable", "ingest", "read_decisions", "read_scan"]
