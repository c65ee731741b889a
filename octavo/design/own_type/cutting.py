"""Cut the four faces of a text from font files, and say what was lacking in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from octavo.design.added_glyphs import add_characters
from octavo.design.own_type.candidates import (
    Candidate,
    Unreadable,
    candidates_in,
    forbidden,
    is_for_print_alone,
    is_whole,
)
from octavo.design.own_type.choice import Choice, choose, unclear
from octavo.design.own_type.forms import Lacking, add_forms
from octavo.design.own_type.glyph_names import with_named_glyphs
from octavo.design.own_type.line_and_names import (
    licence_of,
    set_characters,
    set_line,
    set_names,
)
from octavo.design.own_type.outlines import SLANT, embolden, slant, static_face

# What is said of a type, by the rule that it is a finding of.
UNREADABLE, FORBIDDEN, FOR_PRINT, FEIGNED, FORMS, UNCLEAR = (
    "unreadable", "forbidden", "for print", "feigned", "forms", "unclear",
)  # fmt: skip
_BIG_STEP = 100  # of weight: more than one name of a weight


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a type: its kind, what is so, what to do; and the place of its file
    among all, -1 if it is said of the type."""

    kind: str
    message: str
    hint: str = ""
    file: int = -1


@dataclass(slots=True)
class CutType:
    """The faces of a type by their names, as TrueType, whether they may be in every form and must
    be embedded whole, what their makers say of the licence, and the remarks."""

    faces: dict[str, bytes] = field(default_factory=dict)
    for_print_alone: bool = False
    whole: bool = False
    licence: str = ""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the faces could be cut."""
        return not any(each.kind in {UNREADABLE, FORBIDDEN} for each in self.remarks)


def cut_type(
    name: str, faces: Sequence[str], files: Sequence[tuple[str, bytes]],
    begins: Callable[[str], None] = lambda _: None,
) -> CutType:  # fmt: skip
    """Return the faces of a type that is called `name`: roman, italic, bold, bold italic, under the
    names `faces`; of files by their names. `begins` is called with each file before it is read.

    Without a file for one of them nothing is cut: the remarks say why.
    """
    made = CutType()
    candidates: list[Candidate] = []
    for number, (file, data) in enumerate(files):
        begins(file)
        try:
            candidates += candidates_in(data, number)
        except Unreadable as error:
            made.remarks.append(Remark(UNREADABLE, f"{file} {error}", error.hint, number))
    if made.remarks:
        return made
    try:
        choices = [*choose(candidates)]
    except LookupError as error:
        hint = "name the file of its roman too"
        made.remarks.append(Remark(UNREADABLE, f"of {name} {error}", hint))
        return made
    made.remarks += _of_licence(choices, files, made)
    if not made.is_sound:
        return made
    made.remarks += _of_choices(name, choices, files)
    lacking: list[tuple[Choice, Lacking]] = []
    for choice, face in zip(choices, faces, strict=True):
        file = files[choice.source.file][0]
        begins(file)
        try:
            made.faces[face], lacked, licence = _cut(name, face, choice)
        except Unreadable as error:
            made.remarks = [Remark(UNREADABLE, f"{file} {error}", error.hint, choice.source.file)]
            return made
        made.licence = made.licence or licence
        lacking.append((choice, lacked))
    made.remarks += _of_forms(name, lacking)
    return made


def _cut(family: str, face: str, choice: Choice) -> tuple[bytes, Lacking, str]:
    """Return a face, what it lacked, and what its maker says of the licence."""
    try:
        font = static_face(choice.source, choice.weight, choice.italic)
        licence = licence_of(font)
        if choice.feigns_bold:
            embolden(font)
        if choice.feigns_italic:
            slant(font)
        set_characters(font)
        set_line(
            font, bold=choice.bold, italic=choice.italic,
            licence_bits=choice.source.licence_bits, slant=SLANT * choice.feigns_italic,
        )  # fmt: skip
        lacked = add_forms(font)
        add_characters(font)
        set_names(font, family, face, bold=choice.bold, italic=choice.italic)
        out = BytesIO()
        font.save(out, reorderTables=None)
        data = with_named_glyphs(out.getvalue())
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # the library takes any file, and raises what comes
        raise Unreadable(f"is damaged ({str(error) or type(error).__name__})") from error
    return data, lacked, licence


# --- remarks -------------------------------------------------------------------------------------


def _of_licence(
    choices: Sequence[Choice], files: Sequence[tuple[str, bytes]], made: CutType
) -> Iterator[Remark]:
    """Yield what the licence bits of the files that are used forbid; note it in what is made."""
    bits = {choice.source.file: choice.source.licence_bits for choice in choices}
    for number, licence_bits in sorted(bits.items()):
        file = files[number][0]
        made.whole |= is_whole(licence_bits)
        if why := forbidden(licence_bits):
            hint = "ask its maker for a file with another fsType, or choose another typeface"
            yield Remark(FORBIDDEN, f"{file} says of its licence (OS/2, fsType) that {why}", hint,
                         number)  # fmt: skip
        elif is_for_print_alone(licence_bits):
            made.for_print_alone = True
            message = (
                f"{file} says of its licence (OS/2, fsType) that it may be embedded for preview "
                "and print alone: EPUB and HTML pages do not have it"
            )
            hint = "readers see their own type there; ask the maker for a licence for EPUB and web"
            yield Remark(FOR_PRINT, message, hint, number)


def _of_choices(
    name: str, choices: Sequence[Choice], files: Sequence[tuple[str, bytes]]
) -> Iterator[Remark]:
    """Yield which faces no file has, and for which there are several."""
    for choice in choices:
        if choice.feigns_bold or choice.feigns_italic:
            yield Remark(FEIGNED, f"{name} has no {choice.called}: {_feigned(choice)}",
                         "add the file of that face, if there is one")  # fmt: skip
    roman = choices[0].source
    least, _, most = roman.axes.get("wght", (roman.weight,) * 3)
    if not least - _BIG_STEP <= choices[0].weight <= most + _BIG_STEP:
        message = f"{name} has no roman of the weight 400: {roman.title} ({roman.weight}) is set"
        yield Remark(FEIGNED, message, "add the file of that face, if there is one")
    for choice in unclear(choices):
        taken = _titled(choice.source, files)
        others = ", ".join(_titled(other, files) for other in choice.others[:4])
        message = (
            f"several files fit for the {choice.called} of {name}: {taken} is set, not {others}"
        )
        yield Remark(UNCLEAR, message, "name only the files to be set under `files`")


def _titled(source: Candidate, files: Sequence[tuple[str, bytes]]) -> str:
    return files[source.file][0].rpartition("/")[2]


def _feigned(choice: Choice) -> str:
    """Return how a face is feigned that no file has."""
    how = ["slanted"] * choice.feigns_italic + ["made heavier"] * choice.feigns_bold
    bold = choice.bold and not choice.feigns_bold
    of = "the bold" if bold else "the roman"
    of = "the italic" if choice.italic and not choice.feigns_italic else of
    return f"{of} is {' and '.join(how)}"


_FORMS_HINT = "nothing need be done; a font that has them is set with its own"


def _of_forms(name: str, lacking: Sequence[tuple[Choice, Lacking]]) -> Iterator[Remark]:
    """Yield the forms that faces lack, one remark for each form, with what is set instead."""
    scale = next((lacked.scale for _, lacked in lacking if lacked.small), 0)
    percent = round(scale * 100)
    made: Mapping[str, tuple[Callable[[Lacking], object], str]] = {
        "old-style figures": (lambda face: face.old_style, "lining ones are set"),
        "lining figures": (lambda face: face.lining, "old-style ones are set"),
        "superior figures": (lambda face: face.raised, "its figures are set smaller and raised"),
        "small capitals": (lambda face: face.small, f"its capitals are set at {percent} per cent"),
        "figures of one width": (lambda face: face.wide, "in tables each is as wide as the widest"),
        "hyphen (U+2010)": (lambda face: face.hyphen, "its hyphen-minus is set"),
    }  # fmt: skip
    for form, (lacks, instead) in made.items():
        faces = [choice.called for choice, lacked in lacking if lacks(lacked)]
        if not faces:
            continue
        some = "" if len(faces) == len(lacking) else f" in {_listed(faces)}"
        yield Remark(FORMS, f"{name} has no {form}{some}: {instead}", _FORMS_HINT)


def _listed(words: Sequence[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
