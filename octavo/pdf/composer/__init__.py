"""Choose where the lines of a paragraph end, by arithmetic on widths; nothing here knows a library."""
