"""The print PDF."""
