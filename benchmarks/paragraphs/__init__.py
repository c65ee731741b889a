"""Measure the paragraphs of finished PDFs: word spaces, hyphens, rivers, last lines."""
