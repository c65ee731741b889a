"""The forms in which an edition is published."""
