"""Make the interior that a printer takes of the print PDF: the same pages in other ink.

`inked_content` writes the content of pages in the inks of the press, `inked_pictures` the pictures,
`sheet` gives pages their boxes, bleed and marks, `standard` makes the file one of PDF/X,
`same_pages` compares the words of both files, and `interior` puts all together.
"""
