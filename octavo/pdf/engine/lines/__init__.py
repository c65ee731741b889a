"""Break lines: find their ends, draw words together, measure the widths of letters."""
