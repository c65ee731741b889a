"""Mark an EPUB as accessible if validators have agreed with its content, and no other.

The claim is part of the package document. So the validators' record names the content without the
claim: the same content gets the claim in the next build, and any other loses it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO

from octavo.model import Edition

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
PACKAGE = "EPUB/package.opf"
_LARGEST = 2_000_000_000  # bytes of all files: more is a bomb
_UNTOLD = re.compile(
    rb'^<meta [^>]*property="(?:dcterms:modified|dcterms:conformsTo|a11y:certifiedBy)".*\n',
    re.MULTILINE,
)


def content_digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of an EPUB's files by their paths, but for the claim and the moment of the
    last change, which follow from the rest."""
    digest = sha256()
    for path in sorted(files):
        data = _UNTOLD.sub(b"", files[path]) if path == PACKAGE else files[path]
        digest.update(path.encode() + b"\0" + sha256(data).digest())
    return digest.hexdigest()


def digest_of(epub: bytes) -> str:
    """Return the digest of the content of an EPUB that Octavo has made; raise zipfile.BadZipFile
    for a file that is none, ValueError for one that is too large to be one."""
    with zipfile.ZipFile(BytesIO(epub)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _LARGEST:
            raise ValueError("it is too large")
        names = [name for name in archive.namelist() if name != "mimetype"]
        return content_digest({name: archive.read(name) for name in names})


def certifier_of(edition: Edition) -> str:
    """Return who answers for the claim: the publisher, or else the editors or the authors; an empty
    text if nobody is named, who could claim anything."""
    names = (edition.publisher.name, *(n.display for n in (*edition.editors, *edition.authors)))
    return next(filter(None, names), "")
