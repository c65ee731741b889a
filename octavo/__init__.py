"""Make print editions of scholarly text, and prove that every note is in its place."""

__version__ = "0.1.0"
