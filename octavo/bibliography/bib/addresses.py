"""Take web addresses, and the day on which they were read, out of `howpublished` and `note`.

Plain BibTeX has no field for an address; so it is written there, and pandoc would print it as the
publisher, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from octavo.csl.items.dates import read_date

_ADDRESS = re.compile(
    r"\\(?:url|nolinkurl|path|texttt)\s*\{\s*(?P<braced>[^{}\s]+)\s*\}"
    r"|\\href\s*\{\s*(?P<linked>[^{}\s]+)\s*\}\s*\{[^{}]*\}"
    r"|(?P<bare>(?:https?://|www\.)[^\s{}<>\"”“]+[^\s{}<>\"”“.,;:!?)\]])",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?|ftp)://|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|$)", re.IGNORECASE)

# What people write before an address, and before the day on which they read it.
_LEAD = (
    r"(?:(?:also )?(?:freely )?(?:available|accessible|published|retrieved|accessed|online|"
    r"internet|website|"
    r"web ?site|web ?page|webpage|web|www|url|link|электронный ресурс|режим доступа|"
    r"online verfügbar|verfügbar|abrufbar|en ligne|en línea|disponible|disponibile|disponível|"
    r"beschikbaar|dostępne|dostupné|tillgänglig)"
    r"(?:[ ,]+(?:online|on the web|at|from|via|under|unter|auf|sur|à|en|su|in|em|op|w|na|z|på))*)"
)
_ONLY_LEAD = re.compile(rf"[\W_]*(?:{_LEAD}[\W_]*)*", re.IGNORECASE)
_TAIL = re.compile(rf"[\s(\[<]*{_LEAD}?[\s:(\[<]*$", re.IGNORECASE)
_READ_ON = re.compile(
    r"[\s.,;(\[]*\b(?:(?:last |date )?(?:accessed|visited|checked|retrieved|viewed|consulted|"
    r"access)|"
    r"zuletzt (?:abgerufen|besucht|geprüft)|abgerufen|letzter (?:zugriff|abruf)|zugriff|stand|"
    r"consulté|page consultée|consultado|acceso|consultato|ultimo accesso|acesso|acessado|"
    r"geraadpleegd|дата обращения|доступ|dostęp)\b"
    r"(?: date| le| am| on| il| el| em| op)?\s*:?\s*(?P<day>[^()\[\];]{4,40}?)[\s.)\]]*$",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/(?=10\.)", re.IGNORECASE)


def with_address(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an entry with the address and the day in `url` and `urldate`.

    What else `howpublished` and `note` say stays there; an entry that has these fields keeps them.
    """
    made = dict(fields)
    for name in ("howpublished", "note"):
        text = made.get(name, "")
        if not text.strip():
            continue
        text = _without_day(text, made)
        text = _without_address(text, made)
        if text.strip():
            made[name] = text
        else:
            del made[name]
    return made


def _without_day(text: str, made: dict[str, str]) -> str:
    """Put the day on which an address was read into `urldate`; return the text without it."""
    found = _READ_ON.search(text)
    if found is None or "urldate" in made:
        return text
    day = re.sub(r"[{}]|(?<=\d)(?:st|nd|rd|th)\b", "", found["day"]).strip()
    date = read_date(day)
    if date is None or not date.parts or not date.parts[0][:1] or date.parts[0][0] < 1990:
        return text
    made["urldate"] = day
    return text[: found.start()]


def _without_address(text: str, made: dict[str, str]) -> str:
    """Put the only address of a text into `url`; return the text without it, or the text if it has
    none, has several, or the entry has another address."""
    found = list(_ADDRESS.finditer(text))
    if len(found) != 1:
        return text
    address = next(filter(None, found[0].groups())).replace("\\", "")
    if not _WEB.match(address):
        return text
    if known := made.get("url", "").replace("\\", "").strip():
        if known.rstrip("/") != address.rstrip("/"):
            return text
    elif _DOI.match(address) and not made.get("doi", "").strip():
        made["doi"] = _DOI.sub("", address)
    else:
        made["url"] = address
    before = _TAIL.sub("", text[: found[0].start()])
    rest = f"{before.rstrip(' ,;:')} {text[found[0].end() :].lstrip(' .,;:)>]')}".strip()
    return "" if _ONLY_LEAD.fullmatch(rest) else rest
