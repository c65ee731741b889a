"""Define the kinds of values in edition.yaml: texts, lengths, language tags, names of files."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Text = Annotated[str, StringConstraints(min_length=1)]
LanguageTag = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
    Field(description="a BCP 47 language tag, such as en-US, fr or ru"),
]
Length = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?(in|mm|cm|pt)$")]
FileName = Annotated[
    str,
    StringConstraints(pattern=r"^[^\\\x00-\x1f]+$"),
    Field(description="a file's path, relative to the folder it is looked for in"),
]
OneOrMore = Text | tuple[Text, ...]
