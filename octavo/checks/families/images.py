"""Define I: every image exists, is whole and harmless, has alternative text, and can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.checks.image_files import is_file
from octavo.checks.survey import ImageSeen, Survey
from octavo.model import Fault, Severity, rule


@rule("I001")
def image_exists(survey: Survey) -> Iterator[Fault]:
    """Every image is there.

    A file whose name differs in case is not there: some systems would find it, others not.
    """
    for target, place, file in survey.images:
        if file is not None and not is_file(file):
            other = _differs_in_case(file)
            hint = (
                f"did you mean {other}?" if other else "paths are relative to the text's own folder"
            )
            yield image_exists.fault(place, f"the image {target} is not there", hint)


def _differs_in_case(file: Path) -> str:
    try:
        names = [p.name for p in file.parent.iterdir()]
    except OSError:
        return ""
    return next((name for name in names if name.casefold() == file.name.casefold()), "")


@rule("I002", unsilenceable=True)
def image_is_inside_the_edition(survey: Survey) -> Iterator[Fault]:
    """Every image is a file inside the edition.

    Nothing outside of it is read, and nothing is fetched: no web address, no absolute path, no way
    out by `..` or by a link of the file system.
    """
    for target, place, file in survey.images:
        if file is None:
            shown = target if len(target) <= 100 else f"{target[:100]}…"
            hint = "copy it into source/ and name it from the text's own folder"
            yield image_is_inside_the_edition.fault(
                place, f"the image {shown} is not a file inside source/", hint
            )


@rule("I003", Severity.WARNING)
def image_has_alternative_text(survey: Survey) -> Iterator[Fault]:
    """Every image has alternative text of its own, or is marked as decorative.

    A caption is no alternative text: readers who cannot see the image would hear it twice.
    """
    if survey.reading.folder is None:
        return
    for text in survey.texts:
        for image, place in text.image_places():
            message = _lacking(image)
            if message:
                hint = 'say what it shows, {alt="…"}, or mark it {.decorative}'
                yield image_has_alternative_text.fault(place, message, hint)


def _lacking(image: ImageSeen) -> str:
    if image.decorative:
        return ""
    if not image.alternative:
        return "the image has no alternative text"
    if image.alternative == image.caption:
        return "the image has a caption, and no alternative text of its own"
    return ""


@rule("I004", unsilenceable=True)
def image_is_harmless(survey: Survey) -> Iterator[Fault]:
    """No image runs, loads or exhausts anything.

    SVG has no scripts, event handlers, entities or references to anything outside the file, and can
    be drawn in seconds; no image has more than a hundred million pixels.
    """
    for image in survey.image_files:
        look = image.look
        if look and look.harm:
            hint = "export it as plain SVG, with text as text"
            if look.kind != "SVG":
                hint = "scale it to the size it is printed at"
            elif look.harm.startswith("takes"):
                hint = "simplify it, or export it as PNG with 300 pixels to the inch"
            yield image_is_harmless.fault(
                image.place, f"the image {image.target} {look.harm}", hint
            )


@rule("I005")
def image_type_is_known(survey: Survey) -> Iterator[Fault]:
    """Every image is PNG, JPEG, GIF, WebP or SVG, as its name says."""
    for image in survey.image_files:
        kind = image.kind
        if kind is None:
            said, hint = image.instead
            message = f"the image {image.target} {said}"
            yield image_type_is_known.fault(image.place, message, hint)
        elif image.file.suffix.lower() not in kind.endings:
            message = f"the image {image.target} is {kind.name}, and its name says otherwise"
            yield image_type_is_known.fault(
                image.place, message, f"rename it to {image.file.stem}{kind.endings[0]}"
            )


@rule("I006", unsilenceable=True)
def image_is_whole(survey: Survey) -> Iterator[Fault]:
    """Every image is whole.

    A file that is cut short, or whose header claims more than follows, would be shown in part, and
    by each program another part of it.
    """
    for image in survey.image_files:
        look = image.look
        if look and look.broken:
            message = f"the image {image.target} {look.broken}"
            yield image_is_whole.fault(image.place, message, "copy or export the file again")


@rule("I007", Severity.WARNING)
def image_is_still(survey: Survey) -> Iterator[Fault]:
    """No image moves: all forms show the first picture of an animated one."""
    for image in survey.image_files:
        if image.look and image.look.moves:
            message = f"the image {image.target} is animated; its first picture is shown"
            hint = "save the picture that readers are to see as a file of its own"
            yield image_is_still.fault(image.place, message, hint)


@rule("I008", Severity.WARNING)
def drawing_can_be_printed(survey: Survey) -> Iterator[Fault]:
    """The print shows everything in an SVG that browsers show."""
    for image in survey.image_files:
        features = image.look.undrawable if image.look else ()
        if features:
            named = ", ".join(features[:4])
            message = f"the print does not show what the image {image.target} does by {named}"
            hint = "export it as plain SVG, with its styles as attributes of the shapes"
            yield drawing_can_be_printed.fault(image.place, message, hint)


@rule("I009")
def letters_of_drawing_can_be_printed(survey: Survey) -> Iterator[Fault]:
    """Every letter in an SVG that is printed as a picture is in the edition's typeface."""
    for image in survey.image_files:
        if image.look and image.look.lacking:
            message = f"the image {image.target} has letters that {image.type.name} lacks"
            message += f": {image.look.lacking[:20]}"
            hint = "export it with its text as paths, or as PNG with 300 pixels to the inch"
            yield letters_of_drawing_can_be_printed.fault(image.place, message, hint)
