"""The sections that the tests of the EPUB set too, and editions made to their XHTML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from octavo.html.site.site_pages import make_html
from tests.building import ROOT
from tests.epub.conftest import chapters, edition, images
from tests.html.driving import site_of, with_everything, with_sections, without_index

__all__ = ["chapters", "edition", "images"]


@pytest.fixture(scope="session")
def site(edition, chapters, images) -> Mapping[str, bytes]:
    """The HTML form of the sections written by hand."""
    css = "@import 'https://example.org/x.css'; .mine { color: #800; background: url(x.png) }"
    return make_html(edition, chapters, images, own_css=css)


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition that has everything, made to its XHTML."""
    folder = tmp_path_factory.mktemp("rich")
    return with_sections(with_everything(folder / "written"), folder / "made")


@pytest.fixture(scope="session")
def rich_site(rich) -> Mapping[str, bytes]:
    return site_of(rich)


@pytest.fixture(scope="session")
def cruel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_sections(ROOT / "tests" / "cruel", tmp_path_factory.mktemp("cruel") / "made")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own edition."""
    folder = tmp_path_factory.mktemp("sample")
    return with_sections(without_index(ROOT, folder / "written"), folder / "made")
