"""What results hang on beside what they are made of: code, libraries, and what they shape with."""

from __future__ import annotations

import re
from importlib.metadata import requires

import pytest
import weasyprint

from octavo import fingerprint
from octavo.bibliography.conversion_cache import digest


def test_all_that_is_required_counts_at_whatever_remove() -> None:
    libraries = fingerprint.libraries()
    own = [re.match(r"[\w.-]+", line) for line in requires("octavo") or () if ";" not in line]
    assert {re.sub(r"[-_.]+", "-", name[0]).lower() for name in own if name} <= set(libraries)
    # required by WeasyPrint, and by its extras and theirs
    assert {"pyphen", "tinyhtml5", "cffi", "pycparser", "zopfli"} <= set(libraries)
    assert libraries["weasyprint"] == weasyprint.__version__
    assert "pytest" not in libraries


def test_the_libraries_that_shape_text_are_those_of_the_layout() -> None:
    from weasyprint.text.ffi import pango  # pyright: ignore[reportAttributeAccessIssue]

    system = fingerprint.system_libraries()
    assert system["pango"] == str(pango.pango_version())
    assert all(re.fullmatch(r"[\d.]+", version) for version in system.values())


@pytest.mark.parametrize("part", ["libraries", "system_libraries", "__version__"])
def test_another_version_is_another_fingerprint(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.fingerprint.__wrapped__()
    other = "9.9" if part == "__version__" else lambda: {"pango": "9.9"}
    monkeypatch.setattr(fingerprint, part, other)
    assert fingerprint.fingerprint.__wrapped__() != before


def test_what_other_code_converted_is_converted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest("@book{a}")
    monkeypatch.setattr("octavo.bibliography.conversion_cache.fingerprint", lambda: "newer")
    assert digest("@book{a}") != before
