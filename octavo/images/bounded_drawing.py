"""Have resvg draw an SVG in a process with bounds of time and memory.

A few lines of a drawing can ask for hours or terabytes: turbulence of a million octaves, a pattern
larger than any memory, groups that fill the stack. resvg has no bounds of its own.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from octavo.images import resvg_program
from octavo.images.faulty import ImageError, TooComplexError

SECONDS = 12  # of a processor: a map of ten megabytes takes three
MOST_BYTES = 2_000_000_000  # of memory, with the program's own 150 MB
_WALL_SECONDS = 120


def draw_svg(svg: str, arguments: Mapping[str, object]) -> bytes:
    """Return an SVG as PNG, drawn by resvg with some arguments. Raise ImageError if it cannot be
    drawn, and TooComplexError if it asks for more time or memory than any honest drawing."""
    asked = {
        "package": _package(), "arguments": arguments, "seconds": SECONDS, "bytes": MOST_BYTES,
    }  # fmt: skip
    given = json.dumps(asked).encode() + b"\n" + svg.encode()
    command = [sys.executable, "-I", "-S", resvg_program.__file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            made, said = process.communicate(given, timeout=_WALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TooComplexError(f"takes more than {_WALL_SECONDS} seconds to draw") from None
        except BaseException:
            process.kill()
            raise
    words = said.decode("utf-8", "replace").strip()
    if process.returncode == resvg_program.INVALID:
        raise ImageError(f"cannot be drawn: {words}")
    if process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise TooComplexError(f"takes more than {SECONDS} seconds of work to draw")
    if process.returncode < 0:
        raise TooComplexError("takes more memory to draw than there is for a picture")
    if process.returncode:
        raise RuntimeError(words)
    return made


@cache
def _package() -> str:
    """Return the folder that the package resvg_py is in."""
    found = find_spec("resvg_py")
    assert found is not None and found.origin is not None, "resvg_py is not installed"
    return str(Path(found.origin).parents[1])
