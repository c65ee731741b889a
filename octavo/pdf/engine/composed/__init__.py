"""Give paragraphs to the composer, and its lines to WeasyPrint as boxes."""
