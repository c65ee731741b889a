"""Make the parts of a DOCX package, and the package: the names of Office Open XML."""
