"""Recognize headings: those that are marked, those of chapters and of notes, and lines that look
like one."""

from __future__ import annotations

import re

from octavo.ingest.page_marks import INLINE

MARKED = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$")
_WRAPPING = re.compile(r"^(\*\*|__|\*|_)(.+)\1$")
_CHAPTER = re.compile(
    r"(?:chapter|chap\.|part|book|letter|kapitel|teil|buch|chapitre|partie|livre|глава|часть|книга|"
    r"cap[ií]tulo|capitolo|parte|libro|appendix|anhang|lecture)\s+(?:[0-9]{1,3}|[ivxlc]{1,7}|one|two|"
    r"three|four|five|six|seven|eight|nine|ten|eleven|twelve|the\s+\w+|[a-z])\b"
    r"|(?:introduction|conclusion|preface|foreword|afterword|epilogue|prologue|einleitung|schluss|"
    r"vorwort|nachwort|avant-propos|préface|введение|заключение|предисловие|послесловие)\s*[.:]?$",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"(?:notes?|endnotes?|footnotes?|anmerkungen|fu(?:ß|ss)noten|endnoten|примечания|сноски|"
    r"notas|note|noter|notes and references|notes to (?:chapter|part)?\s*\w+)\s*[.:]?",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"(?:(?:select(?:ed)?|general)?\s*bibliograph(?:y|ie|ía|ia)|references|works cited|"
    r"sources(?: and bibliography)?|literatur(?:verzeichnis|e)?|"
    r"quellen(?: und literatur|verzeichnis)?|"
    r"библиография|литература|список литературы|further reading|литература и источники)\s*[.:]?",
    re.IGNORECASE,
)  # fmt: skip
SMALL = frozenset(
    "a an and as at but by for from in into nor of off on or over per the to up via with without "
    "und der die das des dem den ein eine im in zu zur zum von vom für auf aus bei mit nach über "
    "de du des la le les l et en au aux à dans sur par pour un une el los las y del al con por "
    "di da il lo gli e i и в на о об от по при с со у к за из для до не как versus vs is".split()
)
_LONGEST = 14  # words
_LONGEST_LINE = 400  # characters; what is longer is no heading


def bare(words: str) -> str:
    """Return a heading without the signs of Markdown that mark or emphasize all of it."""
    text = words.strip()
    if len(text) > _LONGEST_LINE:
        return text
    if found := MARKED.match(text):
        text = found[2].strip()
    text = INLINE.sub("", text).strip()
    while found := _WRAPPING.match(text):
        if found[1] in found[2]:
            break
        text = found[2].strip()
    return text


def is_chapter(words: str) -> bool:
    return len(words) < 200 and _CHAPTER.match(bare(words)) is not None


def is_notes(words: str) -> bool:
    return len(words) < 80 and _NOTES.fullmatch(bare(words)) is not None


def is_works(words: str) -> bool:
    return len(words) < 80 and _WORKS.fullmatch(bare(words)) is not None


def looks_like_one(words: str) -> bool:
    """Return whether a short line is set as a title: no full stop at its end, and its words are in
    capitals, or begin with them."""
    text = bare(words)
    count = len(text.split())
    if not text or count > _LONGEST or len(text) > 110:
        return False
    if text[-1] in ".,;:-–—(“„«*_" or re.search(r"[.!?][”\"’]?$|</sup>$|[¹²³⁴-⁹]$", text):
        return False
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 3 or not re.search(r"[A-ZÀ-ÞА-Я]", text):
        return False
    plain = re.sub(r"[*_`]", "", text)
    big = [w for w in re.findall(r"[^\W\d_][\w’'-]*", plain) if w.casefold() not in SMALL]
    capital = sum(1 for w in big if w[0].isupper())
    return bool(big) and capital >= 0.75 * len(big) and (capital >= 2 or count <= 2)
