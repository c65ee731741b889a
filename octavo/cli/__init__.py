"""Run the command line: octavo new, ingest, build, watch, open, sheet, prove, check, keys,
words, styles, cite, list and schema.

Exit codes: 0 sound, 1 findings of error severity, 2 could not run.
"""

from octavo.cli.command_line import main

__all__ = ["main"]
