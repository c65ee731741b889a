"""Parse texts: notes by name, one kind of element each for figures, tables, verse and labels."""
