"""Where lines end, read back from the PDF: no line begins with a closed dash or a closing mark."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from octavo.pdf.section.line_breaks import mark_line_breaks
from tests.pdf.test_typeset import lay_out, lines, section

SENTENCE = "Peace—or <em>war</em>—came to towns—all—at a time—so it went—then. "


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("War—peace — so", "War^—peace — so"),
        ("<i>War</i>—peace", "<i>War</i>^—peace"),
        ("a <i>—b</i>", "a <i>—b</i>"),
        ("see http://a.b/c?d now", 'see <s class="address">http://|a|.b|/c|?d</s> now'),
        ("<b>www.x.org</b>, more", '<b><s class="address">www|.x|.org</s></b>, more'),
        ("<code>a—b http://x.y/z</code>—c", "<code>a—b http://x.y/z</code>^—c"),
        ("<i>y</i> http://a.b <i>z</i>—q",
         '<i>y</i> <s class="address">http://|a|.b</s> <i>z</i>^—q'),
    ],
)  # fmt: skip
def test_places_are_marked(written: str, marked: str) -> None:
    element = ElementTree.fromstring(f"<p>{written}</p>")
    mark_line_breaks(element)
    made = ElementTree.tostring(element, encoding="unicode").replace("span", "s")
    assert made.replace("\u2060", "^").replace("\u200b", "|") == f"<p>{marked}</p>"


def test_no_line_begins_with_a_dash() -> None:
    """Many dashes in a narrow column: some line would begin with one."""
    made = lay_out(section("".join(f"<p>{'x' * n} {SENTENCE * 6}</p>" for n in range(1, 12))))
    begun = [line["text"] for n in range(len(made.page_map.pages)) for line in lines(made.pdf, n)]
    assert sum("—" in text for text in begun) > 50
    assert not [text for text in begun if text.startswith("—")]
    assert [text for text in begun if text.endswith("—")]
    assert len(re.findall("—", "".join(begun))) == 11 * 6 * 6
