"""Where lines end, read back from the PDF: no line begins with a closed dash or a closing mark."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from octavo.pdf.section.line_breaks import mark_line_breaks
from tests.pdf.test_typeset import call, lay_out, lines, section

SENTENCE = "Peace—or <em>war</em>—came to towns—all—at a time—so it went—then. "


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("War—peace — so", "War^—peace — so"),
        ("<i>War</i>—peace", "<i>War</i>^—peace"),
        ("a <i>—b</i>", "a <i>—b</i>"),
        ("see http://a.b/c?d now", 'see <s class="address">http:/^/|a|.b|/^c|?^d</s> now'),
        ("<b>www.x.org</b>, more", '<b><s class="address">www|.x|.org</s></b>, more'),
        ("<code>a—b http://x.y/z</code>—c", "<code>a—b http://x.y/z</code>^—c"),
        ("<i>y</i> http://a.b <i>z</i>—q",
         '<i>y</i> <s class="address">http:/^/|a|.b</s> <i>z</i>^—q'),
        ("x.org/a-b_c.", '<s class="address">x|.org|/^a|-^b|_c.</s>'),
        ("http://x.y/?a=b&amp;c:d;",
         '<s class="address">http:/^/|x|.y|/^?^a|=|b|&amp;|c:|d;</s>'),
        ("doi:10.1000/x-1", '<s class="address">doi:|10|.1000|/^x|-^1</s>'),
        ("and/or, 3.10/4.5, St.Gallen/Bern", "and/or, 3.10/4.5, St.Gallen/Bern"),
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


SLUG = (
    "http://globalvoices.example/2014/02/04/blog-carnival-shows-the-world-{}-some-love-of-it?q=a-b"
)
SIGNED = "https://www.example.org/view?id=" + "aB3x" * 40


def test_no_line_ends_in_a_hyphen_of_an_address() -> None:
    """Slugs of all lengths, in the text, in a note and in a list."""
    slugs = [SLUG.format("x" * n) for n in range(1, 14)]
    body = "".join(f"<p>See {slug}.</p><ul><li>and {slug}</li></ul>" for slug in slugs)
    made = lay_out(section(f"<p>A note.{call(1)}</p>{body}", f"<p>{'; '.join(slugs)}</p>"))
    ended = [line["text"] for n in range(len(made.page_map.pages)) for line in lines(made.pdf, n)]
    assert sum(text.startswith("-") for text in ended) > 5
    ended = [text.removesuffix("//") for text in ended]
    assert not [text for text in ended if text.endswith(("-", "\u2010", "/", "?"))]
    stretched = [issue.message for issue in made.page_issues if "stretched" in issue.message]
    assert not stretched and not made.faults


LONG = "0f3a9c" * 12  # a checksum of 72 letters


@pytest.mark.parametrize(
    "written",
    [
        f"<p>Words {SIGNED} and words.</p>",
        f"<p>Words {LONG} and <em>{LONG}</em>.</p>",
        f"<p>Words <code>{LONG}</code>.</p><pre><code>{LONG}{LONG}</code></pre>",
        f"<blockquote><p>{LONG}</p></blockquote><h2>{LONG}</h2><p>So.</p>",
        f"<ul><li>{LONG}</li></ul><dl><dt>{LONG}</dt><dd>{LONG}</dd></dl>",
        f'<figure><figcaption>{LONG}</figcaption></figure><div class="line-block">{LONG}</div>',
        f"<p>{'Д' * 80} and {'λ' * 80}.</p>",
    ],
)
def test_a_word_wider_than_its_line_is_broken(written: str) -> None:
    made = lay_out(section(f"{written}<p>So.{call(1)}</p>", f"<p>So {LONG} in {SIGNED}.</p>"))
    rules = {issue.rule.name for issue in made.page_issues}
    assert not made.faults
    assert not rules & {"text_stands_inside_the_margins", "line_is_not_stretched"}
