"""The metadata that all forms print: on their title pages, and on their copyright pages."""

TITLE_PAGE = (
    "title", "subtitle", "authors", "editors", "translators", "language", "date", "edition",
    "publisher", "series",
)  # fmt: skip

# What `matter.imprint` makes statements of.
IMPRINT = (
    "publisher", "copyright", "authors", "language", "date", "rights", "licence", "printing",
    "isbn", "series", "doi", "cip", "credits", "disclaimer", "identifier",
)  # fmt: skip

# What the forms say of themselves to machines.
DESCRIPTION = ("description", "keywords", "identifier")
