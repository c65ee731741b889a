"""Judge PDFs as a printer does: printers as data, and the preflight of any file."""
