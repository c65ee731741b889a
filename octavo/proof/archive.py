"""Read the members of a finished form: a zip file that anybody may have made."""

from __future__ import annotations

import zipfile
from typing import Any, TypeAlias

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

Node: TypeAlias = Any  # lxml's element

_LONGEST = 100_000_000  # bytes of a member: more is a bomb
# What a file raises that is cut off, encrypted, nested without end, or something else altogether.
NOT_READABLE = (
    zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, etree.XMLSyntaxError,
)  # fmt: skip


class UnreadableFormError(Exception):
    """Raised if a file is not the form that it should be; its text says why."""


def member(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a member; raise KeyError if there is none, ValueError if it is too long."""
    info = archive.getinfo(path)
    if info.file_size > _LONGEST:
        raise ValueError(f"{path} is too long")
    return archive.read(info)


def parsed(data: bytes) -> Node:
    """Return the root of an XML document without its comments and instructions; no entity and no
    other file is read. Raise etree.XMLSyntaxError for what is none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=True,
    )  # fmt: skip
    return etree.fromstring(data, parser)
