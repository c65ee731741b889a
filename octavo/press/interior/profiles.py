"""Find the profile of a press: in the edition's folder press/, or among those of the system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.press.interior.inked_content import NotForThePress

FOLDER = "press"
_SYSTEM = (
    Path("/usr/share/color/icc"), Path("/usr/local/share/color/icc"),
    Path("/usr/share/texlive/texmf-dist/tex/generic/colorprofiles"),
)  # fmt: skip
_MOST = 20_000_000  # bytes
# The files that profiles of a condition come in, by the name of the condition, the best first.
_FILES = {
    "FOGRA39": ("FOGRA39L_coated", "ISOcoated_v2_300_eci", "ISOcoated_v2_eci"),
    "FOGRA51": ("PSOcoated_v3",),
    "FOGRA52": ("PSOuncoated_v3_FOGRA52",),
    "CGATS TR 001": ("USWebCoatedSWOP",),
}


def profile_for(condition: str, edition: Path) -> bytes:
    """Return the profile of a condition of printing; nothing if there is none.

    A file in the edition's folder press/ is taken whatever its name is. Raise NotForThePress if one
    there is no profile of a press in four inks, or if there are two.
    """
    own = sorted(_inside(edition / FOLDER))
    if len(own) > 1:
        names = ", ".join(path.name for path in own)
        raise NotForThePress(f"two profiles in {FOLDER}/ ({names}): leave that of the press alone")
    for path in own:
        data = _read(path)
        if not is_of_press(data):
            raise NotForThePress(f"{FOLDER}/{path.name} is no profile of a press in CMYK")
        return data
    for path in _of_system(condition):
        data = _read(path)
        if is_of_press(data):
            return data
    return b""


def is_of_press(data: bytes) -> bool:
    """Return whether some bytes are a profile of a press in four inks (ICC.1, 7.2)."""
    return data[36:40] == b"acsp" and data[12:16] == b"prtr" and data[16:20] == b"CMYK"


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the profiles in a folder of the edition; links out of it are none."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        inside = path.resolve().is_relative_to(folder.resolve())
        if path.suffix.lower() in (".icc", ".icm") and path.is_file() and inside:
            yield path


def _of_system(condition: str) -> Iterator[Path]:
    named = _FILES.get(condition, (condition,))
    for name in named:
        for folder in _SYSTEM:
            yield from sorted(folder.rglob(f"{_plain(name)}*.ic[cm]")) if folder.is_dir() else ()


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-" else "?" for letter in name)


def _read(path: Path) -> bytes:
    with path.open("rb") as opened:
        data = opened.read(_MOST + 1)
    return data if len(data) <= _MOST else b""
