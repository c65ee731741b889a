"""Running heads that are too long: where they are cut, and what is told."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from octavo.pdf.section.running_heads import cut_head, cuts, text_of_head
from tests.building import octavo

TITLES = {
    "The War: A Short History of It": ["The War", "The\u00a0…"],
    "“The Slave-Machine: Slavery in ‘Two’ Books”": [
        "“The Slave-Machine”", "“The\u00a0…”",
    ],
    "A Life of Letters and of Deeds": [
        "A Life of Letters\u00a0…", "A Life\u00a0…", "A\u00a0…",
    ],
    "On “Peace, War” and Trade": ["On “Peace, War”\u00a0…", "On “Peace\u00a0…”", "On\u00a0…"],
    "« Les Mots » (et « les choses »)": [
        "« Les Mots »\u00a0…", "« Les\u00a0… »",
    ],
    "„Der Staat“ und „das Volk“": ["„Der Staat“ und „das\u00a0…“", "„Der Staat“\u00a0…"],
    "‘Don’t Go’ and ‘Stay Here’": ["‘Don’t Go’ and ‘Stay\u00a0…’", "‘Don’t Go’\u00a0…"],
    "Guerre et paix : histoire": ["Guerre et paix", "Guerre\u00a0…"],
    "中国历史概论": ["中国历史概…", "中国历史…", "中国历…"],
    "Donaudampfschiffahrt": ["Donaudampfschiffahr…", "Donaudampfschiffah…"],
    "War": ["Wa…", "W…"],
}  # fmt: skip


def shortened(title: str, markup: str = "") -> list[str]:
    found = []
    for cut in cuts(title):
        head = ElementTree.fromstring(f"<div>{markup or title}</div>")
        cut_head(head, cut)
        found.append(text_of_head(head))
    return found


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_cut_at_its_colon_or_behind_a_word(title: str) -> None:
    found = shortened(title)
    wanted = TITLES[title]
    assert [head for head in found if head in wanted] == wanted
    assert found[0] == wanted[0]
    lengths = [len(head) for head in found if "…" in head]
    assert lengths == sorted(lengths, reverse=True)


def test_a_cut_keeps_the_emphasis_before_it() -> None:
    head = ElementTree.fromstring("<div>On <em>the <b>Old</b> War</em> and the New</div>")
    title = text_of_head(head)
    cut = next(cut for cut in cuts(title) if title[: cut.end].endswith("Old"))
    cut_head(head, cut)
    assert ElementTree.tostring(head, "unicode") == "<div>On <em>the <b>Old\u00a0…</b></em></div>"


LONG = "The Houses of the Order in Oxford, Cirencester, Malmesbury, and Other Places of the Realm"
EDITION = f"""title: {LONG}
authors: [{{family: Author, given: An}}]
language: en-US
date: 2026
identifier: urn:uuid:00000000-0000-4000-8000-0000000000aa
sections: [a.md, b.md, c.md]
notes: {{place: foot, numbering: section}}
print: {{trim: 6in 9in}}
"""
TEXT = "\n\n".join(["A paragraph of some length that fills a few lines of it. " * 8] * 14)


def test_what_is_cut_is_told_at_its_heading(tmp_path: Path) -> None:
    source = tmp_path / "cut" / "source"
    source.mkdir(parents=True)
    (source / "edition.yaml").write_text(EDITION)
    (source / "a.md").write_text(f"Words.\n\n# {LONG.replace('Houses', '*Houses*')}\n\n{TEXT}\n")
    (source / "b.md").write_text(f"# “The Slave-Machine: {LONG}”\n\n{TEXT}\n")
    (source / "c.md").write_text(f'# {LONG} {{running="Houses"}}\n\n{TEXT}\n')
    done = octavo("build", tmp_path / "cut", "--form", "pdf").stdout
    told = re.findall(r"^source/(\S+): (P02[56]) (.*?) ?(?:\(page|;|$)", done, re.MULTILINE)
    cut = "the running head is shortened to “The Houses of the Order in"
    assert sorted((place, code) for place, code, _ in told) == [
        ("a.md:3:3", "P025"), ("b.md:1:4", "P026"), ("edition.yaml:1:1", "P025"),
    ]  # fmt: skip
    assert sum(message.startswith(cut) for _, _, message in told) == 2
    pdf = next((tmp_path / "cut" / "build").glob("*.pdf"))
    words = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout
    heads = set(
        re.findall(
            r"^(.*…)$|^(“The Slave-Machine”)$|^(Houses)$", words.decode().replace("\f", "\n"), re.M
        )
    )
    shown = {"".join(head) for head in heads}
    assert {"“The Slave-Machine”", "Houses"} < shown
    assert len(shown) == 4
    for head in shown - {"“The Slave-Machine”", "Houses"}:
        assert LONG.startswith(head.removesuffix("…").rstrip())
        assert LONG[len(head.removesuffix("…").rstrip())] in " ,"
    text = (source / "edition.yaml").read_text()
    (source / "edition.yaml").write_text(f"{text}running: Houses of the Order\n")
    done = octavo("build", tmp_path / "cut", "--form", "pdf").stdout
    assert "edition.yaml" not in done
