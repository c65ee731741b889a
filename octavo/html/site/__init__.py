"""Make the plain HTML form: a folder of pages that need no server, script or network."""
