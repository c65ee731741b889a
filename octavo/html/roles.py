"""Find the kind of part that a section is: its `epub:type` and its ARIA role, in one table.

The pairs are those of the W3C's "EPUB Type to ARIA Role Authoring Guide".
"""

from __future__ import annotations

import re
import unicodedata

from octavo.model import Section

MATTER = {"front": "frontmatter", "body": "bodymatter", "back": "backmatter"}

_KINDS: dict[str, str] = {
    "abbreviations": "abbreviations abkurzungen abreviations siglen sigles",
    "acknowledgments": "acknowledgment acknowledgement acknowledgments acknowledgements danksagung"
    " remerciements agradecimientos ringraziamenti",
    "afterword": "afterword nachwort postface posfacio",
    "appendix": "appendix appendices anhang annexe annexes apendice appendice",
    "bibliography": "bibliography bibliographie literaturverzeichnis bibliografia",
    "colophon": "colophon kolophon colofon kolofon",
    "conclusion": "conclusion conclusions schluss conclusiones conclusione conclusioni",
    "contributors": "contributors",
    "dedication": "dedication widmung dedicace dedicatoria dedica",
    "epigraph": "epigraph epigraphe motto",
    "epilogue": "epilogue epilog epilogo",
    "foreword": "foreword geleitwort avant-propos",
    "glossary": "glossary glossar glossaire glosario glossario",
    "index": "index register indice",
    "loi": "illustrations",
    "lot": "tables",
    "introduction": "introduction einleitung einfuhrung introduccion introduzione",
    "preface": "preface vorwort prefacio prefazione",
    "prologue": "prologue prolog prologo",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WITHOUT_ROLE = {"abbreviations", "contributors", "loi", "lot"}
_MADE_INDEX = re.compile(r"(?P<word>index)-.*")  # index-persons
_NAME = re.compile(r"[\d.-]*(?P<word>[a-z]+(?:-propos)?)(?:-(?:[a-z]|\d+|[ivx]+))?")


def kind_of(section: Section) -> str:
    """Return the kind of a section by its name (`00-preface`, `appendix-b`); `chapter` for others
    in the body, else an empty text. Only in the back matter is `index` one: elsewhere it is what
    the first page of a site is called."""
    plain = unicodedata.normalize("NFKD", section.name.lower())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    match = _NAME.fullmatch(plain) or _MADE_INDEX.fullmatch(plain)
    kind = _KIND_OF.get(match["word"], "") if match else ""
    if kind == "index" and section.part != "back":
        kind = ""
    return kind or ("chapter" if section.part == "body" else "")


def role_of(kind: str) -> str:
    """Return the ARIA role of a kind of section, or an empty text."""
    return f"doc-{kind}" if kind and kind not in _WITHOUT_ROLE else ""
