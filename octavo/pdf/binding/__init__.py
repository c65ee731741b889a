"""Bind the leaves to one book: folios, links, structure, fonts and metadata."""
