"""Change a file of an edition as authors, other programs and bad disks do.

A mutation takes the bytes of a file and a random generator, and returns other bytes and a few words
that say what it did. It knows the structure of the file where it can: words, lines and brackets of a
text, values of YAML and JSON, fields of BibTeX, declarations of CSS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import PurePath
from random import Random
from typing import Any

Mutation = Callable[[bytes, Random], tuple[bytes, str]]

TYPED = """
^[ [^ [^1] [^*x] [^raft] [^^] ] ] [ ( ) { } {# {.x} {#id} {.index} {.index key="a!b!c"} []{.index} []{}
[@ [@moor2001 [@moor2001] [-@moor2001] @moor2001 @nobody [@moor2001, [see @moor2001; @stad, 4] (@moor2001)
[@note:raft] [@fig:plan] [@tbl:rates,page] [@sec: @{a b} [@note:raft,where] [@*] [](#boats) [](#none)
::: :::: ::: ::: {.verse} ::: figure ::: table-notes {lang=ru} {lang=} {lang="x y"} {lang=he} :::{lang=ar}
* ** *** _ __ ` ``` ~ ~~ ~~~ ^ ^^ $ $$ $x$ $\\frac{1}{0}$ $\\undefined{x}$ \\ \\\\ \\[ \\( \\footnote{x} \\cite{moor2001}
# ## ###### - -- --- ---- + > >> | || |- <!-- --> <b> </b> <script> <i>x</i> <br> &amp; &lt; &#0; &#xD800; &nbsp; &
" ' “ ” ‘ ’ „ « » ' " '60s 'tis Bob's … ... .. ; : ! ? ?! % ° № § ¶ † ‡ ½ ² ﬁ ß ẞ ı İ ŉ ǆ
1. 3. a) (a) i. II. (@) (@x) @x. 1905. #. : ~ :   Table: : *[abbr]: [x]: [^x]:
é е́ й й Ω ἄ ᾧ 𝔄 中文 日本語 한국어 ไทย हिन्दी שלום السلام עברית(x) 😀 👩‍👩‍👧 �
""".split()
CHARACTERS = [
    "\0", "\a", "\b", "\t", "\v", "\f", "\r", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u0301",
    "\u061c", "\u200b", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202e", "\u2066",
    "\u2060", "\ue000", "\ufdd0", "\ufe0f", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\U000e0041",
]  # fmt: skip
BLOCKS = [
    "\n\n[^new]: A note that nothing calls.\n\n", "\n\n```\ncode\n\n", "\n\n:::\n\n", "\n\n---\n\n",
    "\n\n| a | b |\n|---|---|\n| c[^raft] | d |\n\n", "\n\n    indented\n\n", "\n\n> quoted\n\n",
    "\n\n+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\n", "\n\n# Another {#boats}\n\n",
    "\n\n#### Deep\n\n", "\n\n1) one\n2) two\n\n", "\n\n(@moor2001) an example\n\n",
    "\n\n![](figures/none.png)\n\n", "\n\n![x](../../../etc/passwd)\n\n", "\n\n![](figures/plan.svg) text\n\n",
    "\n\nTerm\n\n:   Definition.^[In a definition.]\n\n", "\n\n| verse\n|   more\n\n", "\n\n<div>\n\n",
    "\n\n::: {.verse}\n> a\n:::\n\n", "\n\n---\ntitle: x\n---\n\n", "\n\n^[Alone.]\n\n",
    "\n\n-----  -----\na      b\n-----  -----\n\n: Caption.^[Called in a caption.] {#tbl:x}\n\n",
    "\n\n## ^[In a heading.] {#h}\n\n", "\n\n***\n\n", "\n\n$$\\sum_{i}^{n}$$\n\n",
]  # fmt: skip
VALUES = [
    "", "null", "true", "0", "-1", "1e400", "2026-13-45", "[]", "{}", "[[[]]]", "x: y", '"', "'", "&a *a",
    "!!python/object:os.system x", "|\n  a\n  b", "*unknown", "${HOME}", "../../x", "/etc/passwd",
    "he", "ar", "zz-ZZ-zz", "<b>&</b>", "a\u0000b", "9" * 400, "x" * 3000, "{literal: A}", "figures/plan.svg",
    "classic", "plain", "edition", "section", "0in 0in", "6in", "-6in 9in", "1e9in 9in", "“x”", "*x* [y](z)",
]  # fmt: skip
CSS_VALUES = [
    "0", "-1", "1e9pt", "-1e9pt", "NaN", "none", "inherit", "unset", "calc(1/0)", "var(--x)", "var(--note-size)",
    "url(/etc/passwd)", "url(http://localhost/x)", "url(data:,x)", "attr(id)", "counter(page)", "red",
    "transparent", "100%", "9999em", '"', "}", "/*", "absolute", "fixed", "rotate(90deg)", "running(x)",
    "leader('.')", "footnote", "element(x)", "3", "auto", "rtl", "vertical-rl", "column", "grid", "flex",
]  # fmt: skip
CSS_RULES = [
    "* { display: none }", ".note { display: none }", "p { position: absolute }", "@page { size: 1pt 1pt }",
    "@page { margin: 50cm }", "body { columns: 7 }", "@import 'x.css';", "@media print { p { color: white } }",
    "@font-face { font-family: x; src: url(x.ttf) }", ".note { float: none }", "h1 { string-set: x content() }",
    "p { content: '\\0' }", "p::before { content: counter(x) ' \\A ' }", "section { break-before: recto }",
    "table { display: grid }", "a::after { content: target-counter(attr(href), page) }", ":root { --trim: 1 }",
    "p { font-size: 0 }", "p { font-size: 300pt }", "p { line-height: 0 }", "img { width: 999cm }",
    "p { letter-spacing: 9cm }", "li { counter-increment: x 999999999 }", ".note { footnote-display: inline }",
]  # fmt: skip


def mutate(name: str, data: bytes, random: Random) -> tuple[bytes, str]:
    """Return a file changed in one to four ways, and what was done to it."""
    kinds = _BY_ENDING.get(PurePath(name).suffix, [])
    said = []
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        every: list[Mutation] = [*kinds, *kinds, *kinds, *_OF_BYTES] if kinds else _OF_BYTES
        data, what = random.choice(every)(data, random)
        said.append(what)
    return data, "; ".join(said)


def _of_text(change: Callable[[str, Random], tuple[str, str]]) -> Mutation:
    def mutation(data: bytes, random: Random) -> tuple[bytes, str]:
        text, what = change(data.decode("utf-8", "surrogateescape"), random)
        return text.encode(
            "utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape"
        ), what

    return mutation


def _place(text: str, random: Random) -> int:
    """Return a place in a text: anywhere, or at the edge of a word, or at the head of a line."""
    edges = {
        "word": [m.start() for m in re.finditer(r"\b", text)],
        "line": [0, *(m.end() for m in re.finditer("\n", text))],
        "bracket": [m.start() for m in re.finditer(r"[][(){}^@#:*]", text)],
    }
    chosen = edges[random.choice(list(edges))]
    return (
        random.choice(chosen) if chosen and random.random() < 0.8 else random.randint(0, len(text))
    )


def _insert(choices: list[str], label: str) -> Mutation:
    def change(text: str, random: Random) -> tuple[str, str]:
        at, new = _place(text, random), random.choice(choices)
        space = random.choice(("", "", " "))
        return text[:at] + space + new + space + text[at:], f"{label} {new!r} at {at}"

    return _of_text(change)


def _cut(text: str, random: Random) -> tuple[str, str]:
    at = _place(text, random)
    length = random.choice((1, 1, 2, 5, 30))
    return text[:at] + text[at + length :], f"cut {text[at : at + length]!r} at {at}"


def _lines(text: str, random: Random) -> tuple[str, str]:
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.choice(("swap", "double", "drop", "indent", "outdent", "join", "move")):
        case "swap":
            lines[at], lines[other] = lines[other], lines[at]
        case "double":
            lines.insert(other, lines[at])
        case "drop":
            del lines[at]
        case "indent":
            lines[at] = random.choice((" ", "  ", "    ", "\t")) + lines[at]
        case "outdent":
            lines[at] = lines[at].lstrip()
        case "join":
            lines[at : at + 2] = [" ".join(lines[at : at + 2])]
        case _:
            lines.insert(other, lines.pop(at))
    return "\n".join(lines), f"lines {at + 1} and {other + 1}"


def _swap_words(text: str, random: Random) -> tuple[str, str]:
    words = list(re.finditer(r"[^\s]+", text))
    if len(words) < 2:
        return text, "no words"
    one, two = sorted(random.sample(words, 2), key=lambda m: m.start())
    changed = (
        text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]
    )
    return changed, f"swap {one[0]!r} and {two[0]!r}"


def _double_part(text: str, random: Random) -> tuple[str, str]:
    start = _place(text, random)
    part = text[start : start + random.choice((3, 20, 200))]
    times = random.choice((1, 2, 40))
    return text[:start] + part * times + text[start:], f"repeat {part[:20]!r} {times} times"


def _nest(text: str, random: Random) -> tuple[str, str]:
    opening, closing = random.choice(
        (("[", "]{.x}"), ("*", "*"), ("> ", ""), ("^[", "]"), ("(", ")"), ("{", "}"))
    )
    deep = random.choice((2, 20, 300))
    at = _place(text, random)
    return text[:at] + opening * deep + "nested" + closing * deep + text[
        at:
    ], f"{deep} deep {opening}"


def _line_ends(text: str, random: Random) -> tuple[str, str]:
    end = random.choice(("\r\n", "\r", "\n\n", "\u2028"))
    return text.replace("\n", end), f"line ends {end!r}"


def _encode(data: bytes, random: Random) -> tuple[bytes, str]:
    encoding = random.choice(("utf-16", "latin-1", "cp1252", "utf-8-sig", "utf-32-le"))
    return data.decode("utf-8", "replace").encode(encoding, "replace"), f"encoded as {encoding}"


def _flip(data: bytes, random: Random) -> tuple[bytes, str]:
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8))):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed), "other bytes"


def _truncate(data: bytes, random: Random) -> tuple[bytes, str]:
    kept = random.choice((0, 1, random.randint(0, len(data)), max(0, len(data) - 1)))
    return data[:kept], f"cut after {kept} bytes"


def _append(data: bytes, random: Random) -> tuple[bytes, str]:
    return data + random.choice(
        (b"\0", b"\xff\xd8\xff", b"<svg>", data, random.randbytes(40))
    ), "appended"


def _bytes_moved(data: bytes, random: Random) -> tuple[bytes, str]:
    at, length, to = (random.randint(0, len(data)) for _ in range(3))
    part = data[at : at + length % 64]
    return data[:to] + part + data[to:], f"{len(part)} bytes copied to {to}"


def _big_number(data: bytes, random: Random) -> tuple[bytes, str]:
    """Overwrite four bytes by a large number, as in the sizes of an image."""
    at = random.randint(0, max(0, min(64, len(data)) - 4))
    number = random.choice((b"\x7f\xff\xff\xff", b"\xff" * 4, b"\0" * 4, b"\0\1\0\0"))
    return data[:at] + number + data[at + 4 :], f"number at {at}"


def _yaml_value(text: str, random: Random) -> tuple[str, str]:
    found = list(re.finditer(r"^(\s*(?:- )?[\w]+:)(.*)$", text, re.M))
    if not found:
        return text, "no key"
    key = random.choice(found)
    if random.random() < 0.25:
        other = random.choice(found)[1].strip(" -")
        return text[: key.start()] + other + key[2] + text[key.end() :], f"{key[1]} becomes {other}"
    value = random.choice(VALUES)
    return text[: key.end(1)] + " " + value + text[key.end() :], f"{key[1]} {value[:30]!r}"


def _field(text: str, random: Random) -> tuple[str, str]:
    """Change the name or the value of a field of BibTeX."""
    found = list(re.finditer(r"(\w+)(\s*=\s*)(.*?)(,?)$", text, re.M))
    if not found:
        return text, "no field"
    field = random.choice(found)
    names = "author editor title date year month edition language type crossref options number url".split()
    values = ["{}", "{{}}", '""', "{Second}", "oct # \"~12\"", "{a and b and others}", "{and}", "{,,,}", "{1999/}",
              "{-0043}", "{[1905?]}", "{{\\`e}}", "{$x^2$}", "{\\input{/etc/passwd}}", "{german}", "{10--}", "{%}",
              "{O'Neill, van der, Jr}", "{<i>x</i>}", "{“x”}", "moor2001", "{\\textit{a \\emph{b}}}", "{a\u0000}"]  # fmt: skip
    name = random.choice([field[1], *names]) if random.random() < 0.4 else field[1]
    value = random.choice(values)
    return (
        text[: field.start()] + name + field[2] + value + field[4] + text[field.end() :],
        f"{name} = {value}",
    )


def _json_value(text: str, random: Random) -> tuple[str, str]:
    try:
        whole = json.loads(text)
    except ValueError:
        return text, "no JSON"
    values: list[Any] = [None, True, 0, -1, 1e400, "", "x", [], {}, [[]], [None], "a\u0000b", "<i>x", "&", 10**30,
                         {"date-parts": [["x"]]}, {"date-parts": [[0]]}, {"raw": "?"}, [{"family": 3}], "\ud800"]  # fmt: skip
    holders: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, (dict, list)) and node:
            holders.append(node)
            for child in node.values() if isinstance(node, dict) else node:
                walk(child)

    walk(whole)
    if not holders:
        return text, "empty JSON"
    holder = random.choice(holders)
    key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    value = random.choice(values)
    if isinstance(holder, dict) and random.random() < 0.3:
        holder[
            random.choice(("type", "id", "title", "issued", "author", "custom", "note", "page"))
        ] = value
    else:
        holder[key] = value
    return json.dumps(whole, indent=1), f"{key} is {value!r}"


def _declaration(text: str, random: Random) -> tuple[str, str]:
    found = list(re.finditer(r"([\w-]+)(\s*:\s*)([^;{}]+)", text))
    properties = "color font-size position display float width margin transform content --measure size".split()
    value = random.choice(CSS_VALUES)
    if not found:
        return text, "no declaration"
    one = random.choice(found)
    name = random.choice([one[1], *properties])
    return text[: one.start()] + name + one[2] + value + text[one.end() :], f"{name}: {value}"


def _svg_part(text: str, random: Random) -> tuple[str, str]:
    parts = [
        "<script>alert(1)</script>", '<image href="/etc/passwd"/>', '<use href="#g"/>', "<text>words &amp; more</text>",
        '<image href="data:image/png;base64,AAAA"/>', "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>", "&a;", "<g>", "</g>",
        '<foreignObject><p>x</p></foreignObject>', '<filter id="f"><feGaussianBlur/></filter>', "<style>*{}</style>",
        '<text><textPath href="#p">along</textPath></text>', '<svg width="1e9" height="1e9"/>', "<!-- -- -->",
    ]  # fmt: skip
    at, new = _place(text, random), random.choice(parts)
    after = text.find(">", at) + 1 or at
    return text[:after] + new + text[after:], f"SVG {new}"


_OF_BYTES: list[Mutation] = [_flip, _truncate, _append, _bytes_moved, _encode]
_OF_WORDS: list[Mutation] = [
    _insert(TYPED, "insert"), _insert(TYPED, "insert"), _insert(CHARACTERS, "character"),
    *map(_of_text, (_cut, _cut, _lines, _lines, _swap_words, _double_part, _nest, _line_ends)),
]  # fmt: skip
_OF_IMAGES: list[Mutation] = [_flip, _truncate, _append, _bytes_moved, _big_number]
_BY_ENDING: dict[str, list[Mutation]] = {
    ".md": [*_OF_WORDS, _insert(BLOCKS, "block"), _insert(BLOCKS, "block")],
    ".yaml": [_of_text(_yaml_value)] * 12 + _OF_WORDS,
    ".bib": [_of_text(_field)] * 8 + _OF_WORDS,
    ".json": [_of_text(_json_value)] * 12 + _OF_WORDS,
    ".css": [_of_text(_declaration)] * 5 + [_insert(CSS_RULES, "rule")] * 5 + _OF_WORDS,
    ".svg": [_of_text(_svg_part)] * 4 + _OF_WORDS,
    ".png": _OF_IMAGES,
    ".jpg": _OF_IMAGES,
}
