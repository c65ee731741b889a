"""The second opinion: every citation set by pandoc's citeproc too, and where the words differ.

What Octavo adds to CSL is no matter of opinion and is taken away first: the siglum given behind a
full form, and the order of an archive's parts.  A difference that the editors have looked at is
allowed in csl/second-opinion.yaml, by the words of both, with the reason.
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
