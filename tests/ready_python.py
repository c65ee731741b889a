"""A Python that has loaded Octavo, and forks for each command: loading takes longer than most
commands.

A child is what `python -m MODULE …` is after its imports: a process with its own streams, folder
and umask, which runs the module as the main one and ends as Python ends. The Python that forks runs
nothing itself, so that no command finds what another has left.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import select
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_OUT, _ERR = "out", "err"  # the files for what a command prints


def run(
    module: str, arguments: list[str], env: dict[str, str], *, timeout: float,
    cwd: str | Path | None = None, umask: int = -1,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run a module with arguments to its end; raise TimeoutExpired after some seconds."""
    if not _started:
        _started.append(_Ready(env))
    (ready,) = _started
    with TemporaryDirectory() as folder:
        printed = [Path(folder, name) for name in (_OUT, _ERR)]
        ready.ask({
            "module": module, "arguments": arguments, "folder": folder, "umask": umask,
            "cwd": str(cwd or Path.cwd()), "env": env,
        })  # fmt: skip
        process = ready.answer(60)
        try:
            code = ready.answer(timeout)
        except TimeoutError as late:
            os.kill(process, signal.SIGKILL)
            ready.answer(60)
            raise subprocess.TimeoutExpired([module, *arguments], timeout) from late
        shown = [path.read_text(encoding="utf-8") for path in printed]
    return subprocess.CompletedProcess([module, *arguments], code, *shown)


class _Ready:
    """The Python that forks, and the pipes to it."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=env, cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip
        atexit.register(self._end)

    def ask(self, request: dict[str, Any]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def answer(self, seconds: float) -> int:
        """Read a number; raise TimeoutError if none comes within some seconds."""
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            raise TimeoutError
        return int(os.read(self._process.stdout.fileno(), _LENGTH))

    def _end(self) -> None:
        self._process.communicate()


_LENGTH = 12  # of a number that is answered


_started: list[_Ready] = []  # one at the most, for all tests of this process


# --- in the Python that forks --------------------------------------------------------------------

# What makes a folder for doit in the folder where it is loaded: each command loads it again.
_OF_A_FOLDER = ("octavo.tasks.doit_tasks", "octavo.tasks.running.doit_run")


def _load() -> None:
    """Load what the commands load, among the variables with which they load it."""
    from octavo.tasks.running.surroundings import settle

    settle()
    import doit.doit_cmd  # noqa: F401

    import octavo.checks
    import octavo.cli
    import octavo.summary
    import octavo.tasks.running.doit_run  # noqa: F401
    from octavo.tasks.running import ahead

    ahead.import_ahead(ahead.OF_STAGES)
    for name in _OF_A_FOLDER:
        del sys.modules[name]


def _become(request: dict[str, Any]) -> str:
    """Take the streams, the variables, the folder and the arguments of a command; give its
    module."""
    streams = [os.open(os.devnull, os.O_RDONLY)]
    for name in (_OUT, _ERR):
        path = os.path.join(request["folder"], name)
        streams.append(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    if request["umask"] >= 0:
        os.umask(request["umask"])
    sys.path[0] = request["cwd"]
    sys.argv[1:] = request["arguments"]
    return request["module"]


def _serve() -> str | None:
    """Fork for each request, and answer with the child's id and exit code; in a child, give the
    module that it has to run."""
    answers = os.dup(1)
    os.dup2(2, 1)
    for line in sys.stdin:
        if not (child := os.fork()):
            os.close(answers)
            return _become(json.loads(line))
        os.write(answers, f"{child:{_LENGTH}}".encode())
        _, status = os.waitpid(child, 0)
        os.write(answers, f"{os.waitstatus_to_exitcode(status):{_LENGTH}}".encode())
    return None


if __name__ == "__main__":
    _load()
    if module := _serve():
        runpy.run_module(module, run_name="__main__", alter_sys=True)
