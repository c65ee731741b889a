"""Print reports as they are sent, by their names; without a name, print their list."""

from __future__ import annotations

import sys

from tests.upstream.report import read_reports


def main(names: list[str]) -> None:
    for report in read_reports():
        if report.name in names:
            print(report.as_markdown())
        elif not names:
            print(f"{report.name:<40} {report.project:<12} {report.title}")


if __name__ == "__main__":
    main(sys.argv[1:])
