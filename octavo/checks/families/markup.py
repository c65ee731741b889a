"""Define S for markup: raw HTML and TeX, and attributes, do no harm, and some form prints them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from octavo.checks.families.lost_notes import is_note_in_tex
from octavo.checks.survey import Inventory
from octavo.checks.text_survey import TextSurvey
from octavo.checks.tree_places import Index, normal
from octavo.model import Fault, Place, Severity, rule

HTML = re.compile(r"html|epub|slidy|s5|dzslides|revealjs|slideous")
TEX = re.compile(r"tex|latex|context|beamer")
PACKED = re.compile(r"openxml|docx|opendocument|odt|icml|pptx")

HARMFUL_TAGS = frozenset({
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "style", "link",
    "meta", "base", "form", "input", "button", "select", "textarea", "svg", "math", "video",
    "audio", "source", "track", "canvas", "template", "slot", "portal", "noscript",
    "plaintext", "xml", "title", "xmp", "marquee", "dialog", "isindex", "param",
})  # fmt: skip
HARMFUL_SCHEMES = frozenset({
    "javascript", "data", "file", "vbscript", "livescript", "mocha", "blob", "filesystem",
    "view-source", "about", "jar",
})  # fmt: skip
_HARMFUL_NAMES = frozenset({"srcdoc", "formaction", "http-equiv"})
_ADDRESSES = frozenset({
    "href", "src", "action", "xlink:href", "background", "poster", "cite", "longdesc",
    "srcset", "data", "lowsrc",
})  # fmt: skip


class Tag(NamedTuple):
    """An opening tag of raw HTML: its name, and its attributes with their values."""

    name: str
    attributes: list[tuple[str, str]]


_OPEN = re.compile(r"<(?P<name>[A-Za-z][^\s/<>]*)")
_PAIR = re.compile(
    r"[\s/]*(?P<name>[^\s\"'<>/=]+)"
    r"(?:\s*=\s*(?:\"(?P<two>[^\"]*)\"?|'(?P<one>[^']*)'?|(?P<bare>[^\s>]+)))?"
)
_COMMENT_END = re.compile(r"--!?>")


def tags_of(text: str) -> Iterator[Tag]:
    """Yield the opening tags of raw HTML, as a browser reads them: those in comments are
    skipped."""
    at = 0
    while True:
        at = text.find("<", at)
        if at < 0:
            return
        if text.startswith("<!--", at):
            at = _after_comment(text, at)
            continue
        match = _OPEN.match(text, at)
        if match is None:
            at += 1
            continue
        pairs: list[tuple[str, str]] = []
        at = match.end()
        while pair := _PAIR.match(text, at):
            value = pair["two"] or pair["one"] or pair["bare"] or ""
            pairs.append((pair["name"].lower(), value))
            at = pair.end()
        yield Tag(match["name"].lower(), pairs)


def _after_comment(text: str, at: int) -> int:
    """Return the offset after a comment; `<!-->` and `<!--->` are whole ones (HTML, 13.2.5.43), so
    that nothing hides after them."""
    for short in ("<!-->", "<!--->"):
        if text.startswith(short, at):
            return at + len(short)
    end = _COMMENT_END.search(text, at + 4)
    return end.end() if end else len(text)


@dataclass(slots=True)
class _Harm:
    """The parts of a text that are refused, each once."""

    formats: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: set[tuple[str, str]] = field(default_factory=set)


@rule("S011", unsilenceable=True, of_text=True)
def markup_is_harmless(survey: TextSurvey) -> Iterator[Fault]:
    """No markup runs, loads or hides anything.

    Scripts and what can load them, event handlers, style attributes that can hide a note, links
    that run or read something, and parts of a file's own format are refused.
    """
    for text in survey.texts:
        harm, where = _harm_of(text), text.where
        for form in sorted(harm.formats):
            for place in _all(text, where.raw_formats, form):
                yield markup_is_harmless.fault(
                    place, f"raw {form} goes into one form unseen", "write it in Markdown"
                )
        for tag in sorted(harm.tags):
            for place in _all(text, where.tags, tag):
                yield markup_is_harmless.fault(place, f"<{tag}> is refused", "remove it")
        for name in sorted(harm.names):
            for place in _all(text, where.attributes, name):
                yield markup_is_harmless.fault(
                    place, f"the attribute {name} is refused", "remove it"
                )
        for place, refused in _styles(text):
            if refused:
                message = f"the attribute style is refused: {refused} can hide words"
                yield markup_is_harmless.fault(place, message, "use a class")
        for tag, scheme in sorted(harm.addresses):
            place = _all(text, where.tags, tag)[0]
            yield markup_is_harmless.fault(
                place, f"<{tag}> with the address {scheme}: is refused", "remove it"
            )
        yield from _harm_in_links(text)


def _harm_of(text: Inventory) -> _Harm:
    harm = _Harm()
    for form, content in text.raw:
        if PACKED.fullmatch(form) and content.strip():
            harm.formats.add(form)
        for tag in tags_of(content) if HTML.match(form) else ():
            if tag.name in HARMFUL_TAGS:
                harm.tags.add(tag.name)
                continue
            harm.names.update(name for name, _ in tag.attributes if _is_harmful(name))
            for name, value in tag.attributes:
                if name in _ADDRESSES and (scheme := _harmful_scheme(value)):
                    harm.addresses.add((tag.name, scheme))
    for attributes in text.attributes:
        names = (name.lower().removeprefix("data-") for name, _ in attributes.pairs)
        harm.names.update(name for name in names if _is_harmful(name))
    return harm


# Properties that move, hide or load nothing, whatever their value but those below.
_HARMLESS = re.compile(
    r"text-align|text-align-last|text-decoration(?:-[a-z]+)?|text-transform|text-indent"
    r"|font-(?:style|weight|variant|family|variant-caps|stretch)|vertical-align|white-space"
    r"|border(?:-[a-z]+)*|padding(?:-[a-z]+)?|margin(?:-[a-z]+)?|list-style(?:-[a-z]+)?"
    r"|page-break-[a-z]+|break-[a-z]+|hyphens|direction|float|clear|width|max-width|quotes"
    r"|color|background-color|letter-spacing|word-spacing|line-height|caption-side|border"
)
_HIDING = re.compile(
    r"[(\\<@]|/\*|-\d|transparent|white(?!-)|#f{3,8}\b|\b0(?:\.0+)?(?![\d.])(?:px|em|pt|%)?$",
    re.IGNORECASE,
)
_STYLE = re.compile(
    r"style\s*=\s*(?:\"(?P<two>[^\"\n]*)|'(?P<one>[^'\n]*)|(?P<bare>[^\s>}]*))", re.I
)
_MAY_BE_NONE = re.compile(r"(?:margin|padding|border|text-indent|letter-|word-)[a-z-]*")


def _refused_in(value: str) -> str:
    """Return the first property of a style attribute that can hide words; an empty text if all are
    harmless."""
    for declaration in value.split(";"):
        name, colon, given = declaration.strip().lower().partition(":")
        name, given = name.strip(), given.strip()
        if not name and not colon:
            continue
        nothing = given in {"0", "0px", "0em", "0pt"} and _MAY_BE_NONE.fullmatch(name)
        if not _HARMLESS.fullmatch(name) or (_HIDING.search(given) and not nothing):
            return name[:40] or "what it says"
    return ""


def _styles(text: Inventory) -> Iterator[tuple[Place, str]]:
    """Yield the place of each style attribute, and the property for which it is refused."""
    values = [value for attributes in text.attributes for name, value in attributes.pairs
              if name.lower().removeprefix("data-") == "style"]  # fmt: skip
    values += [value for form, content in text.raw if HTML.match(form)
               for tag in tags_of(content) for name, value in tag.attributes
               if name == "style" and tag.name not in HARMFUL_TAGS]  # fmt: skip
    if not values:
        return
    refused = Counter(filter(None, map(_refused_in, values)))
    for place in _all(text, text.where.attributes, "style"):
        match = _STYLE.match(text.where.line(place), place.column - 1)
        value = (match["two"] or match["one"] or match["bare"] or "") if match else ""
        found = _refused_in(unescape(value))
        if found and not refused[found]:
            continue  # in code, or in other words than the tree's
        refused[found] -= 1
        yield place, found
    for name, times in refused.items():
        if times > 0:  # its place was not found by its words
            yield text.where.first(text.where.attributes, "style"), name


@rule("S067", Severity.INFO, of_text=True)
def style_attribute_is_dropped(survey: TextSurvey) -> Iterator[Fault]:
    """No style attribute is there for nothing.

    No form keeps one. Those that could hide words are refused: S011.
    """
    for text in survey.texts:
        harmless = [place for place, refused in _styles(text) if not refused]
        if harmless:
            more = f", here and {len(harmless) - 1} more times" if len(harmless) > 1 else ""
            yield style_attribute_is_dropped.fault(
                harmless[0], f"the attribute style is dropped{more}",
                "give the words a class, and the class a rule in styles/print.css",
            )  # fmt: skip


def _is_harmful(name: str) -> bool:
    return name in _HARMFUL_NAMES or re.fullmatch(r"on[a-z]+", name) is not None


def _harm_in_links(text: Inventory) -> Iterator[Fault]:
    for target, place in text.link_places():
        if scheme := _harmful_scheme(target):
            yield markup_is_harmless.fault(
                place, f"links to {scheme}: are refused", "link to a web address or an id"
            )


def _harmful_scheme(address: str) -> str:
    """Return the harmful scheme of an address, or nothing; to a browser `java\\tscript:` is
    javascript:."""
    seen = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", normal(address)).lower()
    scheme, colon, _ = seen.partition(":")
    return scheme if colon and scheme in HARMFUL_SCHEMES else ""


def _all(text: Inventory, index: Index, name: str) -> tuple[Place, ...]:
    return index.get(name) or (text.where.first(text.where.raw_formats, "html", "html5"),)


# --- what no form prints -------------------------------------------------------------------------

_INSTEAD = {
    "a": "[words](#id)", "abbr": "its words alone", "b": "**words**", "big": "its words alone",
    "blockquote": "> before each line", "br": "\\ at the line's end", "center": "a ::: div",
    "cite": "*words*", "code": "`words`", "del": "~~words~~", "details": "a heading",
    "dl": "a definition list", "em": "*words*", "figure": "![caption](file)",
    "figcaption": "![caption](file)", "font": "[words]{.class}", "h1": "# words",
    "h2": "## words", "h3": "### words", "hr": "---", "i": "*words*", "img": "![words](file)",
    "li": "a Markdown list", "mark": "[words]{.mark}", "ol": "a Markdown list",
    "p": "a paragraph", "picture": "![words](file)", "s": "~~words~~", "small": "[words]{.class}",
    "strong": "**words**", "sub": "~words~", "sup": "^words^", "table": "a Markdown table",
    "td": "a Markdown table", "th": "a Markdown table", "tr": "a Markdown table",
    "tbody": "a Markdown table", "thead": "a Markdown table", "u": "[words]{.underline}",
    "ul": "a Markdown list",
}  # fmt: skip
_INSTEAD_OF_TEX = {
    **dict.fromkeys(("newpage", "clearpage", "cleardoublepage", "pagebreak", "vspace", "bigskip",
                     "medskip", "smallskip", "noindent", "linebreak", "vfill", "hspace"),
                    "nothing: the design parts pages and paragraphs"),
    **dict.fromkeys(("emph", "textit"), "*words*"), "textbf": "**words**",
    "textsc": "[words]{.smallcaps}", "underline": "[words]{.underline}",
    "textsuperscript": "^words^", "textsubscript": "~words~", "section": "# words",
    "chapter": "# words", "subsection": "## words", "ldots": "…", "dots": "…",
    "label": "{#id} behind the heading", "ref": "[words](#id)", "url": "<https://…>",
    "href": "[words](https://…)", "index": "[words]{.index}", "begin{quote}": "> before each line",
}  # fmt: skip
_COMMAND = re.compile(r"\\(begin\{[^{}\n]*\}|[A-Za-z@]+)")


@rule("S012", Severity.WARNING, of_text=True)
def markup_is_set_in_every_form(survey: TextSurvey) -> Iterator[Fault]:
    """No text has markup that no form prints.

    Raw HTML and TeX are left out of every form; comments are allowed.  Each kind of element is
    reported once in a text, at its first place.
    """
    for text in survey.texts:
        for what, place, instead, times in _unprinted(text):
            more = f", here and {times - 1} more times" if times > 1 else ""
            yield markup_is_set_in_every_form.fault(
                place, f"no form prints {what}{more}", f"write {instead}" if instead else ""
            )


def _unprinted(text: Inventory) -> Iterator[tuple[str, Place, str, int]]:
    tags: Counter[str] = Counter()
    commands: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for form, content in text.raw:
        if HTML.match(form):
            tags.update(t.name for t in tags_of(content) if t.name not in HARMFUL_TAGS)
        elif TEX.match(form):
            command = _command(content)
            commands.update([command] if content.strip() and not is_note_in_tex(command) else [])
        elif not PACKED.fullmatch(form):
            others[form] += 1
    where = text.where
    for name, times in tags.items():
        place = where.first(where.tags, name) if name in where.tags else _raw(text, "html")
        yield f"<{name}>", place, _INSTEAD.get(name, ""), times
    for name, times in commands.items():
        place = where.first(where.commands, name) if name in where.commands else _raw(text, "tex")
        instead = _INSTEAD_OF_TEX.get(name, "it in Markdown")
        yield f"the TeX \\{name}" if name else "raw TeX", place, instead, times
    for name, times in others.items():
        yield f"raw {name}", _raw(text, name), "it in Markdown", times


def _command(content: str) -> str:
    match = _COMMAND.search(content)
    return match[1] if match else ""


def _raw(text: Inventory, form: str) -> Place:
    alike = ("html", "html5", "html4") if form == "html" else ("tex", "latex", "context")
    names = (form,) if form not in {"html", "tex"} else alike
    return text.where.first(text.where.raw_formats, *names)
