"""Prepare a section's XHTML for the page."""
