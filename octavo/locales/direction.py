"""Find the direction in which a language is written."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)
def direction_of(language: str) -> str:
    """Return `rtl` or `ltr` for a BCP 47 tag, by its script, or by the script that the language is
    mostly written in."""
    from icu import Locale, Script  # pyright: ignore[reportAttributeAccessIssue]

    locale = Locale.forLanguageTag(language)
    script = (locale.addLikelySubtags() or locale).getScript()
    codes = Script.getCode(script) if script else ()
    return "rtl" if codes and Script(codes[0]).isRightToLeft() else "ltr"
