"""Draw one SVG by resvg as a program of its own, within the processor time and memory it is given.

It reads a line of JSON from its input (where the package resvg_py is, its arguments, the bounds),
then the SVG, and writes the PNG. A drawing that asks for more ends this process, not the build.
"""

from __future__ import annotations

import json
import resource
import sys

INVALID = 3  # the exit code for an SVG that resvg refuses


def main() -> int:
    """Draw what the input holds; return the exit code."""
    given = sys.stdin.buffer
    asked = json.loads(given.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (asked["bytes"], asked["bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.insert(0, asked["package"])
    import resvg_py

    text = given.read().decode()
    try:
        png = resvg_py.svg_to_bytes(svg_string=text, **asked["arguments"])
    except (ValueError, TypeError) as error:
        print(error, file=sys.stderr)
        return INVALID
    sys.stdout.buffer.write(bytes(png))
    return 0


if __name__ == "__main__":
    sys.exit(main())
