"""Front and back matter made from the edition's metadata: its parts, and their words."""
