"""Find Chromium, Node and packages of npm, and serve a folder to them."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def modules(*packages: str) -> Path:
    """Return the folder of npm packages, $NODE_PATH or the repository's own; skip without them."""
    named = [Path(p) for p in os.environ.get("NODE_PATH", "").split(os.pathsep) if p]
    for folder in (*named, ROOT / "node_modules"):
        if all((folder / package).is_dir() for package in packages):
            return folder
    pytest.skip(f"no {' or no '.join(packages)}: npm install, or name their folder in $NODE_PATH")


def program(*names: str) -> str:
    """Return the path of the first program that is installed; skip without any."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"no {names[0]}: apt install {'nodejs npm' if names[0] == 'node' else names[0]}")


def chromium() -> str:
    return program("chromium", "chromium-browser", "google-chrome")


def run_node(script: Path, *arguments: str | Path, timeout: int = 60) -> str:
    """Run a script that drives a browser; return what it prints."""
    # A folder with a short name: the path of Chromium's socket may have no more than 107 bytes.
    with TemporaryDirectory() as short:
        done = subprocess.run(
            [program("node"), script, *arguments], capture_output=True, text=True,
            timeout=timeout, env={**os.environ, "TMPDIR": short}, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".xhtml": "application/xhtml+xml",
    }

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to this computer alone, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
