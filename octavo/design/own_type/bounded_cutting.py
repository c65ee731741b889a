"""Have a type cut in a process with bounds of time and memory.

A font of a few kilobytes can ask for hours or terabytes: subroutines that call one another in CFF,
compressed tables, glyphs of glyphs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from octavo.design.own_type import program
from octavo.design.own_type.cutting import UNREADABLE, CutType, Remark

SECONDS = 180  # of a processor: four faces of a thousand glyphs take ten
MOST_BYTES = 3_000_000_000  # of memory
_WALL_SECONDS = 600
_HINT = "ask its maker for a file with fewer glyphs, or name the files of the text alone"


def cut_in_bounds(name: str, faces: Sequence[str], files: Sequence[tuple[str, bytes]]) -> CutType:
    """Return the type that `cut_type` makes of the files; with a remark alone if they ask for more
    time or memory than any honest font."""
    asked = {
        "path": [_octavo(), *sys.path], "seconds": SECONDS, "bytes": MOST_BYTES, "name": name,
        "faces": [*faces], "files": [(file, len(data)) for file, data in files],
    }  # fmt: skip
    given = b"".join((json.dumps(asked).encode(), b"\n", *(data for _, data in files)))
    command = [sys.executable, "-I", program.__file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            made, said = process.communicate(given, timeout=_WALL_SECONDS)
        except BaseException as error:
            process.kill()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            made, said = b"", process.stderr.read() if process.stderr else b""
    if process.returncode or not made:
        return _ended(process.returncode, said)
    return _read(made)


def _octavo() -> str:
    """Return the folder that the package octavo is in."""
    return str(Path(program.__file__).parents[3])


def _ended(code: int, said: bytes) -> CutType:
    """Return what is to be said of a process that ended before it had cut the faces. Raise
    RuntimeError if the fault is no font's."""
    file = ""
    for line in said.splitlines():
        with suppress(ValueError):
            file = str(json.loads(line))
    if code > 0 and b"MemoryError" not in said:
        raise RuntimeError(said.decode("utf-8", "replace"))
    message = f"{file or 'a font'} takes more time or memory to read than any font for text"
    return CutType(remarks=[Remark(UNREADABLE, message, _HINT)])


def _read(made: bytes) -> CutType:
    head, _, body = made.partition(b"\n")
    said = json.loads(head)
    faces, at = {}, 0
    for name, length in said["faces"].items():
        faces[name] = body[at : at + length]
        at += length
    remarks = [Remark(*each) for each in said["remarks"]]
    return CutType(faces, said["for_print_alone"], said["whole"], said["licence"], remarks)
