"""Put together what is sent to a printer: the interior, a report that a person signs, checksums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from octavo.model import Finding
from octavo.press.interior.interior import Made
from octavo.press.printers import Printer

_STYLE = """
body { font: 11pt/1.5 Georgia, serif; max-width: 42em; margin: 3em auto; padding: 0 1em }
h1 { font-size: 1.4em } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0;
         border-bottom: 1px solid #ccc }
th { font-weight: normal; color: #555; width: 11em } code { font-size: .8em; word-break: break-all }
.error { color: #a00 } .sign { margin-top: 4em; display: flex; gap: 3em }
.sign span { flex: 1; border-top: 1px solid; padding-top: .3em; color: #555 }
@media print { body { margin: 0 } }
"""


@dataclass(frozen=True, slots=True)
class Interior:
    """An interior with the name of its file, and what a preflight found in it."""

    name: str
    made: Made
    findings: Sequence[Finding]

    @property
    def digest(self) -> str:
        """Its SHA-256."""
        return sha256(self.made.data).hexdigest()


def file_name(printer: Printer, slug: str, isbn: str) -> str:
    """Return the name that a printer wants the file of an interior to have."""
    digits = "".join(letter for letter in isbn if letter.isalnum())
    return printer.file.format(slug=slug, isbn=digits or slug)


def package(title: str, interior: Interior, printer: Printer) -> Mapping[str, bytes]:
    """Return the files of a package by their names."""
    report = _report(title, interior, printer).encode()
    sums = f"{interior.digest}  {interior.name}\n{sha256(report).hexdigest()}  report.html\n"
    return {
        interior.name: interior.made.data, "report.html": report, "SHA256SUMS": sums.encode(),
    }  # fmt: skip


def _report(title: str, interior: Interior, printer: Printer) -> str:
    made = interior.made
    added = f", {made.added} of them blank at the end" if made.added else ""
    rows = {
        "File": escape(interior.name),
        "Size": f"{len(made.data):,} bytes",
        "SHA-256": f"<code>{interior.digest}</code>",
        "Printer": f"{escape(printer.title)} ({escape(printer.source)}, read {printer.read})",
        "Standard": escape(made.standard or "any PDF"),
        "Pages": f"{made.pages}{added}",
        "Words": "those of the edition’s PDF, each in its place on the page: compared",
    }
    table = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows.items())
    found = "".join(
        f'<tr class="{finding.severity}"><th>{finding.code} {finding.severity}</th>'
        f"<td>{escape('; '.join(filter(None, (finding.message, finding.hint))))}</td></tr>"
        for finding in interior.findings
    )
    judged = f"<table>{found}</table>" if found else "<p>The preflight found nothing.</p>"
    name = escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}: to the press'
        f"</title><style>{_STYLE}</style></head><body><h1>{name}: to the press</h1>"
        f"<table>{table}</table><h2>Preflight</h2>{judged}"
        '<p class="sign"><span>Approved by</span><span>Date</span></p></body></html>\n'
    )


def folder_of(build: Path, printer: Printer) -> Path:
    """Return the folder of a printer's package."""
    return build / "press" / printer.name
