"""Write the formulas in the fields of a .bib file as text, and the dollars that open none as such.

pandoc loses a whole field for an unescaped `#` or a lone `$`, and gives a formula as its TeX. Here
it is asked once for all formulas of a file: what it can write as text is put in their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from octavo.pandoc import run as pandoc

LONGEST = 300  # characters of a formula
MOST = 5_000  # formulas of one file that are written as text
VERBATIM = frozenset("url doi eprint file verba verbb verbc".split())

_FORMULA = re.compile(
    rf"(?<!\\)\$\$?(?P<dollars>(?!\s)(?:\\.|[^$\\]){{1,{LONGEST}}}?)(?<!\s)\$\$?(?!\d)"
    rf"|\\\((?P<parens>(?:\\[^()]|[^\\]){{1,{LONGEST}}}?)\\\)"
    rf"|\\ensuremath\s*\{{(?P<ensured>(?:[^{{}}]|\{{[^{{}}]{{0,{LONGEST}}}\}}){{1,{LONGEST}}})\}}"
)
_SIGN = re.compile(r"[\\^_=<>+|]")
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}|[A-Za-z0-9]\s+[A-Za-z]{2,}")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
_ROOT = re.compile(r"\\sqrt\s*(?:\{(\w+)\}|(\w))")
_RAISED = re.compile(r"\$\s*(\d*)\s*\^\s*(?:\{([^{}$]{1,40})\}|(\w))\s*\$")
_LOWERED = re.compile(r"\$\s*(\w?)\s*_\s*(?:\{([^{}$]{1,40})\}|(\w))\s*\$")
_ALONE = re.compile(r"(?<!\\)[$#]")
_MATH = re.compile(r'<span\s+class="math inline">(.*?)</span>', re.DOTALL)
_TAGS = {
    "<em>": "\\emph{", "<sup>": "\\textsuperscript{", "<sub>": "\\textsubscript{",
    "<strong>": "\\textbf{", "</em>": "}", "</sup>": "}", "</sub>": "}", "</strong>": "}",
}  # fmt: skip
_TAG = re.compile(r"<[^<>]*>")
_SPECIAL = re.compile(r"[\\&%$#_{}~^]")

Formulas = Mapping[str, str]  # LaTeX without mathematics, by the TeX of a formula


def formulas_in(fields: Mapping[str, str]) -> set[str]:
    """Return the TeX of the formulas in the fields of an entry."""
    return {
        tex
        for name, value in fields.items()
        if name not in VERBATIM and ("$" in value or "\\" in value)
        for found in _FORMULA.finditer(_raised(value))
        if (tex := _tex_of(found))
    }


def _raised(value: str) -> str:
    """Write what only raises or lowers a few letters as commands of text: $^{th}$."""
    if "$" not in value:
        return value
    value = _RAISED.sub(lambda m: rf"{m[1]}\textsuperscript{{{m[2] or m[3]}}}", value)
    return _LOWERED.sub(lambda m: rf"{m[1]}\textsubscript{{{m[2] or m[3]}}}", value)


def as_text(formulas: Iterable[str]) -> dict[str, str]:
    """Return each formula that pandoc can write as text, in LaTeX without mathematics."""
    asked = sorted(formulas)[:MOST]
    if not asked:
        return {}
    try:
        return dict(_asked(asked))
    except pandoc.PandocError:
        return {}


def _asked(formulas: Sequence[str]) -> Iterable[tuple[str, str]]:
    given = "\n\n".join(f"${_simpler(formula)}$" for formula in formulas)
    written = pandoc.run_pandoc(["-f", "latex", "-t", "html", "--sandbox"], given.encode())
    paragraphs = re.findall(r"<p>(.*?)</p>", written.decode(), re.DOTALL)
    if len(paragraphs) != len(formulas):
        return
    for formula, paragraph in zip(formulas, paragraphs, strict=True):
        found = _MATH.fullmatch(paragraph.strip())
        if found is not None and "$" not in found[1] and "\\" not in found[1]:
            yield formula, _latex(found[1])


def _simpler(formula: str) -> str:
    """Write fractions with a stroke and roots with their sign, for which pandoc has no text."""
    formula = _FRACTION.sub(lambda m: f"{m[1] or m[2]}/{m[3] or m[4]}", formula)
    return _ROOT.sub(lambda m: f"√{m[1] or m[2]}", formula)


def _latex(html: str) -> str:
    made: list[str] = []
    at = 0
    for tag in _TAG.finditer(html):
        made += (_escaped(html[at : tag.start()]), _TAGS.get(tag[0], ""))
        at = tag.end()
    return "".join([*made, _escaped(html[at:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", " ".join(unescape(text).split(" ")))


def without_mathematics(
    fields: Mapping[str, str], formulas: Formulas
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the fields with their formulas as text and all other signs of TeX's as such; and each
    field with a formula that is left as TeX, with a sentence about it."""
    made: dict[str, str] = {}
    odd: list[tuple[str, str]] = []
    for name, value in fields.items():
        made[name] = value
        if name in VERBATIM or (name == "howpublished" and "://" in value):
            continue
        if "$" in value or "\\(" in value or "\\ensuremath" in value:
            value = _raised(value)
            value = _FORMULA.sub(lambda found, name=name: _text(found, formulas, name, odd), value)
        made[name] = _ALONE.sub(r"\\\g<0>", value)
    return made, odd


def _text(found: re.Match[str], formulas: Formulas, name: str, odd: list[tuple[str, str]]) -> str:
    tex = _tex_of(found)
    if not tex:
        return found[0]
    if tex in formulas:
        return f"{{{formulas[tex]}}}"
    shown = tex if len(tex) <= 40 else f"{tex[:40]}…"
    odd.append((name, f"the formula {shown} is printed as TeX: it cannot be written as text"))
    return f"{{{_escaped(tex)}}}".replace("\\\\", "\\textbackslash{}")


def _tex_of(found: re.Match[str]) -> str:
    """Return the TeX of a formula; '' for words between two sums of money."""
    tex = (found["dollars"] or found["parens"] or found["ensured"] or "").strip()
    is_word = tex.isalpha()  # $III$: a sum of money begins with a number
    if found["dollars"] and not is_word and not _SIGN.search(tex) and _PROSE.search(tex):
        return ""
    return tex
