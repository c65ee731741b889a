"""Run pandoc, within a bound of time and without a user's configuration; nothing else runs it."""

from __future__ import annotations

import resource
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import orjson

from octavo.fingerprint import pandoc_program
from octavo.model import Blocks, Element

API_VERSION = [1, 23, 1]
# Seconds of a processor, for any text and for each megabyte of it: no honest text takes a third of
# them. A hostile one, such as three hundred brackets in a row, would take for ever.
SECONDS = 10
SECONDS_A_MEGABYTE = 30
WALL_SECONDS = 180


class PandocError(Exception):
    """A text that pandoc could not read or write; the message is pandoc's own."""


def _start(arguments: Sequence[str], cwd: str | None) -> subprocess.Popen[bytes]:
    """Start the pandoc of the wheel in an environment of its own; raise OSError, with the way to
    mend the installation, if it cannot be started."""
    environment = {"LANG": "C.UTF-8", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "0"}
    try:
        return subprocess.Popen(
            [str(pandoc_program()), "--data-dir=/nonexistent", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment, cwd=cwd,
        )  # fmt: skip
    except PackageNotFoundError:
        raise OSError(f"the package pypandoc_binary is not installed; {_MEND}") from None
    except OSError as error:
        why = f"Octavo's own pandoc cannot be started: {error.strerror}; {_MEND}"
        raise OSError(error.errno, why, str(pandoc_program())) from None


_MEND = "pip install --force-reinstall pypandoc_binary brings it"


def run_pandoc(arguments: Sequence[str], given: bytes, *, cwd: str | None = None) -> bytes:
    """Run pandoc on bytes and return what it writes; raise PandocError with its words if it fails
    or takes more of a processor than a text of that size may, and OSError if it cannot be started.
    """
    seconds = SECONDS + len(given) * SECONDS_A_MEGABYTE // 1_000_000
    process = _start(arguments, cwd)
    with process:
        with suppress(ProcessLookupError):  # it may have ended already
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds + 5))
        try:
            written, said = process.communicate(given, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise PandocError(f"pandoc was stopped after {WALL_SECONDS} seconds") from None
        except BaseException:
            process.kill()
            raise
    if process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise PandocError(f"pandoc was stopped after {seconds} seconds of work")
    if process.returncode:
        words = said.decode("utf-8", "replace").strip()
        raise PandocError(words or f"pandoc ended with {process.returncode}")
    return written


def write(blocks: Blocks, form: str, *arguments: str) -> bytes:
    """Write a tree in one of pandoc's formats, in its sandbox: it reads and fetches nothing."""
    return run_pandoc(["-f", "json", "-t", form, "--sandbox", *arguments], document(blocks))


def read_bibliography(given: str, form: str) -> list[dict[str, Any]]:
    """Read references in one of pandoc's formats, in its sandbox, as items of CSL-JSON."""
    return orjson.loads(
        run_pandoc(["-f", form, "-t", "csljson", "--sandbox"], given.encode("utf-8", "replace"))
    )


def set_by_citeproc(
    blocks: Blocks,
    meta: Mapping[str, Element],
    style: bytes,
    references: Sequence[Mapping[str, object]],
) -> Blocks:
    """Return a tree in which pandoc's own citeproc has set the citations, with the bibliography at
    its end.  `style` is the XML of a CSL style, `references` are items of CSL-JSON."""
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        Path(folder, "style.csl").write_bytes(style)
        Path(folder, "references.json").write_bytes(orjson.dumps(references))
        files = ("--csl=style.csl", "--bibliography=references.json")
        arguments = ["-f", "json", "-t", "json", "--sandbox", "--citeproc", *files]
        return orjson.loads(run_pandoc(arguments, document(blocks, meta), cwd=folder))["blocks"]


def document(blocks: Blocks, meta: Mapping[str, Element] | None = None) -> bytes:
    """Return a tree as the JSON document that pandoc reads."""
    return orjson.dumps({"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": blocks})
