"""Name how far each letter at the edge of a line hangs into the margin: the edge looks even."""

from __future__ import annotations

from collections.abc import Mapping

# Parts of the letter's own width, for letters at the end of a line and at its beginning. Small
# signs hang most: their ink is little beside the letters above and below.
BEHIND: Mapping[str, float] = {
    ".": 0.7, ",": 0.7, "-": 0.6, "\u2010": 0.6, "\u2019": 0.6, "\u201d": 0.5, "\u00bb": 0.3,
    "\u203a": 0.4, ":": 0.4, ";": 0.4, "\u2013": 0.3, "\u2014": 0.2, "!": 0.2, "?": 0.1,
    ")": 0.1,
    # Half of these is blank.
    **dict.fromkeys("\u3001\u3002\uff0c\uff0e\u300d\u300f\u3009\u300b\uff09\u3015\u3011", 0.5),
}  # fmt: skip
BEFORE: Mapping[str, float] = {
    "\u2018": 0.6, "\u201c": 0.5, "\u201e": 0.5, "\u201a": 0.6, "\u00ab": 0.3, "\u2039": 0.4,
    "\u2013": 0.3, "\u2014": 0.2, "(": 0.1,
    **dict.fromkeys("\u300c\u300e\u3008\u300a\uff08\u3014\u3010", 0.5),
}  # fmt: skip
