"""Make the print PDF.

`design` reads the design's sheets, page geometry and fonts. `section` prepares a section's XHTML
for the page, `engine` lays it out, `page_faults` finds the issues on its pages, and `typeset` runs
these three. `book` has the order of the book, and lays out the parts that need the pages of others:
contents, endnotes, references to notes by page. `binding` joins the leaves into the book, and
`contact_sheet` draws its spreads.
"""
