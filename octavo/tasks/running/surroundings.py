"""Keep a person's environment out of the forms: the same edition gives the same bytes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import MutableMapping
from pathlib import Path

# The variables by which a person changes how libraries of the layout choose, shape or draw letters.
_OF_LIBRARIES = (
    "CAIRO_", "FC_", "FREETYPE_", "G_DEBUG", "G_MESSAGES_", "G_SLICE", "HB_", "LANG", "LC_",
    "PANGO", "SOURCE_DATE_EPOCH", "FONTCONFIG_",
)  # fmt: skip

_EPOCH = "SOURCE_DATE_EPOCH"

# The fonts of the computer and of its user, without their rules.
_OUR_FONTS = Path(__file__).with_name("fonts.conf")
# Some systems have no configuration of fonts but the one that FONTCONFIG_FILE or _PATH names.
_SYSTEM_FONTS = ("/etc/fonts/fonts.conf", "/opt/homebrew/etc/fonts/fonts.conf",
                 "/usr/local/etc/fonts/fonts.conf")  # fmt: skip
_ITS_FONTS = ("FONTCONFIG_FILE", "FONTCONFIG_PATH")


def refusal() -> str:
    """Return why Octavo cannot run in this Python or from this folder; an empty text if it can.

    WeasyPrint makes parts of its pages inside `assert`. Without them each note area becomes a black
    box, and Octavo's own assertions do not hold back a faulty form.
    """
    if sys.flags.optimize:
        return (
            "Python leaves out assertions here (python -O, or the variable PYTHONOPTIMIZE), and "
            "the pages would be wrong; run without -O, and unset PYTHONOPTIMIZE"
        )
    try:
        os.getcwd()
    except OSError:
        return "the folder in which you are was removed; change into another one"
    return ""


_asked: list[str] = []  # the day of SOURCE_DATE_EPOCH, before it was removed


def today() -> str:
    """Return the day of this run, as 2026-11-30: that of SOURCE_DATE_EPOCH where it was set, so
    that a draft can be made again with the same bytes."""
    seconds = int(_asked[0]) if _asked and _asked[0].isdecimal() else time.time()
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def settle(environment: MutableMapping[str, str] = os.environ) -> None:
    """Remove the variables that change a layout, before the libraries read them, and name a
    configuration of fonts without the user's and the administrator's rules. Their fonts stay: they
    may have letters that the book's lack."""
    if _EPOCH in environment:
        _asked[:] = [environment[_EPOCH]]
    has_fonts = any(map(os.path.isfile, _SYSTEM_FONTS))
    for name in list(environment):
        if name.startswith(_OF_LIBRARIES) and (has_fonts or name not in _ITS_FONTS):
            del environment[name]
    if has_fonts:
        environment["FONTCONFIG_FILE"] = str(_OUR_FONTS)
    environment.update({"LC_ALL": "C.UTF-8", "TZ": "UTC", "XDG_CONFIG_HOME": "/nonexistent"})
