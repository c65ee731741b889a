"""The sections that are made when the pages of all others are known, and the title leaves."""
