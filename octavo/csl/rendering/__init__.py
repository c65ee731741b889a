"""Render CSL's elements in place of citeproc-py: each module registers those of one concern."""
