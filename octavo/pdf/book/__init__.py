"""Put the book together: the order of its pages, and the parts that need the pages of others."""
