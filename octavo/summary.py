"""What a build made: each form's file with its pages, words, notes and size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from octavo.checks import report_lines
from octavo.folder import Folder
from octavo.progress import printable
from octavo.stages import late_findings, seen_findings

FEW = 3  # findings of the pages that are shown for each code


def summary(forms: Sequence[str], seconds: float) -> str:
    """The table that ends a build, and what the check still has to say."""
    folder = Folder(Path())
    counts = orjson.loads(folder.counts.read_bytes())
    words, notes = (sum(row[key] for row in counts) for key in ("words", "notes"))
    rows = []
    for form in forms:
        path = folder.form(form)
        pages = f"{_pages(path):,} pages" if form == "pdf" else ""
        size = f"{path.stat().st_size / 1e6:.2f} MB"
        rows.append((str(path), pages, f"{words:,} words", f"{notes:,} notes", size))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    of_pages = late_findings(folder, "typeset") if "pdf" in forms else ()
    told = [printable(line) for line in report_lines(of_pages, FEW)]
    return "\n".join([*told, *lines, f"Done in {seconds:.1f} s. {_standing(folder)}".rstrip()])


def sheet_summary() -> str:
    """What the sheet shows, by code, and where it lies."""
    folder = Folder(Path())
    seen = [seen.finding for seen in seen_findings(folder)]
    told = [printable(line) for line in report_lines(seen, FEW)]
    return "\n".join([*told, f"{folder.sheet}  {folder.sheet.stat().st_size / 1e6:.1f} MB"])


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _standing(folder: Folder) -> str:
    found = [row["severity"] for row in orjson.loads(folder.report.read_bytes())["findings"]]
    found += [finding.severity for finding in late_findings(folder, "cite")]
    told = []
    for severity, word in (("warning", "warning"), ("info", "remark")):
        number = found.count(severity)
        if number:
            told.append(f"{number} {word}{'s' if number > 1 else ''}")
    return f"{' and '.join(told)}: `octavo check` shows them." if told else ""
