"""Hold the apostrophes that pandoc would read as quotation marks.

pandoc takes a `'` at the head of a word for an opening mark if any other `'` behind it can close
it (the '60s of the pilots' view), and one behind a link, emphasis, code or a cite key ([Bob](…)'s).
Such a `'` is replaced by a character of the same width while pandoc reads; it becomes an apostrophe
in words, and a `'` again in code, addresses and attributes.
"""

from __future__ import annotations

import re
from typing import Any

from octavo.pandoc import tree

_HELD = chr(0x10FFD0)  # of the last plane of private use, which no text has
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"

# Behind what closes a word that is marked up, and behind a cite key: Bob's.
_BEHIND = re.compile(
    r"(?:(?<=[\w.,!?)\]”’…%][*_^~])|(?<=[\w.,!?)\]”’…%][*_]{2})|(?<=[\w.,!?)\]”’…%][*_]{3})|(?<=[)\]`}])|"
    r"(?<=</\w>)|(?<=</\w\w>)|(?<=</\w{3}>)|(?<=</\w{4}>)|(?<=[\w.,!?)][$]))'(?=[^\W\d_])"
)
_KEY = re.compile(r"(?<![\w\\])@(?:[^\W_]|_)[\w:.#$%&+?<>~/-]*'(?=[^\W\d_])")
# At the head of a word: letters or figures that are left out.
_HEAD = re.compile(
    r"(?<![\w\\'’])(?<![\w*_)\]}`]['\"])'"
    r"(?:(?P<certain>\d\ds(?!\w)|(?:tis|twas|twere|twill|twould|tisn|twasn|em|n|tain)(?![\w-])|"
    r"(?:s|t|k|m|r|n)(?=[ -])|s-(?=[A-Z]))|(?P<likely>\d{2,3}(?!\w)|[^\W\d_]+))",
    re.IGNORECASE,
)
_CUT = frozenset(
    """til till cause cuz bout round ere gainst neath fore pon cross twixt tween mongst mid stead
    scuse spose kay sup way gator nuff ave im er un ne nen nem ner nes rein raus rum rauf runter mal
    sto sta sti ste ndrangheta nduja sera sblood sdeath zounds""".split()
)
_AND = re.compile(r"(?<=\w )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bletter )'n'(?= [^\W\d_])")
_CLOSER = re.compile(r"(?<=[\w.,!?…)\]*_`”\"])(?<!\W\d)(?<!\W\d\d)'(?![\w'])")
_DOUBLE = re.compile(r"(?P<opening>(?<![^\s(\[—–-])\"(?=\S))|\"")
_OPENER = re.compile(r"(?<![\w\\])'(?=\w)")
_PLURAL = re.compile(r"s' [a-z]")
_LONGEST = 3000  # characters in which a quotation is closed


def held(text: str) -> str:
    """Return a text in Markdown with its apostrophes held that pandoc would misread."""
    if "'" not in text or _HELD in text:
        return text
    text = _BEHIND.sub(_HELD, text)
    if "@" in text:
        text = _KEY.sub(lambda found: found[0][:-1] + _HELD, text)
    text = _AND.sub(f"{_HELD}n{_HELD}", text)
    places = [found.start() for found in _HEAD.finditer(text) if _is_apostrophe(found, text)]
    if not places:
        return text
    letters = list(text)
    for at in places:
        letters[at] = _HELD
    return "".join(letters)


def _is_apostrophe(found: re.Match[str], text: str) -> bool:
    """Return whether a `'` at the head of a word stands for what is left out of it."""
    word = found["likely"]
    if word is None:
        return not text.startswith("'", found.end())
    if not word[0].isdigit() and word.lower() not in _CUT:
        return False
    closers = _CLOSER.finditer(text, found.end(), _reach(text, found.end()))
    return not any(_PLURAL.match(text, one.start() - 1) is None for one in closers)


def _reach(text: str, start: int) -> int:
    """Return where a single quotation that opens at `start` must have closed: at the paragraph's
    end, the next opening mark, or the end of the double quotation around it."""
    end = text.find("\n\n", start, start + _LONGEST)
    end = end if end >= 0 else start + _LONGEST
    opened = _OPENER.search(text, start, end)
    end = opened.start() if opened else end
    depth = 0
    for mark in _DOUBLE.finditer(text, start, end):
        depth += 1 if mark["opening"] else -1
        if depth < 0:
            return mark.start()
    return end


def released(part: Any) -> Any:
    """Return what pandoc has read with the apostrophes that were held: curly in words alone."""
    if type(part) is list:
        return [released(item) for item in part]
    if type(part) is dict:
        if tree.is_string(part):
            word = tree.string_of(part)
            return tree.string(word.replace(_HELD, _CURLY)) if _HELD in word else part
        if tree.is_space(part):
            return part
        return {name: released(value) for name, value in part.items()}
    return part.replace(_HELD, "'") if type(part) is str else part
