"""Run the fuzzer: `python -m benchmarks.fuzz --mutants 300 --seed 1`."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import ruamel.yaml

from benchmarks.fuzz.judge import SECONDS, Built, differing, faults
from benchmarks.fuzz.mutations import mutate
from octavo.tasks.running.doit_run import Outcome, run_tasks
from octavo.tasks.running.run_lock import alone

SEED = Path(__file__).parent / "seed"
#: Texts fail in most ways; a picture is a file like another.
SHARES = {".md": 10, ".yaml": 6, ".bib": 3, ".json": 3, ".css": 3, ".svg": 2, ".png": 1, ".jpg": 1}
MEMORY = 4 << 30


def main() -> int:
    """Build and judge the mutants asked for; return 1 if one fails."""
    options = _options()
    kept = options.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-work-") as scratch:
        sound = _sound_edition(Path(scratch))
        differ = differing(sound)
        started = time.monotonic()
        with ThreadPoolExecutor(options.processes) as pool:
            results = list(
                pool.map(
                    lambda name: _try(name, sound, Path(scratch), kept, differ), _names(options)
                )
            )
    _report(results, time.monotonic() - started, kept)
    return int(any(wrong for _, wrong, _ in results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument(
        "--from", dest="first", type=int, default=0, metavar="N", help="the first number"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one mutant, as SEED:NUMBER")
    parser.add_argument("--keep", type=Path, help="the folder for what fails")
    parser.add_argument("-n", dest="processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _names(options: argparse.Namespace) -> list[str]:
    if options.only:
        return [options.only]
    return [f"{options.seed}:{i}" for i in range(options.first, options.first + options.mutants)]


def _sound_edition(scratch: Path) -> Path:
    """Build the seed itself, which must be sound; its mutants begin from its build."""
    sound = scratch / "sound"
    shutil.copytree(SEED, sound)
    with alone(sound):  # in this process: what the libraries keep is then there for all mutants
        if run_tasks(["publish"], 0, "nothing").outcome is not Outcome.SOUND:
            sys.exit("the seed itself is not sound")
    return sound


def _try(
    name: str, sound: Path, scratch: Path, kept: Path, differ: set[str]
) -> tuple[str, list[str], Built]:
    """Make, build and judge a mutant; keep its edition and its verdict if it fails."""
    root = scratch / name.replace(":", "-")
    shutil.copytree(sound, root)
    done = _mutate(root, Random(name))
    built = _build(root)
    try:
        wrong = faults(built, root, _texts(root) if built.code == 0 else [], differ)
    except Exception as error:
        wrong = [f"the judge failed: {type(error).__name__}: {error}"]
    if wrong:
        folder = kept / root.name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(root, folder, ignore=shutil.ignore_patterns("fonts"))
        verdict = "\n".join([done, "", *wrong, "", built.printed])
        (folder / "verdict.txt").write_text(verdict, "utf-8", "backslashreplace")
        print(f"{name}: {done[:120]!r}\n    {wrong[0][:200]}", flush=True)
    shutil.rmtree(root, ignore_errors=True)
    return name, wrong, built


def _mutate(root: Path, random: Random) -> str:
    """Change one file of an edition, or two; return what was done."""
    files = sorted(p for p in root.rglob("*") if p.suffix in SHARES and "build" not in p.parts)
    weights = [SHARES[p.suffix] for p in files]
    said = []
    for path in random.choices(files, weights, k=random.choice((1, 1, 1, 2))):
        data, what = mutate(path.name, path.read_bytes(), random)
        path.write_bytes(data)
        said.append(f"{path.relative_to(root)}: {what}")
    return " + ".join(said)


def _texts(root: Path) -> list[str]:
    """Return the names of the texts that edition.yaml lists."""
    read = ruamel.yaml.YAML(typ="safe", pure=True).load((root / "source/edition.yaml").read_bytes())
    return [n for key in ("front_matter", "sections", "back_matter") for n in read.get(key) or ()]


def _build(root: Path) -> Built:
    """Build an edition in a child of this process, which has the libraries in memory already."""
    log = root.parent / f"{root.name}.log"
    started = time.monotonic()
    child = os.fork()
    if not child:
        _become(root, log)
    code = _wait(child, started + SECONDS)
    printed = log.read_text("utf-8", "replace")
    log.unlink()
    return Built(code, printed, time.monotonic() - started)


def _become(root: Path, log: Path) -> None:
    """Run `octavo build` in this process, and end with its code."""
    code = 70
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        from octavo.cli import main as octavo

        code = octavo(["build", "-n", "1", str(root)])
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 70
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _wait(child: int, until: float) -> int | None:
    """Return the exit code of a child, or None after stopping it and all that it began."""
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _report(results: list[tuple[str, list[str], Built]], seconds: float, kept: Path) -> None:
    codes = Counter(built.code for _, _, built in results)
    wrong = [name for name, faults_, _ in results if faults_]
    slowest = max(built.seconds for _, _, built in results)
    print(f"{len(results)} mutants in {seconds:.0f} s, the slowest {slowest:.1f} s")
    print("exit codes: " + ", ".join(f"{code}: {n}" for code, n in codes.most_common()))
    print(f"{len(wrong)} fail" + (f", kept in {kept}" if wrong else ""))


if __name__ == "__main__":
    sys.exit(main())
