"""Break lines: where they end, how words are drawn together, which letters have which width."""
