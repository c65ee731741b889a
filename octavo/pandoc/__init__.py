"""Run pandoc; make, read and change the elements of its tree."""
