"""Break notes over pages: which notes a page holds, and where the last of them is broken."""
