"""List the metadata that all forms print, on their title pages and their copyright pages."""

TITLE_PAGE = (
    "title", "subtitle", "authors", "editors", "translators", "language", "date", "edition",
    "publisher", "series", "title_page",
)  # fmt: skip

# The fields from which `matter.imprint` makes the statements of the copyright page.
IMPRINT = (
    "publisher", "copyright", "authors", "language", "date", "rights", "licence", "printing",
    "isbn", "series", "doi", "cip", "credits", "disclaimer", "identifier",
)  # fmt: skip

# The fields that the forms hold for programs: catalogues, shops, search engines.
DESCRIPTION = ("description", "keywords", "identifier")

# What title leaves and contents are made of, which the proof compares in the finished forms.
FRONT = (
    *dict.fromkeys((*TITLE_PAGE, *IMPRINT)), "description", "sections", "contents",
    "notes.place",
    "print.leaves", "print.design",
)  # fmt: skip
