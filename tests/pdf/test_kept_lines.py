"""After a heading, two lines at least of what follows stand on its page, whatever follows."""

from __future__ import annotations

import pytest

from tests.pdf.test_typeset import WORDS, call, lay_out, section

FOLLOWING = {
    "list": "<ul><li>one</li><li>two</li><li>three</li></ul>",
    "loose list": "<ol><li><p>one</p></li><li><p>two</p><p>more</p></li></ol>",
    "nested list": "<ul><li>one<ul><li>inner</li><li>more</li></ul></li></ul>",
    "short paragraphs": "<p>One.</p><p>Two.</p><p>Three.</p>",
    "note": f"<p>One.{call(1)}</p><p>Two.</p>",
    "quotation": f"<blockquote><p>One.</p></blockquote><p>{WORDS}</p>",
    "verse": '<div class="line-block">one</div><div class="line-block">two<br/>three</div>',
    "code": "<pre><code>one</code></pre><p>Two.</p><p>Three.</p>",
    "definitions": "<dl><dt>Term</dt><dd>one</dd><dt>Other</dt><dd>two</dd></dl>",
    "table": "<table><tbody><tr><td>one</td></tr></tbody></table><p>Two.</p><p>Three.</p>",
    "rows": f"<table><tbody>{'<tr><td>one</td></tr>' * 14}</tbody></table>",
    "heading": "<h3>Lower</h3><ul><li>one</li><li>two</li></ul>",
    "division": "<div><p>One.</p></div><div><ul><li>two</li></ul></div>",
}


@pytest.mark.parametrize("kind", FOLLOWING)
def test_two_lines_follow(kind: str) -> None:
    """Some heading of fourteen comes to the foot of the page, however high its text is."""
    filler = [f"<p>{'<br/>'.join(['x'] * (1 + n % 5))}</p>" * (1 + n % 2) for n in range(28)]
    body = "".join(f"{some}<h2>Heading</h2>{FOLLOWING[kind]}" for some in filler)
    calls = body.count(call(1))
    body = body.replace(call(1), "", calls - 1)  # a note is called once
    made = lay_out(section(body, *["<p>A note.</p>"] * min(calls, 1)))
    assert "heading_stands_over_its_text" not in {issue.rule.name for issue in made.page_issues}
    assert not made.faults


def test_sections_of_one_line_are_not_kept_with_the_next() -> None:
    made = lay_out(section("".join(f"<h2>Heading {n}</h2><p>One line.</p>" for n in range(40))))
    assert not {"heading_stands_over_its_text", "page_is_full"} & {
        issue.rule.name for issue in made.page_issues[:-1]
    }
