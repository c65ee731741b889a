"""Declare and run stages, decide whether they are up to date, and report the progress of a run."""
