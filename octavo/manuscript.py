"""pandoc's tree, and the one place that runs pandoc.

The tree is pandoc's own JSON (`{"t": "Para", "c": […]}`), read and never changed in place:
`walk` sees every element in the order of the text, `rewrite` builds a changed copy.
"""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pypandoc

from octavo.model import (
    Blocks,
    CallState,
    CiteKey,
    Inlines,
    Manuscript,
    Note,
    NoteCall,
    Place,
    Section,
)

API_VERSION = [1, 23, 1]
SECONDS = 30  # of a processor: no text of ours takes a tenth of it; a hostile one is stopped
WALL_SECONDS = 180

Element = dict[str, Any]


TOO_DEEP = "the text is nested too deeply"


class PandocError(Exception):
    """pandoc could not read or write a text: its own words."""


# --- running pandoc ------------------------------------------------------------------------------


@cache
def _binary() -> str:
    return pypandoc.get_pandoc_path()


def run_pandoc(arguments: Sequence[str], given: bytes, *, cwd: str | None = None) -> bytes:
    """Run pandoc on bytes, in no user's configuration and with a bound on time."""
    command = [_binary(), "--data-dir=/nonexistent", *arguments]
    environment = {"LANG": "C.UTF-8", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "0"}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment, cwd=cwd,
    )  # fmt: skip
    with process:
        with suppress(ProcessLookupError):  # it may have ended already
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        try:
            written, said = process.communicate(given, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise PandocError(f"pandoc was stopped after {WALL_SECONDS} seconds") from None
        except BaseException:
            process.kill()
            raise
    if process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise PandocError(f"pandoc was stopped after {SECONDS} seconds of work")
    if process.returncode:
        words = said.decode("utf-8", "replace").strip()
        raise PandocError(words or f"pandoc ended with {process.returncode}")
    return written


def write(
    blocks: Blocks, form: str, *arguments: str, meta: Mapping[str, Any] | None = None
) -> bytes:
    """Write a tree in one of pandoc's formats, in its sandbox: it reads and fetches nothing."""
    return run_pandoc(["-f", "json", "-t", form, "--sandbox", *arguments], document(blocks, meta))


def read_bibliography(given: str, form: str) -> list[Element]:
    """References in one of pandoc's formats as items of CSL-JSON, read in its sandbox."""
    return orjson.loads(
        run_pandoc(["-f", form, "-t", "csljson", "--sandbox"], given.encode("utf-8", "replace"))
    )


def set_by_citeproc(
    blocks: Blocks, meta: Mapping[str, Any], style: bytes, references: Sequence[Mapping[str, Any]]
) -> Blocks:
    """A tree in which pandoc's own citeproc has set the citations, with the bibliography at its
    end.  `style` is the XML of a CSL style, `references` are items of CSL-JSON."""
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        Path(folder, "style.csl").write_bytes(style)
        Path(folder, "references.json").write_bytes(orjson.dumps(references))
        files = ("--csl=style.csl", "--bibliography=references.json")
        arguments = ["-f", "json", "-t", "json", "--sandbox", "--citeproc", *files]
        return orjson.loads(run_pandoc(arguments, document(blocks, meta), cwd=folder))["blocks"]


def document(blocks: Blocks, meta: Mapping[str, Any] | None = None) -> bytes:
    """A tree as the JSON document that pandoc reads."""
    return orjson.dumps({"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": blocks})


# --- the walk ------------------------------------------------------------------------------------


def walk(tree: Any) -> Iterator[Element]:
    """Every element of a tree, or part of one, in the order of the text, but words and spaces."""
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        if type(node) is list:
            for item in reversed(node):
                kind = type(item)
                if kind is list or (kind is dict and item.get("t") not in _LEAVES):
                    stack.append(item)
        elif type(node) is dict:
            if "t" in node:
                yield node
                if isinstance(node.get("c"), list | dict):
                    stack.append(node["c"])
            else:
                stack.extend(v for v in reversed(node.values()) if isinstance(v, list | dict))


def holds(tree: Any, *kinds: str) -> bool:
    """Whether an element of one of the kinds stands anywhere in a tree; a hundred times faster than
    a walk, so ask before one."""
    written = orjson.dumps(tree)
    return any(f'"t":"{kind}"'.encode() in written for kind in kinds)


_LEAVES = frozenset({"Str", "Space", "SoftBreak"})


PARAGRAPHS = frozenset({"Para", "Plain"})


def rewrite(
    tree: Any, change: Callable[[Element], Any], *, within: frozenset[str] = frozenset()
) -> Any:
    """A copy of a tree in which `change` has been asked about every element, children first.

    It gives None to keep the element, another element, or a list of elements to stand in its place.
    Words and spaces, nine elements in ten, are passed by without being asked about; so is all that
    stands within elements of the kinds given.
    """
    if isinstance(tree, list):
        made: list[Any] = []
        for item in tree:
            if isinstance(item, str) or (isinstance(item, dict) and item.get("t") in _LEAVES):
                made.append(item)
                continue
            new = rewrite(item, change, within=within)
            if isinstance(new, list) and isinstance(item, dict):
                made.extend(new)
            else:
                made.append(new)
        return made
    if isinstance(tree, dict):
        if tree.get("t") in within:
            return tree
        copy = {key: rewrite(value, change, within=within) for key, value in tree.items()}
        if "t" in copy:
            changed = change(copy)
            return copy if changed is None else changed
        return copy
    return tree


_PLAIN = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}


def plain(tree: Any, *, notes: bool = False) -> str:
    """The words of a tree, without those of its notes unless asked for."""
    if isinstance(tree, list):
        return "".join(plain(item, notes=notes) for item in tree)
    if not isinstance(tree, dict):
        return ""
    match tree.get("t"):
        case "Str":
            return tree["c"]
        case "Space" | "SoftBreak" | "LineBreak" as kind:
            return _PLAIN[kind]
        case "Note":
            return f" {plain(tree['c'], notes=True)}" if notes else ""
        case "Code" | "CodeBlock" | "Math":
            return tree["c"][1]
        case "RawInline" | "RawBlock":
            return ""
        case "Quoted":
            left, right = ("‘", "’") if tree["c"][0]["t"] == "SingleQuote" else ("“", "”")
            return left + plain(tree["c"][1], notes=notes) + right
        case "Para" | "Plain" | "Header":
            return plain(tree.get("c"), notes=notes) + "\n"
        case "Cite":
            return plain(tree["c"][1], notes=notes)
        case _:
            return plain(tree.get("c", []), notes=notes)


def text_of(tree: Any) -> str:
    """The words of a tree on one line, each parted by one space."""
    return " ".join(plain(tree).split())


def attributes_of(element: Element) -> list[Any] | None:
    """The `[id, classes, pairs]` of an element that has them."""
    content: Any = element.get("c")
    match element["t"]:
        case "Header":
            return content[1]
        case "Span" | "Div" | "Code" | "CodeBlock" | "Link" | "Image" | "Figure" | "Table":
            return content[0]
        case _:
            return None


def is_note(element: Element) -> bool:
    """Whether an element is the span that wraps a note and keeps its name."""
    return element["t"] == "Span" and element["c"][0][1][:1] == ["note"]


def string(text: str) -> Inlines:
    """Words as inlines."""
    inlines: Inlines = []
    for word in re.split(r"( )", text):
        if word:
            inlines.append({"t": "Space"} if word == " " else {"t": "Str", "c": word})
    return inlines


# --- the file between the stages -----------------------------------------------------------------


def to_json(manuscript: Manuscript) -> bytes:
    """A manuscript as the readable JSON document that pandoc reads too."""
    section = manuscript.section
    head = {
        "section": {"name": section.name, "path": section.path, "part": section.part},
        "title": manuscript.title,
        "language": manuscript.language,
        "words": manuscript.words,
        "calls": [
            [c.label, c.state, c.place.line, c.place.column, c.before, c.after]
            for c in manuscript.calls
        ],
        "notes": [[n.label, n.place.line, n.place.column] for n in manuscript.notes],
        "cite_keys": [[c.key, c.label, c.place.line, c.place.column] for c in manuscript.cite_keys],
        "pandoc-api-version": API_VERSION,
        "meta": manuscript.meta or {},
        "blocks": manuscript.blocks,
    }
    return orjson.dumps(head, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def from_json(data: bytes) -> Manuscript:
    """The manuscript that `to_json` wrote."""
    head = orjson.loads(data)
    section = Section(**head["section"])
    path = section.path
    return Manuscript(
        section=section,
        title=head["title"],
        language=head["language"],
        words=head["words"],
        blocks=head["blocks"],
        calls=tuple(
            NoteCall(label, Place(path, line, column), CallState(state), before, after)
            for label, state, line, column, before, after in head["calls"]
        ),
        notes=tuple(Note(label, Place(path, line, col)) for label, line, col in head["notes"]),
        cite_keys=tuple(
            CiteKey(key, label, Place(path, line, column))
            for key, label, line, column in head["cite_keys"]
        ),
        meta=head["meta"],
    )
