"""Give a house's own type as it was cut: from build/fonts, or cut anew.

What is kept there is under the digests of the font files, so that it is never out of date. Without
a build, as for `octavo check` in a fresh folder, the type is cut in memory.
"""

from __future__ import annotations

import atexit
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from octavo.design.own_type.bounded_cutting import cut_in_bounds
from octavo.design.own_type.cutting import (
    FEIGNED,
    FOR_PRINT,
    FORBIDDEN,
    FORMS,
    UNCLEAR,
    UNREADABLE,
    CutType,
    Remark,
)
from octavo.design.own_type.type_files import MOST_BYTES, MOST_TOGETHER, faults_of_files, files_of
from octavo.fingerprint import fingerprint
from octavo.model import Fault, OwnType, PrintSettings, Rule, own_family
from octavo.model.type_rules import (
    typeface_can_be_read,
    typeface_has_its_faces,
    typeface_has_its_forms,
    typeface_may_be_embedded,
)
from octavo.source import place_in_edition

FOLDER = "build/fonts"
RECORD = f"{FOLDER}/type.json"
_RULES: Mapping[str, Rule] = {
    UNREADABLE: typeface_can_be_read, FORBIDDEN: typeface_may_be_embedded,
    FOR_PRINT: typeface_has_its_faces, FEIGNED: typeface_has_its_faces,
    UNCLEAR: typeface_has_its_faces, FORMS: typeface_has_its_forms,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Record:
    """What is kept beside the faces: the digest of each file, and what was found."""

    fingerprint: str
    own: str
    files: Mapping[str, str]
    made: CutType

    def as_json(self) -> bytes:
        made = self.made
        return json.dumps({
            "fingerprint": self.fingerprint, "own": self.own, "files": dict(self.files),
            "for_print_alone": made.for_print_alone, "whole": made.whole, "licence": made.licence,
            "remarks": [[r.kind, r.message, r.hint, r.file] for r in made.remarks],
        }, ensure_ascii=False, indent=1).encode()  # fmt: skip


def digest_of(faces: Mapping[str, bytes]) -> str:
    """Return one digest of files by their names."""
    made = sha256()
    for name in sorted(faces):
        made.update(name.encode() + b"\0" + sha256(faces[name]).digest())
    return made.hexdigest()


def record_of(folder: Path, own: OwnType, names: Sequence[str]) -> tuple[CutType, bytes]:
    """Cut a type of files of an edition; return it, and the record to be kept beside its faces."""
    files = _read(folder, names)
    made = _cut(own, tuple(files.items()))
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    return made, _Record(fingerprint(), repr(own), digests, made).as_json()


def own_cut(folder: Path, own: OwnType) -> CutType:
    """Return an edition's own type. If it cannot be cut, its faces are those of the classic design
    until it is mended: the check stops every build before."""
    kept = _kept(folder, own)
    if kept is None:
        return _cut(own, tuple(_read(folder, files_of(folder, own)).items()))
    faces = {name: _path(folder, name).read_bytes() for name in _names(own)}
    return replace(kept, faces=faces)


def own_font_files(folder: Path, own: OwnType) -> tuple[str, ...]:
    """Return the paths of the faces of an edition's own type, for a library that takes no bytes."""
    if _kept(folder, own) is not None:
        return tuple(str(_path(folder, name)) for name in _names(own))
    faces = own_cut(folder, own).faces
    written = _written(tuple(sorted(faces.items())))
    return tuple(str(written / f"{name}.ttf") for name in _names(own))


def own_digest(folder: Path, own: OwnType) -> str:
    """Return a digest of the files of an edition's own type: what is drawn with it depends on
    them."""
    kept = _kept_files(folder)
    names = files_of(folder, own) if kept is None else kept
    return digest_of(_read(folder, names))


def faults_of_type(folder: Path, own: OwnType, edition_text: str) -> Iterator[Fault]:
    """Yield all that is wrong with an edition's own type, each at its pattern in edition.yaml."""
    faults = [*faults_of_files(folder, own, edition_text)]
    yield from faults
    names = files_of(folder, own)
    if faults or not names:
        return
    place = place_in_edition(edition_text, own.files[0])
    for remark in _made(folder, own, names).remarks:
        yield _RULES[remark.kind].fault(place, remark.message, remark.hint)


def _made(folder: Path, own: OwnType, names: Sequence[str]) -> CutType:
    kept = _kept(folder, own, names)
    return kept or _cut(own, tuple(_read(folder, names).items()))


def _names(own: OwnType) -> list[str]:
    return [face.name for face in own_family(own).faces]


def _path(folder: Path, face: str) -> Path:
    return folder / FOLDER / f"{face}.ttf"


def _read(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of files; none of those that are too large, which are refused."""
    files: dict[str, bytes] = {}
    left = MOST_TOGETHER
    for name in names:
        size = (folder / name).stat().st_size
        files[name] = (folder / name).read_bytes() if size <= min(MOST_BYTES, left) else b""
        left -= len(files[name])
    return files


@lru_cache(maxsize=2)
def _cut(own: OwnType, files: tuple[tuple[str, bytes], ...]) -> CutType:
    from octavo.design.fonts import cut

    names = _names(own)
    made = cut_in_bounds(own.name, names, files) if files else CutType()
    if not made.is_sound or not made.faces:
        usual = PrintSettings().family.faces
        faces = {name: cut(face.name) for name, face in zip(names, usual, strict=True)}
        made = replace(made, faces=faces)
    return made


def _kept_files(folder: Path) -> Sequence[str] | None:
    """Return the files that a kept type was cut from; None if none is kept."""
    try:
        return [*json.loads((folder / RECORD).read_bytes())["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kept(folder: Path, own: OwnType, names: Sequence[str] | None = None) -> CutType | None:
    """Return what is kept of a type, without its faces, if it is of the same files: those it was
    cut of, or `names`."""
    try:
        said = json.loads((folder / RECORD).read_bytes())
        if said["fingerprint"] != fingerprint() or said["own"] != repr(own):
            return None
        if names is not None and [*said["files"]] != [*names]:
            return None
        for name, digest in said["files"].items():
            if sha256(_read(folder, [name])[name]).hexdigest() != digest:
                return None
        remarks = [Remark(*each) for each in said["remarks"]]
        made = CutType({}, said["for_print_alone"], said["whole"], said["licence"], remarks)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if all(_path(folder, name).is_file() for name in _names(own)) else None


@lru_cache(maxsize=2)
def _written(faces: tuple[tuple[str, bytes], ...]) -> Path:
    """Write faces to a folder for temporary files, which is removed when the process ends."""
    folder = Path(mkdtemp(prefix="octavo-type-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    for name, data in faces:
        (folder / f"{name}.ttf").write_bytes(data)
    return folder
