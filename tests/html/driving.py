"""Editions made to the XHTML of their sections, and the HTML form of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from octavo.design.style_sheets import own_style_sheet
from octavo.html import embedded_fonts
from octavo.html.pictures import images_of
from octavo.html.site.site_pages import make_html
from octavo.tasks.plan import Plan
from tests.building import ROOT, doit, edit

SKELETON = ROOT / "octavo" / "skeleton" / "edition"


def with_sections(source: Path, folder: Path) -> Path:
    """Copy an edition, and make the XHTML of its sections; nothing is typeset."""
    for part in ("source", "csl"):
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part)
    shutil.copy(SKELETON / "dodo.py", folder)
    doit(folder, "html")
    return folder


def without_index(source: Path, folder: Path) -> Path:
    """Copy an edition without its index, which waits for the pages."""
    for part in ("source", "csl"):
        shutil.copytree(source / part, folder / part)
    settings = folder / "source" / "edition.yaml"
    before, _, _ = settings.read_text(encoding="utf-8").partition("\nindex:")
    settings.write_text(f"{before}\n", encoding="utf-8")
    return folder


def with_everything(folder: Path) -> Path:
    """Copy the smallest sound edition, with a section that has all that a section may have."""
    shutil.copytree(ROOT / "tests" / "edition", folder)
    shutil.copy(Path(__file__).parent / "rich.md", folder / "source" / "03-rich.md")
    settings = folder / "source" / "edition.yaml"
    edit(settings, "- 02-ledger.md\n", "- 02-ledger.md\n  - 03-rich.md\n")
    with settings.open("a", encoding="utf-8") as file:
        file.write("contents: {depth: 3}\nlists: {illustrations: true, tables: true}\n")
    return folder


def site_of(folder: Path) -> Mapping[str, bytes]:
    """Make the HTML form of an edition whose sections are made."""
    plan = Plan(folder)
    chapters = [
        (section, plan.paths.html(section.name).read_text(encoding="utf-8"))
        for section in plan.sections
    ]
    named = {path for _, text in chapters for path in images_of(text)}
    images = {path: (folder / path).read_bytes() for path in sorted(named)}
    own = own_style_sheet(folder, "html.css")
    return make_html(plan.valid_edition, chapters, images, own_css=own)


@contextmanager
def faces_as_they_are_cut() -> Iterator[None]:
    """Compress no face of a form whose words alone are read: each takes more than all its pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded_fonts, "_woff2", bytes)
        yield


def laid_out(site: Mapping[str, bytes], folder: Path) -> Path:
    """Write a form's files into a folder."""
    for name, data in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
