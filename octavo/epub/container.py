"""Zip the files of an EPUB so that the same files always give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

MIMETYPE = b"application/epub+zip"
_EARLIEST, _LATEST = 1980, 2107  # the years that the zip format knows


def pack(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """Return the container: `mimetype` first and stored, then the files in their given order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(_entry("mimetype", moment, zipfile.ZIP_STORED), MIMETYPE)
        for path, data in files.items():
            archive.writestr(_entry(path, moment, zipfile.ZIP_DEFLATED), data, compresslevel=9)
    return packed.getvalue()


def _entry(path: str, moment: datetime, compression: int) -> zipfile.ZipInfo:
    year = min(max(moment.year, _EARLIEST), _LATEST)
    entry = zipfile.ZipInfo(path, (year, moment.month, moment.day, 0, 0, 0))
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry
