"""The Nu Html Checker, which is the W3C's, finds no error in any page."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace

import pytest

from octavo.html.site.site_pages import make_html
from octavo.model import Licence, Section
from octavo.model.print_settings import PrintSettings
from tests.browser import modules
from tests.epub.test_epubcheck import HOSTILE
from tests.html.driving import laid_out, site_of

pytestmark = pytest.mark.slow


def errors(*folders) -> list[str]:
    if not shutil.which("java"):
        pytest.skip("the Nu Html Checker needs Java, which is not installed")
    jar = modules("vnu-jar") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    found = sorted(path for folder in folders for path in folder.glob("*.html"))
    assert found
    done = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", jar,
         "--errors-only", "--format", "json", *found],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    said = json.loads(done.stderr or done.stdout)["messages"]
    return [f"{m.get('url', '').rpartition('/')[2]}: {m['message']}\n{m['extract']}" for m in said]


def test_every_page_is_valid(tmp_path, site, rich_site, cruel, edition, chapters, images):
    licence = Licence(name="CC BY", url="https://creativecommons.org/licenses/by/4.0/")
    article = replace(edition, print=PrintSettings(design="journal"), licence=licence)
    hostile = replace(edition, title="\x01T", date="2026-13-45", language="ar")
    sites = {
        "by hand": site,
        "rich": rich_site,
        "cruel": site_of(cruel),
        "article": make_html(article, chapters, images),
        "hostile": make_html(hostile, [(Section("ещё Одна?", "source/x.md"), HOSTILE)], {}),
    }
    folders = [laid_out(files, tmp_path / name) for name, files in sites.items()]
    found = errors(*folders)
    assert not found, "\n".join(found)
