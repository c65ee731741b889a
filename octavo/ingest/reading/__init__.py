"""Read the files of a scan: text, Markdown, hOCR, ALTO, PAGE XML and PDFs with a text layer."""

from octavo.ingest.reading.files import read_scan

__all__ = ["read_scan"]
