"""Judge any PDF as a printer does: `preflight`.

`pdf_pages` opens the file and gives its pages, `page_content` reads what each paints (`painted` has
the nouns, `colours` the inks), and `of_pages`, `of_inks`, `of_fonts`, `of_pictures` and `of_file`
yield flaws against `rules`. `plates` draws the inks of a page and adds them up; `flaws` gathers all
into findings; `marked_page` draws a page with its flaws.
"""
