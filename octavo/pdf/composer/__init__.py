"""Choose where the lines of a paragraph end, by arithmetic on widths; no library is known here."""
