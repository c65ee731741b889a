"""Measure Octavo on real books, side by side with its peers."""
