"""Replace names of WeasyPrint for the time in which a document is laid out or written.

The tables of what is replaced are in `patches`; the guard (`digests`) is asked here, since it reads
those tables to name who rewrites what.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from octavo.pdf.engine import digests
from octavo.pdf.engine.patches import Patch

_lock = threading.RLock()


@cache
def hold(library: str) -> None:
    """Compare a library in use with its record, once in a process.

    Raise `digests.NotTheVersion` if a piece differs; warn if only the version does. It takes six
    milliseconds if the library is the same to the byte, and three seconds if not.
    """
    record, version = digests.records()[library], digests.version_of(library)
    folder = digests.folder_of(library)
    files = record.files.items()
    if version == record.version and all(
        digests.file_digest(folder / f) == digest for f, digest in files
    ):
        return
    from octavo.pdf.engine.uses import installed, uses  # they read all code: only when in doubt

    sources = installed()
    found = [*digests.changes(sources, record)]
    known = f"{library} {version} is in use, Octavo was written for {record.version}"
    if found:
        used = uses(sources, record.pieces)
        raise digests.NotTheVersion(
            "\n".join([f"{known}:", *(change.said(used) for change in found)])
            + f"\nInstall {library}=={record.version}; `{digests.COMMAND}` shows what to adapt."
        )
    if version != record.version:
        warnings.warn(f"{known}; no piece that matters differs", RuntimeWarning, stacklevel=2)


@contextmanager
def patched(patches: Sequence[Patch]) -> Iterator[None]:
    """Replace names while a document is laid out or written.

    Raise `digests.NotTheVersion` if WeasyPrint is not what the replacements were written for.
    """
    hold("weasyprint")
    hold("pydyf")
    with _lock:
        originals = [(module, name, getattr(module, name)) for module, name, _ in patches]
        try:
            for module, name, ours in patches:
                setattr(module, name, ours)
            yield
        finally:
            for module, name, original in originals:
                setattr(module, name, original)
