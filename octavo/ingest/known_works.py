"""Hold the works of a bibliography by their authors, years, titles and sigla, and the archives that
notes name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from octavo.ingest.front import plain
from octavo.ingest.works import ascii_of, key_base

_WORDS = (
    r"(?:hereinafter|hereafter|henceforth|hereafter cited as|cited as|cited hereafter as|"
    r"im folgenden|ci-après|далее)"
)
_INTRODUCED = re.compile(
    rf"\s*(?:\[{_WORDS}:?\s+(?P<a>[^\[\]]{{2,90}})\]|\({_WORDS}:?\s+(?P<b>[^()]{{2,70}})\))",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"(?P<name>\*[^*]{3,120}\*|[A-ZÀ-ÞА-ЯĀ-Ž][\w’'-]+(?: [\w’'-]+){0,6})"
    r"(?P<years>,? \d{4}[-–]\d{2,4})?"
    r"(?P<place>, [A-ZÀ-Ž][\w .’'-]{2,30})?$"
)
_IN_PARENTHESES = re.compile(
    r"\*(?P<name>[^*]{10,120})\*, (?P<place>[A-ZÀ-Ž][\w .’'-]{2,30}),? "
    r"\((?P<s>[A-ZÀ-ÞА-Я]{3,10})\)"
)
_EXPANDED = re.compile(
    r"(?P<s>[A-ZÀ-ÞА-Я]{3,10}) \(\*(?P<name>[^*]{6,120})\*, "
    r"(?P<place>[A-ZÀ-Ž][\w .’'-]{2,30}?)(?P<rest>, [^()]*)?\)"
)
_ARCHIVE_NAME = re.compile(
    r"arkhiv|archiv|archives?\b|biblioth|library|архив|minist[eè]re|record office", re.IGNORECASE
)
_PLAIN_ARCHIVE = re.compile(
    r"\*(?P<name>[^*]{6,90})\*, (?P<place>[A-ZÀ-Ž][\w’'-]{2,30}(?: [A-Z][\w’'-]+)?)(?=, |\.|$)"
)
_YEARS = re.compile(r"(1[4-9]\d\d|20\d\d)[-–](\d{2,4})")


@dataclass(frozen=True, slots=True)
class Siglum:
    text: str
    key: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Definition:
    """A range of a note that names a work or an archive in full."""

    start: int
    end: int
    key: str
    certain: bool
    why: str


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", plain(words).casefold()))


class KnownWorks:
    """The works that notes may cite, and what was learned of them from the notes."""

    def __init__(self, works: Sequence[dict[str, Any]]) -> None:
        self.works = [dict(work) for work in works]
        self.archives: list[dict[str, Any]] = []
        self.sigla: list[Siglum] = []
        self._definitions: dict[int, list[Definition]] = {}
        self._titles = [(work["id"], _folded(_title(work))) for work in self.works]

    def definitions_in(self, note: int) -> list[Definition]:
        return self._definitions.get(note, [])

    def learn(self, number: int, text: str) -> None:
        """Gather the sigla and the archives that a note introduces."""
        found: list[Definition] = []
        for match in _INTRODUCED.finditer(text):
            name = _NAME_BEFORE.search(text[: match.start()])
            siglum = (match["a"] or match["b"]).strip()
            if name is None:
                continue
            end = match.end()
            year = re.match(r" (1[4-9]\d\d|20\d\d)(?=[,)])", text[end:])
            words = f"{name['name']}{name['years'] or ''}"
            key = self._work(words, siglum, year[1] if year else "")
            if key is None and (_ARCHIVE_NAME.search(name["name"])
                                or re.match(r", (?:f|ф|RG|fonds)\.? ?\d", text[end:])):  # fmt: skip
                key = self._archive(name["name"], (name["place"] or "")[2:], siglum)
            if key is not None:
                self._add_siglum(siglum, key)
                found.append(Definition(name.start(), end + (year.end() if year else 0), key, True,
                                        f"introduces the siglum {plain(siglum)}"))  # fmt: skip
        for pattern in (_IN_PARENTHESES, _EXPANDED):
            for match in pattern.finditer(text):
                key = self._archive(match["name"], match["place"], match["s"])
                self._add_siglum(match["s"], key)
                whole = not match.groupdict().get("rest")
                found.append(Definition(match.start(), match.end(), key, whole,
                                        f"introduces the siglum {match['s']}"))  # fmt: skip
        for match in _PLAIN_ARCHIVE.finditer(text):
            if _ARCHIVE_NAME.search(match["name"]) and not any(
                one.start < match.end() and match.start() < one.end for one in found
            ):  # fmt: skip
                key = self._archive(match["name"], match["place"], "")
                found.append(Definition(match.start(), match.end(), key, True, "names an archive"))
        self._definitions[number] = found
        self._learn_siblings(text)

    def _learn_siblings(self, text: str) -> None:
        """Gather sigla such as *SAO, 1927–1933* by *SAO, 1934–1939*, if one work has the years."""
        for siglum in tuple(self.sigla):
            head = re.match(r"([^\W\d_]{2,}),? (?=\d{4})", plain(siglum.text))
            if head is None:
                continue
            for match in re.finditer(rf"\*{head[1]},? (\d{{4}}[-–]\d{{2,4}})\*", text):
                if any(s.pattern.fullmatch(match[0]) for s in self.sigla):
                    continue
                like = next((t for k, t in self._titles if k == siglum.key), "").split()
                keys = [k for k, t in self._titles if _folded(match[1]) in t
                        and len(set(like) & set(t.split())) >= 2]  # fmt: skip
                if len(keys) == 1:
                    self._add_siglum(match[0], keys[0])

    def _add_siglum(self, written: str, key: str) -> None:
        text = plain(written)
        if any(s.text == text for s in self.sigla):
            return
        body = r"\s+".join(re.escape(word) for word in text.split())
        pattern = re.compile(
            rf"(?:\*{body}\*|(?<![\w*]){body}(?![\w*]))(?:, (?:19|20)\d\d(?=,))?,?"
        )
        self.sigla.append(Siglum(text, key, pattern))
        for work in (*self.works, *self.archives):
            if work["id"] == key and "siglum" not in work.get("custom", {}):
                shown = f"*{text}*" if written.strip().startswith("*") else text
                work["custom"] = {**work.get("custom", {}), "siglum": shown}
                work.setdefault("title-short", text)

    def _archive(self, name: str, place: str, siglum: str) -> str:
        title = plain(name).strip(" ,")
        for work in self.archives:
            if _folded(work["title"]) == _folded(title):
                return work["id"]
        base = ascii_of(siglum or title)[:30]
        taken = {work["id"] for work in (*self.works, *self.archives)}
        key = base if base not in taken else f"{base}-archive"
        archive = {"id": key, "type": "collection", "title": title, "archive": title,
                   "custom": {"section": "archives"}}  # fmt: skip
        if place:
            archive["archive-place"] = place.strip(" ,")
        self.archives.append(archive)
        return key

    def _work(self, name: str, siglum: str, year: str) -> str | None:
        """Return the one work that a name means, by the beginning or the words of its title."""
        for words in (siglum, name):
            folded = _folded(words)
            keys = [key for key, title in self._titles if len(folded) > 5
                    and title.startswith(folded)]  # fmt: skip
            if len(keys) == 1:
                return keys[0]
        years = _YEARS.search(plain(name))
        words = [w for w in _folded(_YEARS.sub("", plain(name))).split() if len(w) > 3]
        if not words:
            return None
        span = _folded(years[0]) if years else ""
        keys = []
        for work, (key, title) in zip(self.works, self._titles, strict=True):
            issued = [part[0] for part in work.get("issued", {}).get("date-parts", [])]
            fits = not span or span in title or span.split() == [str(y) for y in issued]
            fits = fits and (not year or int(year) in issued)
            if fits and all(any(_alike(w, t) for t in title.split()) for w in words):
                keys.append(key)
        return keys[0] if len(keys) == 1 else None

    def resembles(self, words: str) -> tuple[str, str] | None:
        """Return the key and the words of a siglum, or of a title's beginning, that words nearly
        are."""
        folded = _folded(words)
        names = [(s.key, s.text) for s in self.sigla]
        names += [(key, title[: len(folded) + 6]) for key, title in self._titles]
        best: tuple[float, str, str] | None = None
        for key, name in names:
            other = _folded(name)
            if not other or other == folded or abs(len(other) - len(folded)) > 0.4 * len(other):
                continue
            if {w for w in folded.split() if w.isdigit()} != {w for w in other.split()
                                                              if w.isdigit()}:  # fmt: skip
                continue
            ratio = SequenceMatcher(None, folded, other, autojunk=False).ratio()
            if ratio >= 0.78 and (best is None or ratio > best[0]):
                best = (ratio, key, name)
        return best[1:] if best else None

    def by_name_and_year(self, name: str, year: int, letter: str) -> list[str]:
        """Return the works of a year whose author, or a word of whose title, is a name."""
        folded = name.casefold()
        found = [w["id"] for w in self.works if year in _years(w) and folded in _people(w)]
        if not found and len(folded) > 3:
            found = [w["id"] for w in self.works if year in _years(w)
                     and folded in _folded(_title(w)).split()]  # fmt: skip
        if letter and len(found) > 1:
            place = ord(letter) - ord("a")
            return [sorted(found)[place]] if place < len(found) else found
        return found

    def nearest_year(self, name: str, year: int) -> tuple[str, int, str] | None:
        """Return the work of an author whose year is likeliest to be meant, its year and why; None
        if no work is of that author."""
        of_author = [w for w in self.works if name.casefold() in _people(w) and _years(w)]
        if not of_author:
            return None
        ranked = sorted(of_author, key=lambda w: _distance(year, _years(w)[0]))
        other = _years(ranked[0])[0]
        if str(other)[2:] == str(year)[2:]:
            why = "the last two figures are the same, the century is not"
        elif sum(a != b for a, b in zip(str(other), str(year), strict=False)) == 1:
            why = "one figure is another"
        else:
            why = f"{abs(other - year)} years away"
        return ranked[0]["id"], other, why


def _title(work: dict[str, Any]) -> str:
    return str(work.get("title") or work.get("reviewed-title") or "")


def _years(work: dict[str, Any]) -> list[int]:
    return [part[0] for part in work.get("issued", {}).get("date-parts", []) if part]


def _people(work: dict[str, Any]) -> set[str]:
    people = [*work.get("author", []), *work.get("reviewed-author", []), *work.get("editor", [])]
    if "reviewed-author" in work:
        people = work["reviewed-author"]
    return {str(p.get("family") or p.get("literal", "")).casefold() for p in people} - {
        "",
        "others",
    }


def _distance(year: int, other: int) -> tuple[float, int]:
    """Return how far a year is from another, as scans and typists err: a wrong century is nearer
    than two wrong figures at the end."""
    wrong = [a != b for a, b in zip(str(year), str(other), strict=False)]
    return sum(
        weight for weight, bad in zip((0.6, 0.6, 1.0, 1.0), wrong, strict=False) if bad
    ), abs(year - other)


def _alike(word: str, other: str) -> bool:
    return word == other or (
        len(word) > 4 and abs(len(word) - len(other)) < 3
        and SequenceMatcher(None, word, other, autojunk=False).ratio() > 0.85
    )  # fmt: skip


__all__ = ["Definition", "KnownWorks", "Siglum", "key_base"]
