"""The print PDF.

`look` has type, style sheets and trim; `prepared` makes a section ready for the page, `engine`
lays it out, `page_faults` looks at its pages, and `typeset` does all three. `made` are the parts
that wait for the pages of others, `sequence` is the order of the book, `binding` joins it, `sheet`
shows it.
"""
