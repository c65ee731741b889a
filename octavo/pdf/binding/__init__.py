"""The leaves bound to one book: folios, links, structure, fonts, and what it says of itself."""
