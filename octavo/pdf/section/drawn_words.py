"""Keep the words of drawings that are printed as pictures in their alternative texts."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from octavo.images.faulty import ImageError
from octavo.images.prepared import Wishes, prepared

_MOST = 1000  # letters that a voice reads out of one picture


def keep_drawn_words(html: Element, folder: Path, wishes: Wishes) -> None:
    """Add to the alternative text of each drawing the words in it that nobody could search for or
    hear: the print shows the drawing as a picture. One without alternative text is decorative.

    A picture that cannot be used is left to the layout, which reports it.
    """
    for image in html.iter("img"):
        said, source = image.get("alt", "").strip(), image.get("src", "")
        if not said or not source.lower().endswith(".svg"):
            continue
        try:
            words = prepared(folder, source, "print", wishes).words[:_MOST]
        except (ImageError, OSError, ValueError):
            continue
        if words and words not in said:
            image.set("alt", f"{said} [{words}]")
