"""Fields of a .bib file with signs and commands of TeX: all their words are read."""

from __future__ import annotations

import pytest

from octavo.bibliography import read_bibliography
from octavo.bibliography.bib.mathematics import as_text, formulas_in, without_mathematics


def field(written: str, name: str = "title") -> str:
    """Read one field of an entry, and return it without CSL's marks for capitals."""
    text = f"@book{{k, langid = {{german}}, date = {{1999}}, {name} = {{{written}}}}}"
    ((reference,), faults) = read_bibliography(text.encode(), "b.bib")
    assert faults == ()
    read = str(reference.data["title" if name == "title" else name])
    return read.replace('<span class="nocase">', "").replace("</span>", "")


@pytest.mark.parametrize(("written", "read"), [
    ("Europe on $5 a Day", "Europe on $5 a Day"),
    ("Europe on $5 a Day and $10 a Night", "Europe on $5 a Day and $10 a Night"),
    ("Letter #12", "Letter #12"),
    (r"Sold for \$5 \# 3", "Sold for $5 # 3"),
    ("The $n$-body problem", "The <i>n</i>-body problem"),
    (r"On $\alpha$-rays and $E=mc^2$", "On <i>α</i>-rays and <i>E</i> = <i>mc</i><sup>2</sup>"),
    (r"\(x^2\), \ensuremath{\beta}", "<i>x</i><sup>2</sup>, <i>β</i>"),
    (r"H$_2$O am 10$^{th}$", "H<sub>2</sub>O am 10<sup>th</sup>"),
    (r"$\frac{1}{2}$ und $\sqrt{2}$", "1/2 und √2"),
    (r"\textquote{a} \blockquote[x]{b} \say{c}", "“a” “b” “c”"),
    (r"\foreignquote{german}{d} \hyphentextquote{french}{e}", "“d” “e”"),
    (r"\glqq a\grqq{} \glq b\grq{} \flqq c\frqq{} \flq d\frq", "„a“ ‚b‘ «c» ‹d›"),
    ("\"`a\"' und \"<b\">", "„a“ und «b»"),
    (",,a`` und >>b<<", "„a“ und »b«"),
    (r"A \vphantom{\}} brace", "A brace"),
    (r"\underline{Under} \uline{Line}", "Under Line"),
    (r"A \textelp{} b \textelp{c} \textins{d}", "A […] b […] c [d]"),
    (r"Teil $III$ und $\mathrm{IV}$", "Teil <i>III</i> und IV"),
])  # fmt: skip
def test_titles(written: str, read: str) -> None:
    assert " ".join(field(written).split()) == read


def test_a_formula_that_is_no_text_is_told() -> None:
    fields = {"title": r"On $\Foo_a$"}
    made, odd = without_mathematics(fields, as_text(formulas_in(fields)))
    assert "Foo" in made["title"]
    assert [name for name, _ in odd] == ["title"]


@pytest.mark.parametrize(("name", "variable"), [
    ("publisher", "publisher"), ("note", "note"), ("location", "publisher-place"),
])  # fmt: skip
def test_other_fields(name: str, variable: str) -> None:
    text = f"@book{{k, title = {{T}}, {name} = {{Smith #3 for $5}}}}"
    ((reference,), _) = read_bibliography(text.encode(), "b.bib")
    assert reference.data[variable] == "Smith #3 for $5"


@pytest.mark.parametrize(("options", "part"), [
    ("useprefix=true", "non-dropping-particle"), ("useprefix", "non-dropping-particle"),
    ("maxnames=2, useprefix = true, dashed=false", "non-dropping-particle"),
    ("useprefix=false", "dropping-particle"), ("maxnames=2", "dropping-particle"),
])  # fmt: skip
def test_particles(options: str, part: str) -> None:
    text = f"@book{{k, author = {{de Roover, Raymond}}, title = {{T}}, options = {{{options}}}}}"
    ((reference,), _) = read_bibliography(text.encode(), "b.bib")
    (author,) = reference.data["author"]
    assert author == {"family": "Roover", "given": "Raymond", part: "de"}


@pytest.mark.parametrize(("language", "options", "tag"), [
    ("german", "variant=swiss", "de-CH"), ("german", "spelling=old,variant=austrian", "de-AT"),
    ("english", "variant=british", "en-GB"), ("greek", "variant=ancient", "grc"),
    ("portuguese", "variant = brazilian", "pt-BR"), ("german", "spelling=old", "de-DE"),
])  # fmt: skip
def test_variants_of_languages(language: str, options: str, tag: str) -> None:
    text = f"@book{{k, title = {{T}}, langid = {{{language}}}, langidopts = {{{options}}}}}"
    ((reference,), _) = read_bibliography(text.encode(), "b.bib")
    assert reference.data["language"] == tag


def test_of_many_entries_only_those_are_lost_that_cannot_be_read() -> None:
    """An unclosed brace behind a backslash stops pandoc; every tenth entry has one."""
    odd = {f"k{number}" for number in range(0, 120, 10)}
    entries = [
        f"@book{{k{number}, title = {{A {chr(92)}{'emph' if f'k{number}' in odd else 'textit'}"
        f"{chr(92) + chr(123) if f'k{number}' in odd else '{x}'}}}, date = {{1999}}}}"
        for number in range(120)
    ]
    references, faults = read_bibliography("\n".join(entries).encode(), "b.bib")
    read = {reference.key for reference in references}
    assert read | odd == {f"k{number}" for number in range(120)}
    assert len(faults) == 120 - len(read)
    assert all(f"the entry {key} " in " ".join(map(str, faults)) for key in odd - read)


def test_lines_may_end_as_on_old_systems() -> None:
    text = "TY  - BOOK\rAU  - Doe, Ann\rTI  - A title\rPY  - 1999\rID  - k\rER  - \r"
    ((reference,), faults) = read_bibliography(text.encode(), "r.ris")
    assert (faults, reference.key, reference.data["title"]) == ((), "k", "A title")


@pytest.mark.parametrize(("kind", "variable"), [
    ("PCOMM", "recipient"), ("ICOMM", "recipient"), ("INTV", "interviewer"), ("MPCT", "director"),
    ("BOOK", "editor"),
])  # fmt: skip
def test_second_people(kind: str, variable: str) -> None:
    text = f"TY  - {kind}\nAU  - Doe, Ann\nA2  - Stalin, Joseph\nTI  - T\nID  - k\nER  - \n"
    ((reference,), _) = read_bibliography(text.encode(), "r.ris")
    assert reference.data[variable] == [{"family": "Stalin", "given": "Joseph"}]
    assert ("editor" in reference.data) == (variable == "editor")
