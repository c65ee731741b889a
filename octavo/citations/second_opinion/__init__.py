"""Compare every citation with pandoc's citeproc, and report where the words differ.

What Octavo adds to CSL is taken away first: the siglum introduced after a full form, and the order
of an archive's parts.  The editors allow a difference that they have looked at in
csl/second-opinion.yaml, by the words of both, with the reason.
"""

from octavo.citations.second_opinion.allowed import (
    ALLOWED_PATH,
    LARGEST,
    Allowance,
    read_allowances,
)
from octavo.citations.second_opinion.opinion import Opinion, second_opinion

__all__ = [
    "ALLOWED_PATH",
    "LARGEST",
    "Allowance",
    "Opinion",
    "read_allowances",
    "second_opinion",
]
