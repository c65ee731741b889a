"""Have the EPUB that was built judged, and keep a record of the one with which all agree."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import orjson

from octavo.epub.conformance import PACKAGE, STANDARD, certifier_of, digest_of
from octavo.epub.validators import Judgement, judge
from octavo.model import Finding, Place
from octavo.tasks.plan import Plan
from octavo.tasks.write import write_whole

_DESCRIBED = b'<meta property="schema:accessModeSufficient">textual</meta>'


@dataclass(frozen=True, slots=True)
class Validation:
    """What the validators have found in an EPUB, and what is said of their run, in lines."""

    findings: tuple[Finding, ...]
    said: tuple[str, ...]


def validate(folder: Path) -> Validation:
    """Return what EPUBCheck and Ace say of the EPUB in an edition's build/. If both have run and
    found nothing, write the digest of its content into build/validated.json; else remove that."""
    plan = Plan(folder)
    epub = plan.paths.published(".epub")
    if not epub.is_file():
        return Validation((), ("no EPUB lies in build/: `octavo build` makes it",))
    judgements = judge(epub, Place(epub.relative_to(folder).as_posix()))
    faults = [fault for one in judgements for fault in one.faults]
    said = [one.missing or f"{one.validator}: {_counted(len(one.faults))}" for one in judgements]
    data = epub.read_bytes()
    if why := _why_not(plan, data, judgements):
        plan.paths.validated.unlink(missing_ok=True)
        said.append(f"the EPUB does not claim {STANDARD}: {why}")
    else:
        write_whole(plan.paths.validated, orjson.dumps({"epub": digest_of(data)}))
        claims = b"dcterms:conformsTo" in _package(data)
        said.append(
            f"the EPUB claims {STANDARD}" if claims
            else f"run `octavo build` again: the EPUB will then claim {STANDARD}"
        )  # fmt: skip
    return Validation(tuple(fault.finding for fault in faults), tuple(said))


def _why_not(plan: Plan, data: bytes, judgements: Sequence[Judgement]) -> str:
    """Return why an EPUB may not claim to be accessible; an empty text if it may."""
    if any(judgement.faults for judgement in judgements):
        return "the validators have found faults"
    if any(judgement.missing for judgement in judgements):
        return "not all validators have run"
    if not certifier_of(plan.valid_edition):
        return "edition.yaml names no publisher, editor or author who could answer for it"
    if _DESCRIBED not in _package(data):
        return "some of its pictures have no description"
    return ""


def _package(epub: bytes) -> bytes:
    """Return the package document; EPUBCheck has read it before."""
    with zipfile.ZipFile(BytesIO(epub)) as archive:
        return archive.read(PACKAGE)


def _counted(faults: int) -> str:
    return {0: "nothing found", 1: "1 fault"}.get(faults, f"{faults} faults")
