"""Tag the PDF: write its structure, and mark each piece of text with its element."""
