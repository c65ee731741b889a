"""Set sections as HTML, for the EPUB and for the plain HTML form: `site.site_pages.make_html`."""
