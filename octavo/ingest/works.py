"""Read the entries of a printed bibliography as references of CSL-JSON."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from octavo.bibliography.names_in_a_string import name_of
from octavo.ingest.front import plain

_IDEM = re.compile(r"(?:idem|eadem|ders|dies|id|он же)\.?,?\s+|[—–-]{2,}\.?,?\s+", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\d/–-])(1[4-9]\d\d|20\d\d)(?:\s?[-–/]\s?(\d{2,4}))?(?![\d])")
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january januar janvier,feb february februar février,mar march märz mars,"
        "apr april avril,may mai,jun june juni juin,jul july juli juillet,aug august août,"
        "sep sept september septembre,oct october oktober octobre,nov november novembre,"
        "dec december dezember décembre".split(","), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = re.compile(r"\b([^\W\d_]{3,9})\.?(?:\s?[-–]\s?[^\W\d_]{3,9}\.?)?,?\s*$")
_PAGES = re.compile(
    r",?\s*:?\s*(?:pp?|S|с|стр)\.\s*(\d+\s?[-–]+\s?\d+|\d+)|:\s*(\d+\s?[-–]+\s?\d+)\s*\.?$"
)
_VOLUME = re.compile(
    r"^[\s,.]*(?:vol\.?|Bd\.?|t\.?|т\.)?\s*(?P<v>\d{1,4}|[IVXLC]+)\s*"
    r"(?:[/:]\s*(?P<i>\d[\d–-]*)|,?\s*(?:no|nr|nos|№|heft|n)\.?\s*(?P<j>[\d–/-]+)"
    r"|\s*\((?P<k>\d[\d–/-]*)\))?(?=[\s,.(:]|$)",
    re.IGNORECASE,
)
_OF_VOLUMES = re.compile(r",?\s*(\d+)\s+(?:vols?|Bde|Bände|volumes|томов|tt?)\b\.?", re.IGNORECASE)
_EDITORS = re.compile(
    r",?\s*\(?(?:edd?|eds|hrsg|hg|éd|под ред)\.?\s+(?:by\s+|von\s+|par\s+)?"
    r"(?P<names>[^,;()*]+?(?:et al\.?)?)(?:\)|(?=,|;|$|\*))"
)
_REVIEW = re.compile(
    r",?\s*(?:rev(?:iewed)?\.?(?: by)?|rez\. von|рец\.)\s+(?P<names>[^,*]+?)(?=,|\*|$)"
)
_TITLE_START = re.compile(r"[*_„“‘«\"‹]")
_PLACE = re.compile(
    r"[\s,.(]*(?P<place>[^\W\d_][^\d:;()*]*?)(?::\s*(?P<publisher>[^\d;()*]+?))?[\s,]*$"
)


@dataclass
class Work:
    """An entry as it was read: the reference, and the words that were not understood."""

    start: int
    end: int
    scanned: str
    reference: dict[str, Any] = field(default_factory=dict)
    left: str = ""
    understood: bool = True

    @property
    def key(self) -> str:
        return str(self.reference["id"])


def read_works(entries: Sequence[tuple[int, int, str]]) -> list[Work]:
    """Return the works of entries, each with its range in the scan and its words."""
    works: list[Work] = []
    authors: list[dict[str, str]] = []
    for start, end, words in entries:
        work = Work(start, end, words)
        _read(work, " ".join(words.split()), authors)
        authors = work.reference.get("reviewed-author") or work.reference.get("author") or authors
        works.append(work)
    _give_keys(works)
    return works


def _read(work: Work, words: str, before: list[dict[str, str]]) -> None:
    text = words.strip().rstrip(".")
    authors, rest = _authors(text, before)
    title, rest = _title(rest)
    tail = rest
    fields: dict[str, Any] = {}
    if found := _REVIEW.search(tail):
        fields["reviewer"] = _people(found["names"])
        tail = tail[: found.start()] + tail[found.end() :]
    if found := _EDITORS.search(tail):
        fields["editor"] = _people(found["names"])
        tail = tail[: found.start()] + tail[found.end() :]
    container, tail = _container(tail)
    years = list(_YEARS.finditer(tail))
    if not title or not years:
        work.understood = False
        work.reference = {"type": "document", "title": plain(text)}
        if years:
            work.reference["issued"] = {"date-parts": [[int(years[-1][1])]]}
        return
    _details(work, fields, tail, years[0] if container else years[-1], bool(container))
    kind = "article-journal" if container else "book"
    reference: dict[str, Any] = {"type": kind, "title": title}
    if fields.get("reviewer"):
        reference = {"type": "review-book", "reviewed-title": title, "author": fields["reviewer"]}
        if authors:
            reference["reviewed-author"] = authors
    elif authors:
        reference["author"] = authors
    if container:
        reference["container-title"] = container
    reference |= {k: v for k, v in fields.items() if k != "reviewer"}
    work.reference = reference


def _authors(text: str, before: list[dict[str, str]]) -> tuple[list[dict[str, str]], str]:
    if found := _IDEM.match(text):
        return before, text[found.end() :]
    start = _TITLE_START.search(text)
    head = text[: start.start()] if start else ""
    names = head.strip().rstrip(",:")
    if not re.search(r"(?:^|[\s.,])[^\W\d_]\.$", names):
        names = names.rstrip(".")
    if not head or len(head) > 200 or not head[-1].isspace():
        return [], text  # the sign of emphasis closes a title that none opens
    # “Family, G., *Title*” and “Family, Given. *Title*”; a title without marks is no name.
    if (
        not re.search(r"[,.:]\s*$", head)
        or not re.match(r"[^\W\d_]", names)
        or len(names.split()) > 14
    ):
        return [], text
    return _people(names), text[len(head) :]


def _people(names: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    others = re.search(r"[,\s]*\b(?:et al|u\. a|и др)\.?", names)
    if others:
        names = names[: others.start()]
    remark = re.search(r"\s*\[[^\]]*\]", names)
    bare = names[: remark.start()] + names[remark.end() :] if remark else names
    for part in re.split(r"\s*;\s*|\s+(?:and|und|et|y|и|&)\s+", bare):
        if part.strip(" ,."):
            found.append(_person(part.strip(" ,")))
    if others:
        found.append({"literal": "others"})
    return found


def _person(name: str) -> dict[str, str]:
    """Return the parts of one name; capitals become small letters where all of a word is set in
    them."""
    words = [_lowered(word) for word in name.split()]
    text = " ".join(words)
    if "," not in text and re.match(r"(?:[^\W\d_]\.\s*)+\S", text):
        initials = re.match(r"(?:[^\W\d_]\.\s*)+", text)
        assert initials is not None
        return {"family": text[initials.end() :], "given": initials[0].strip()}
    if re.search(r"\b(?:of|von|van|de|du)\b", text, re.IGNORECASE) and "," not in text:
        return {"literal": re.sub(r"\bOf\b", "of", text)}
    return dict(name_of(text))


def _lowered(word: str) -> str:
    bare = word.strip(",.;[]")
    if len(bare) > 1 and bare.isupper() and "." not in bare:
        return "-".join(part.capitalize() for part in word.split("-"))
    return word


def _title(rest: str) -> tuple[str, str]:
    """Return the title of an entry and what follows it: emphasized words, words in quotation
    marks, or both with a colon between; words up to a lone sign of emphasis."""
    quoted = re.match(
        r"[„“‘«\"](?P<title>[^*]{4,}?)[,.]?(?:[”“»\"][,.]?\s*|,\s*)(?=(?:in:?\s*)?\*)",
        rest,
        re.IGNORECASE,
    )
    if quoted:
        return plain(quoted["title"].strip(" ,")), rest[quoted.end() :]
    at, pieces = 0, list[str]()
    pattern = re.compile(
        r"[\s:,]*(?:[„“‘«\"]\s*\*(?P<a>[^*]+)\*\s*[“”’»\"]|\*[„“‘«\"](?P<b>[^*]+?)[“”’»\"]?\*"
        r"|\*(?P<c>[^*]+)\*|[„“‘«\"](?P<d>[^„“”»\"*]{4,}?)[,.]?[“”’»\"])"
    )
    while found := pattern.match(rest, at):
        if pieces and not rest[at:].lstrip().startswith(":"):
            break
        words = next(g for g in found.groups() if g).strip(" ,.")
        both = (found["a"] or found["b"]) and rest[found.end() :].lstrip().startswith(":")
        pieces.append(f"“{words}”" if both else words)
        at = found.end()
    if pieces:
        return plain(": ".join(pieces)), rest[at:]
    if (lone := re.match(r"\*?([^*]{6,}?)\*(?=[,.\s]|$)", rest)) is not None:
        return plain(lone[1].strip(" ,")), rest[lone.end() :]
    return "", rest


def _container(tail: str) -> tuple[str, str]:
    found = re.match(r"[\s,.]*(?:in:?\s+)?\*(?P<name>[^*]{3,})\*", tail, re.IGNORECASE)
    if found is None:
        return "", tail
    return plain(found["name"].strip(" ,")), tail[found.end() :]


def _details(
    work: Work, fields: dict[str, Any], tail: str, years: re.Match[str], is_article: bool
) -> None:
    """Read volume, issue, pages, date, place and publisher, and keep what is left."""
    head, behind = tail[: years.start()], tail[years.end() :]
    if is_article and (found := _VOLUME.match(head)):
        fields["volume"] = found["v"]
        if issue := found["i"] or found["j"] or found["k"]:
            fields["issue"] = issue
        head = head[found.end() :]
    date = [int(years[1])]
    if (month := _MONTH.search(head)) and (number := _MONTHS.get(month[1].casefold())):
        date.append(number)
        head = head[: month.start()]
    fields["issued"] = {"date-parts": [date]}
    if years[2]:
        last = years[2] if len(years[2]) == 4 else years[1][: 4 - len(years[2])] + years[2]
        fields["issued"]["date-parts"].append([int(last)])
    if found := _OF_VOLUMES.search(head):
        fields["number-of-volumes"] = found[1]
        head = head[: found.start()] + head[found.end() :]
    if found := _PAGES.search(behind):
        fields["page"] = re.sub(r"\s", "", found[1] or found[2]).replace("–", "-")
        behind = behind[: found.start()] + behind[found.end() :]
    place = _PLACE.fullmatch(head)
    if place and not is_article and len(place["place"]) < 60:
        fields["publisher-place"] = place["place"].strip(" ,")
        if place["publisher"]:
            fields["publisher"] = place["publisher"].strip(" ,")
        head = ""
    work.left = " ".join(plain(f"{head} {behind}").strip(" ,.;:()[]*").split())
    if work.left:
        fields["note"] = work.left


def _give_keys(works: Sequence[Work]) -> None:
    used: set[str] = set()
    for work in works:
        base = key_base(work.reference)
        key, number = base, 0
        while key in used:
            key = f"{base}{chr(ord('a') + number)}" if number < 26 else f"{base}-{number}"
            number += 1
        used.add(key)
        work.reference = {"id": key, **work.reference}


def key_base(reference: dict[str, Any]) -> str:
    """Return a key: the family name of the first author or the first words of the title, and the
    year."""
    people = reference.get("reviewed-author") or reference.get("author") or []
    name = (people[0].get("family") or people[0].get("literal", "")) if people else ""
    if not name:
        title = reference.get("title") or reference.get("reviewed-title") or "work"
        words = [w for w in re.findall(r"[^\W\d_]+", title) if len(w) > 3]
        name = words[0] if words else title
    years = reference.get("issued", {}).get("date-parts", [[""]])
    return f"{ascii_of(name)}{years[0][0]}" or "work"


def ascii_of(words: str) -> str:
    """Return words as small letters of ASCII, for a key."""
    spread = unicodedata.normalize("NFKD", words.casefold())
    return re.sub(r"[^a-z0-9]", "", spread) or "work"
