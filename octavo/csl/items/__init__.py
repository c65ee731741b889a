"""What an item of a bibliography holds: its fields, texts, people and dates, made sound."""
