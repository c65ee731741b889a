"""Turn ids into bookmarks and addresses into links that Word accepts."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote, urlsplit

_LONGEST = 40
_SIGN = 10


def bookmark_name(identity: str) -> str:
    """Return the one bookmark of an id: letters, figures and `_`, forty at most, a letter first.

    Word ignores case: an id that has capitals, other characters or too many gets a sign.

    note-01-prologue-12 -> note_01_prologue_12
    Prologue, 3rd draft -> x_Prologue__3rd_draft_6f0b8d2e
    """
    name = identity.replace("-", "_")
    plain = re.fullmatch(r"[a-z][a-z0-9-]*", identity) and len(name) <= _LONGEST
    if plain and not name.startswith("x_"):
        return name
    sign = sha256(identity.encode()).hexdigest()[:8]
    legible = re.sub(r"[^A-Za-z0-9]", "_", identity)[: _LONGEST - 11]
    return f"x_{legible}_{sign}"


def hidden_name(kind: str, legible: str, content: str) -> str:
    """Return a bookmark that Word leaves out of its list, since it begins with `_`: the kind,
    words to read if there are any, and a sign of the whole content.

    ("note", "scott", "02-pact scott") -> _note_scott_5c41d20b7e
    """
    sign = sha256(content.encode()).hexdigest()[:_SIGN]
    words = re.sub(r"[^A-Za-z0-9]+", "_", legible)
    words = words[: _LONGEST - len(kind) - _SIGN - 3].strip("_")
    return f"_{kind}_{words}_{sign}" if words else f"_{kind}_{sign}"


_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
_URI = "%:/?#[]@!$&'()*+,;=~-._"


def web_address(target: str) -> str:
    """Return an address that a link may lead to; empty if it is broken, since Word opens no file
    with a broken one."""
    try:
        parts = urlsplit(target.strip())
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme in {"http", "https"} and _HOST.fullmatch(host):
        return quote(parts._replace(netloc=host).geturl(), safe=_URI)
    if parts.scheme == "mailto" and re.fullmatch(r"[^\s@<>]+@[A-Za-z0-9.-]+", parts.path):
        return quote(f"mailto:{parts.path}", safe=_URI)
    return ""
