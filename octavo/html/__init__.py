"""Write a section as XHTML, which PDF, EPUB and the HTML form begin with; make the HTML form."""
