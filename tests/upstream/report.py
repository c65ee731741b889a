"""Read a report for another project, and write it as it would be sent.

A report is a file of `reports/`: its project, a title, what is wrong in a few sentences, the clause
that says so, the module of Octavo that does it, and cases; a proposal has none.  A case has an
input, what the project prints (`prints`) and what it should print (`expected`), which Octavo
prints.  The input is

    style and items     a style of CSL, by its parts, with the items that each note cites
    records             a text in a format of bibliographies (`format`); fields are compared
    named               a style of the collection, with the change that mends it (`replace`), as
                        citeproc-js prints it before and after
    fixture             a fixture of the CSL suite, which says itself what it expects
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPORTS = Path(__file__).with_name("reports")

_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {options}>
  <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00Z</updated></info>
{parts}
</style>"""


@dataclass(frozen=True, slots=True)
class Case:
    """An input, what it gives and what it should give."""

    expected: Any
    prints: Any
    layout: str = ""
    options: str = 'class="note"'  # attributes of cs:style
    citation: str = ""  # attributes of cs:citation
    bibliography: str = ""  # its layout; the entries are then compared
    listing: str = ""  # attributes of cs:bibliography
    before: str = ""  # locales and macros
    sort: str = ""  # keys
    items: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    format: str = ""
    records: str = ""
    named: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    compared: str = "notes"  # of a style of the collection: its notes or its entries
    fixture: str = ""

    @property
    def style(self) -> str:
        """The whole style of CSL."""
        sort = f"<sort>{self.sort}</sort>" if self.sort else ""
        layout = self.layout if "<layout" in self.layout else f"<layout>{self.layout}</layout>"
        entry = f"<layout>{self.bibliography}</layout>"
        listed = f"<bibliography {self.listing}>{sort}{entry}</bibliography>"
        cited = f"<citation {self.citation}>{'' if self.bibliography else sort}{layout}</citation>"
        parts = [self.before, cited, listed if self.bibliography else ""]
        shown = "\n".join(f"  {part.strip()}" for part in parts if part.strip())
        return _STYLE.format(options=self.options, parts=shown)

    def to_run(self) -> dict[str, Any]:
        """The case for a processor of CSL that is run on its own."""
        return {"style": self.style, "items": self.items, "notes": self.notes,
                "entries": bool(self.bibliography)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said to a project, and its cases."""

    name: str
    project: str
    title: str
    says: str
    clause: str
    own: str  # where Octavo does it
    case: tuple[Case, ...] = field(default_factory=tuple)

    def as_markdown(self) -> str:
        """Write the report as it is sent."""
        parts = [f"# {self.title}", self.says.strip(), f"({self.clause})"]
        for case in self.case:
            parts += _shown(case)
        return "\n\n".join(parts) + "\n"


def read_reports() -> list[Report]:
    return [_read(path) for path in sorted(REPORTS.glob("*.toml"))]


def _read(path: Path) -> Report:
    made = tomllib.loads(path.read_text(encoding="utf-8"))
    cases = tuple(_case(case) for case in made.pop("case", ()))
    return Report(path.stem, case=cases, **{name: text.strip() for name, text in made.items()})


def _case(case: dict[str, Any]) -> Case:
    """Read a case; items without a key are called a, b, c, and each is cited in a note."""
    items = json.loads(case.pop("items", "[]"))
    named = tuple({"id": "abcdefgh"[n], "type": "book", **one} for n, one in enumerate(items))
    notes = json.loads(case.pop("notes", "null")) or [[one["id"]] for one in named]
    rows = tuple(
        tuple({"id": cite} if isinstance(cite, str) else cite for cite in note) for note in notes
    )
    changes = tuple((one["old"], one["new"]) for one in case.pop("replace", ()))
    for name in ("expected", "prints"):
        if isinstance(case[name], str):
            case[name] = json.loads(case[name]) if case.get("records") else case[name].strip()
        elif isinstance(case[name], list):
            case[name] = [one.rstrip("\n") for one in case[name]]
    return Case(items=named, notes=rows, replace=changes, **case)


def _shown(case: Case) -> list[str]:
    if case.fixture:
        return [f"Fixture `{case.fixture}` expects:", _code(case.expected),
                "It should expect:", _code(case.prints)]  # fmt: skip
    if case.records:
        parts = [f"`pandoc -f {case.format} -t csljson`", _code(case.records)]
    elif case.named:
        parts = [f"Style `{case.named}`, items:", _code(_json(case.items), "json")]
    else:
        parts = [_code(case.style, "xml"), _code(_json(case.items), "json")]
        if len(case.notes) != len(case.items) or any(len(note) > 1 for note in case.notes):
            parts.append("Cited in turn: " + json.dumps(case.notes))
    parts += ["Expected:", _code(_lines(case.expected)), "Printed:", _code(_lines(case.prints))]
    for old, new in case.replace:
        parts += ["A patch:", _code("\n".join([*("- " + line for line in old.splitlines()),
                                               *("+ " + line for line in new.splitlines())]),
                                    "diff")]  # fmt: skip
    return parts


def _json(items: Any) -> str:
    return "[" + ",\n ".join(json.dumps(one, ensure_ascii=False) for one in items) + "]"


def _lines(printed: Any) -> str:
    return "\n".join(printed) if isinstance(printed, list) else json.dumps(printed, indent=1)


def _code(text: str, language: str = "") -> str:
    return f"```{language}\n{text.strip()}\n```"
