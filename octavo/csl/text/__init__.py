"""How words are printed: their markup, case, numbers, punctuation and order."""
