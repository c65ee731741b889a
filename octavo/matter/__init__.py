"""Make front and back matter from the edition's metadata: its parts, and their words."""
