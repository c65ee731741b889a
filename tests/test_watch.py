"""octavo watch: every saved file is built, errors leave the last forms, and Ctrl-C ends it."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import OCTAVO, copy_of, environment, forms_of, octavo

_PATIENCE = 90  # seconds


def _heed_interrupts() -> None:
    """Let Ctrl-C end the program: what a shell starts in the background ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watch:
    """A running octavo watch, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [*OCTAVO, "watch", "-n", "1", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, env=environment(), preexec_fn=_heed_interrupts,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def end(self) -> None:
        """Kill it, and close what it was read from."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def until(self, words: str) -> str:
        """Wait for a line with some words, and return it."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                line = self._lines.get(timeout=max(0.1, end - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"no {words!r} in {_PATIENCE} s; it said: {self.said}")
            self.said.append(line)
            if words in line:
                return line


@pytest.fixture
def folder(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "watched")


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    running = Watch(folder)
    running.until("Watching")
    yield running
    running.end()


def save(path: Path, text: str) -> None:
    """Save a text as editors do: write it beside, then put it in the old one's place."""
    beside = path.with_name(f"4913{path.name}")
    beside.write_text(text)
    os.replace(beside, path)


def test_what_is_saved_is_built_and_what_is_unsound_is_not(
    watch: Watch, folder: Path, tmp_path: Path
) -> None:
    text, before = folder / "source" / "02-ledger.md", forms_of(folder)
    sound = text.read_text()

    save(text, sound + "\nA call without a note.[^nowhere]\n")
    watch.until("N001")
    assert "the forms stay as they were" in watch.until("source/02-ledger.md: ")
    assert forms_of(folder) == before

    save(text, sound + "\nOne more paragraph.\n")
    assert " built in " in watch.until("source/02-ledger.md: ")
    after = forms_of(folder)
    assert after.keys() == before.keys() and not set(after.values()) & set(before.values())

    made = tmp_path / "made"  # what is more than a text is read by a new process
    made.mkdir()
    (made / "print.css").write_text("p { color: #333 }\n")
    made.rename(folder / "styles")
    watch.until("Watching")
    assert forms_of(folder)["pdf"] != after["pdf"]

    watch.process.send_signal(signal.SIGINT)
    watch.until("No longer watched")
    assert watch.process.wait(_PATIENCE) == 0
    clean = copy_of(folder, tmp_path / "clean")
    shutil.rmtree(clean / "build")
    octavo("build", clean)
    assert forms_of(clean) == forms_of(folder)
