"""Cut a type as a program of its own, within the processor time and memory it is given.

It reads a line of JSON from its input (where packages are, the bounds, the names, the lengths of
the files), then the files, and writes a line of JSON and the faces. It says on standard error with
which file it begins: if the process ends, that file is at fault.
"""

from __future__ import annotations

import json
import resource
import sys


def main() -> int:
    """Cut what the input holds; return the exit code."""
    given = sys.stdin.buffer
    asked = json.loads(given.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (asked["bytes"], asked["bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path[:] = asked["path"]
    import logging

    from octavo.design.own_type.cutting import cut_type

    logging.disable(logging.CRITICAL)  # fontTools warns of what it mends
    files = [(name, given.read(length)) for name, length in asked["files"]]
    made = cut_type(asked["name"], asked["faces"], files, _begin)
    head = {
        "faces": {name: len(data) for name, data in made.faces.items()},
        "for_print_alone": made.for_print_alone, "whole": made.whole, "licence": made.licence,
        "remarks": [[r.kind, r.message, r.hint, r.file] for r in made.remarks],
    }  # fmt: skip
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for data in made.faces.values():
        out.write(data)
    return 0


def _begin(file: str) -> None:
    print(json.dumps(file), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
