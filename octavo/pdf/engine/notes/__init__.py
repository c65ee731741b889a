"""Break notes over pages: choose the notes of a page, and the place where the last is broken."""
