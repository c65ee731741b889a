"""Tag the PDF: its structure, and each piece of text marked with its element."""
