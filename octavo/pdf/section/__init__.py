"""A section's XHTML made ready for the page."""
