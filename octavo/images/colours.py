"""Bring the colours of a raster into sRGB, in which all forms of a book are.

A PDF names sRGB for the whole book and no reader looks at the profile of one picture in it, while
browsers do: a photo in Adobe RGB would be paler in print. So a picture with another profile is
converted, and one without is taken for sRGB, as browsers take it.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from PIL import Image, ImageCms

_SAME = 3  # of 255: a profile that moves no colour further than this is sRGB
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}  # modes, and the profiles that are theirs
_SRGB_GAMMA = 1 / 2.2


def in_srgb(image: Image.Image) -> Image.Image:
    """Return an image of the mode L, LA, RGB, RGBA or CMYK in sRGB; the same image if it is."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    bare = image.convert(image.mode[:-1]) if alpha else image
    made = _by_profile(bare, image.info.get("icc_profile") or b"") or _by_gamma(bare, image)
    if made is None and bare.mode != "CMYK":
        return image
    made = made if made is not None else bare.convert("RGB")
    if alpha is not None:
        made.putalpha(alpha)
    return made


def is_in_srgb(image: Image.Image) -> bool:
    """Return whether the colours of an image are those of sRGB already; nothing is decoded."""
    mode = {"P": "RGB", "1": "L", "LA": "L", "RGBA": "RGB"}.get(image.mode, image.mode)
    if mode == "CMYK":
        return False
    profile = image.info.get("icc_profile") or b""
    return _transform(profile, mode) is None and _curve(image) is None


def _by_profile(bare: Image.Image, profile: bytes) -> Image.Image | None:
    transform = _transform(profile, bare.mode)
    if transform is None:
        return None
    made = ImageCms.applyTransform(bare, transform)
    assert made is not None
    return made.getchannel("R") if bare.mode == "L" else made


@cache
def _transform(profile: bytes, mode: str) -> Any:
    """Return the conversion of a mode's colours to sRGB; None if there is nothing to convert, or
    the profile is of another mode or cannot be read: programs ignore such a one."""
    if not profile or mode not in _SPACES:
        return None
    try:
        own: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if own.profile.xcolor_space != _SPACES[mode]:
            return None
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.buildTransform(own, srgb, mode, "RGB")
        samples = _samples(mode)
        moved = ImageCms.applyTransform(samples, made)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    assert moved is not None
    if mode == "CMYK":
        return made
    before, after = samples.convert("RGB").tobytes(), moved.tobytes()
    return None if all(abs(a - b) <= _SAME for a, b in zip(before, after, strict=True)) else made


def _samples(mode: str) -> Image.Image:
    if mode == "L":
        return Image.frombytes("L", (256, 1), bytes(range(256)))
    steps = range(0, 256, 51)
    if mode == "CMYK":
        return Image.new("CMYK", (1, 1))
    cube = bytes(level for r in steps for g in steps for b in steps for level in (r, g, b))
    return Image.frombytes("RGB", (len(cube) // 3, 1), cube)


def _by_gamma(bare: Image.Image, image: Image.Image) -> Image.Image | None:
    curve = _curve(image)
    return bare.point(curve * len(bare.getbands())) if curve else None


def _curve(image: Image.Image) -> list[int] | None:
    """Return the levels for those of a PNG that declares a gamma other than that of sRGB (gAMA, ISO
    15948, 11.3.3.2) and no profile; None for all others."""
    gamma = image.info.get("gamma")
    if not gamma or image.info.get("icc_profile") or "srgb" in image.info:
        return None
    exponent = _SRGB_GAMMA / gamma
    if not 0.05 < gamma < 5 or abs(exponent - 1) < 0.05:
        return None
    return [round(255 * (level / 255) ** exponent) for level in range(256)]
