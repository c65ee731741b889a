"""Set words: their markup, case, numbers and punctuation, and the order in which they file."""
