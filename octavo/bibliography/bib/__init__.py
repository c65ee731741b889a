"""Read .bib files: entries parted here, converted by pandoc, restored where it loses something."""
