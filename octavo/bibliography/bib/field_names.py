"""Find a field of a .bib entry whose name is a known one mistyped, and which nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from octavo.csl.items.fields import DATES, NAMES, TEXTS

# The fields of BibTeX and BibLaTeX (its manual, 2.2), those of this house, and what other programs
# write beside them.
_FIELDS = frozenset(
    """abstract addendum address afterword annotation annotator annote author authortype bookauthor
    bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date day
    doi edition editor editora editoratype editorb editorbtype editorc editorctype editortype
    eid entryset entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon
    execute file foreword gender holder howpublished hyphenation ids indexsorttitle indextitle
    institution introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon
    iswc journal journalsubtitle journaltitle journaltitleaddon key keywords label langid langidopts
    language library location mainsubtitle maintitle maintitleaddon month nameaddon note number
    options organization origdate origlanguage origlocation origpublisher origtitle pages pagetotal
    pagination part pdf presort primaryclass publisher pubstate related relatedoptions relatedstring
    relatedtype reprinttitle school series shortauthor shorteditor shorthand shorthandintro
    shortjournal shortseries shorttitle siglum sortkey sortname sortshorthand sorttitle sortyear
    subtitle title titleaddon translator type url urldate urlyear venue verba verbb verbc version
    volume volumes xdata xref year archiveprefix archive archivedate usera userb userc userd usere
    userf lista listb listc listd liste listf namea nameb namec nameatype namebtype namectype custom
    nodoi nourl numpages price size timestamp owner creationdate modificationdate groups rating
    ranking readstatus priority printed qualityassured comment comments review keyword bibsource
    biburl interhash intrahash added-at username groupname lccn loc mrclass mrnumber mrreviewer
    zblnumber copyright contents dateadded datemodified date-added date-modified affiliation
    collaborator shelf shelfmark callnumber call-number note2 article articleno articleno numpages
    pmid pmcid pii citation-key citekey day_type dimensions duration medium place_type""".split()
) | {name.lower().replace("-", sign) for name in TEXTS | NAMES | DATES for sign in "-_"}
_MEANT = {
    "accessdate": "urldate", "accessed": "urldate", "authors": "author", "booktitel": "booktitle",
    "city": "address", "ed": "edition", "editors": "editor", "issued": "date", "lang": "language",
    "link": "url", "lastaccessed": "urldate", "page": "pages", "place": "address",
    "published": "date", "publishers": "publisher", "publication": "journaltitle",
    "titel": "title", "translators": "translator", "vol": "volume", "web": "url",
}  # fmt: skip


def mistyped(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that is no field's, with the field that is meant."""
    for name in names:
        meant = _MEANT.get(name)
        if meant is None and name not in _FIELDS and 3 < len(name) < 30 and name.isalpha():
            meant = next(iter(get_close_matches(name, sorted(_FIELDS), n=1, cutoff=0.84)), None)
            meant = meant or next((one for one in sorted(_FIELDS) if _is_swapped(name, one)), None)
        if meant:
            yield name, meant


def _is_swapped(name: str, other: str) -> bool:
    """Return whether two names differ by two neighbouring letters in the other order."""
    if len(name) != len(other):
        return False
    at = next(
        (at for at, pair in enumerate(zip(name, other, strict=True)) if pair[0] != pair[1]), 0
    )
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :] == other != name
