"""Read what an item holds: its fields, texts, people and dates, each normalized."""
