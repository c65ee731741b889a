"""Pack the forms that are made from the sections' XHTML, such as the EPUB."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from octavo.model import Edition, Section
from octavo.tasks.folders import folder_as_file
from octavo.tasks.fonts import type_files
from octavo.tasks.forms import Form, Packing, form_named
from octavo.tasks.page_marks import files_of_page_marks, load_print_pages
from octavo.tasks.paths import Paths
from octavo.tasks.pictures import LONGEST, TYPEFACE
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Stage, Task
from octavo.tasks.write import write_whole


def task_of_form(plan: Plan, form: Form, packing: Packing, name: str = "pack") -> Task:
    """Return the task that packs one form from all sections."""
    publisher = plan.edition.publisher if plan.edition else None
    named = [plan.edition.cover if plan.edition else None, publisher and publisher.device]
    cover = [plan.paths.cover] if _has_set_cover(plan.edition, packing) else []
    stage = Stage(pack, (*packing.settings, "cover", "publisher.device", *TYPEFACE, *LONGEST))
    bound = tuple(plan.bound) if form.marks_pages and not plan.paths.alone else ()
    return stage.task(
        plan, form.name, plan.sections, bound,
        name=name,
        reads=[
            plan.paths.counts,
            *(plan.paths.html(section.name) for section in plan.sections),
            *plan.images,
            *plan.prepared("screen"),
            *type_files(plan),
            *(plan.root / "source" / name for name in named if name),
            *cover,
            *(files_of_page_marks(plan.paths, bound) if bound else ()),
            plan.root / "styles" / packing.own_sheet,
            *([plan.paths.validated] if plan.paths.validated.is_file() else []),
        ],
        makes=[plan.paths.built(form.built_ending)],
        folders=(plan.paths.pictures,),
        also=("print",) if bound else (),
    )  # fmt: skip


def pack(
    edition: Edition, paths: Paths, name: str, sections: Sequence[Section], bound: Sequence[Section]
) -> None:
    """Write the form of a name, made from the XHTML of all sections and from their images; `bound`
    are the sections of the print whose pages it marks."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.epub.cover import SET_COVER
    from octavo.html.pictures import images_of

    form = form_named(name)
    assert form.packing is not None, name
    chapters = [(s, paths.html(s.name).read_text(encoding="utf-8")) for s in sections]
    named = [path for _, text in chapters for path in images_of(text)]
    own = (edition.cover, edition.publisher.device)
    named += [f"source/{image}" for image in own if image]
    images = {path: _image(edition, paths, path) for path in dict.fromkeys(named)}
    if _has_set_cover(edition, form.packing):
        images[SET_COVER] = paths.cover.read_bytes()
    css = own_style_sheet(paths.root, form.packing.own_sheet)
    pages = load_print_pages(paths, bound, edition.print.imposition) if bound else None
    make, validated = form.packing.make, validated_in(paths)
    made = make(edition, chapters, images, css, validated, pages, paths.root)
    data = made if isinstance(made, bytes) else folder_as_file(made)
    write_whole(paths.built(form.built_ending), data)


def validated_in(paths: Paths) -> str:
    """Return the digest of the EPUB with which the validators have agreed; empty if there is none.

    A record that nobody can read is none.
    """
    if not paths.validated.is_file():  # then it is not declared, and may not be opened
        return ""
    try:
        return str(orjson.loads(paths.validated.read_bytes())["epub"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _has_set_cover(edition: Edition | None, packing: Packing) -> bool:
    return packing.sets_cover and edition is not None and edition.cover is None


def _image(edition: Edition, paths: Paths, name: str) -> bytes:
    """Return an image as readers show it; raise FaultError for one that none shows."""
    from octavo.html.faults import cannot_be_set
    from octavo.images.faulty import ImageError
    from octavo.images.prepared import prepared, wishes_of

    try:
        return prepared(paths.root, name, "screen", wishes_of(edition, "screen", paths.root)).data
    except ImageError as error:
        raise cannot_be_set(f"the image {name} {error}", name) from None
