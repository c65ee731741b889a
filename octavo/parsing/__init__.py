"""What a text shows beside its paragraphs, made one kind of element when it is parsed: figures,
tables, verse, and the labels by which they are referred to."""
