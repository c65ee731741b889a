"""Read .bib files: split them into entries, have pandoc convert these, restore what it loses."""
