"""Change a file of an edition as authors, other programs and bad disks do.

A mutation takes the bytes of a file and a random generator, and returns other bytes and a few words
that say what it did. It knows the structure of the file where it can: words, lines and brackets of
a text, values of YAML and JSON, fields of BibTeX, declarations of CSS.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path, PurePath
from random import Random
from typing import Any

Mutation = Callable[[bytes, Random], tuple[bytes, str]]

_MATERIAL: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "material.toml").read_text("utf-8")
)


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


def _insert(kind: str) -> Mutation:
    def change(text: str, random: Random) -> tuple[str, str]:
        at, new = _place(text, random), random.choice(_MATERIAL[kind])
        space = random.choice(("", "", " "))
        return text[:at] + space + new + space + text[at:], f"{kind}: {new!r} at {at}"

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
    value = random.choice(_MATERIAL["yaml_values"])
    return text[: key.end(1)] + " " + value + text[key.end() :], f"{key[1]} {value[:30]!r}"


def _field(text: str, random: Random) -> tuple[str, str]:
    """Change the name or the value of a field of BibTeX."""
    found = list(re.finditer(r"(\w+)(\s*=\s*)(.*?)(,?)$", text, re.M))
    if not found:
        return text, "no field"
    field = random.choice(found)
    name = (
        random.choice([field[1], *_MATERIAL["bib_fields"]]) if random.random() < 0.4 else field[1]
    )
    value = random.choice(_MATERIAL["bib_values"])
    return (
        text[: field.start()] + name + field[2] + value + field[4] + text[field.end() :],
        f"{name} = {value}",
    )


_JSON_VALUES: list[Any] = [
    None, True, 0, -1, 1e400, 10**30, "", "x", "<i>x", "&", "a\0b", "\ud800", [], {}, [[]], [None],
    {"date-parts": [["x"]]}, {"date-parts": [[0]]}, {"raw": "?"}, [{"family": 3}],
]  # fmt: skip


def _json_value(text: str, random: Random) -> tuple[str, str]:
    try:
        whole = json.loads(text)
    except ValueError:
        return text, "no JSON"
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
    value = random.choice(_JSON_VALUES)
    if isinstance(holder, dict) and random.random() < 0.3:
        holder[
            random.choice(("type", "id", "title", "issued", "author", "custom", "note", "page"))
        ] = value
    else:
        holder[key] = value
    return json.dumps(whole, indent=1), f"{key} is {value!r}"


def _declaration(text: str, random: Random) -> tuple[str, str]:
    found = list(re.finditer(r"([\w-]+)(\s*:\s*)([^;{}]+)", text))
    value = random.choice(_MATERIAL["css_values"])
    if not found:
        return text, "no declaration"
    one = random.choice(found)
    name = random.choice([one[1], *_MATERIAL["css_properties"]])
    return text[: one.start()] + name + one[2] + value + text[one.end() :], f"{name}: {value}"


def _svg_part(text: str, random: Random) -> tuple[str, str]:
    at, new = _place(text, random), random.choice(_MATERIAL["svg_parts"])
    after = text.find(">", at) + 1 or at
    return text[:after] + new + text[after:], f"SVG {new}"


_OF_BYTES: list[Mutation] = [_flip, _truncate, _append, _bytes_moved, _encode]
_OF_WORDS: list[Mutation] = [
    _insert("typed"), _insert("typed"), _insert("characters"),
    *map(_of_text, (_cut, _cut, _lines, _lines, _swap_words, _double_part, _nest, _line_ends)),
]  # fmt: skip
_OF_IMAGES: list[Mutation] = [_flip, _truncate, _append, _bytes_moved, _big_number]
_BY_ENDING: dict[str, list[Mutation]] = {
    ".md": [*_OF_WORDS, _insert("blocks"), _insert("blocks")],
    ".yaml": [_of_text(_yaml_value)] * 12 + _OF_WORDS,
    ".bib": [_of_text(_field)] * 8 + _OF_WORDS,
    ".json": [_of_text(_json_value)] * 12 + _OF_WORDS,
    ".css": [_of_text(_declaration)] * 5 + [_insert("css_rules")] * 5 + _OF_WORDS,
    ".svg": [_of_text(_svg_part)] * 4 + _OF_WORDS,
    ".png": _OF_IMAGES,
    ".jpg": _OF_IMAGES,
}
