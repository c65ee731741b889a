"""Make rasters that all forms show alike: upright, still, whole, of eight bits, in sRGB.

A file that is so already is kept byte for byte. If it must be encoded anew, JPEG stays JPEG; all
else becomes PNG, which loses nothing.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops, ImageFile

from octavo.images.colours import in_srgb, is_in_srgb
from octavo.images.faulty import ImageError
from octavo.images.image_types import ImageType
from octavo.images.whole_files import (
    LACKING,
    Whole,
    refuse_lacking_rows,
    whole,
    with_more_to_read,
)

MAX_PIXELS = 100_000_000
# Of a JPEG that is encoded anew: in full size without thinning its colours, and scaled.
_FULL, _SCALED = {"quality": 95, "subsampling": 0}, {"quality": 88}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_SIDEWAYS = (5, 6, 7, 8)
_EVERY_MODE = ("1", "L", "LA", "P", "RGB", "RGBA")
_PLAIN_MODES = {"PNG": _EVERY_MODE, "JPEG": ("L", "RGB"), "GIF": _EVERY_MODE}
_USUAL_RESOLUTION = 96.0  # pixels to the inch, where a file says nothing else


@dataclass(frozen=True, slots=True)
class Raster:
    """A raster for a form: its kind (PNG, JPEG or GIF), its bytes, its own size in inches."""

    kind: str
    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Opened:
    """A raster whose header is read: its file, how it is to be turned."""

    kind: str
    file: Whole
    image: Image.Image
    orientation: int

    @property
    def is_upright(self) -> bool:
        """Whether it is still, and need not be turned."""
        return not self.file.moves and self.orientation == 1

    @property
    def is_plain(self) -> bool:
        """Whether every form shows its bytes alike, as they are."""
        return (
            self.is_upright
            and self.image.mode in _PLAIN_MODES.get(self.kind, ())
            and not _is_deep(self.kind, self.file.data)
            and not _is_odd_jpeg(self.image)
            and is_in_srgb(self.image)
        )


def raster(
    kind: ImageType, data: bytes, longest: int | None = None, *, keeps_inks: bool = False
) -> Raster:
    """Return a raster as forms show it, with no side longer than `longest` pixels; one in four inks
    in sRGB unless it `keeps_inks`.

    Raise ImageError for a file that is cut short or damaged, or has too many pixels.
    """
    with strictly(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = _open(kind, data)
        image = opened.image
        width, height = _inches(image, sideways=opened.orientation in _SIDEWAYS)
        inks = keeps_inks and image.mode == "CMYK"
        as_it_is = opened.is_upright if inks else opened.is_plain
        if as_it_is and (longest is None or max(image.size) <= longest):
            return Raster(opened.kind, opened.file.data, width, height)
        if opened.kind == "JPEG" and longest is not None:
            image.draft(None, (longest, longest))
        made = _upright(_decoded(opened, inks=inks), opened.orientation)
        how = _FULL
        if longest is not None and max(made.size) > longest:
            made, how = _scaled(made, longest), _SCALED
        return Raster(*_encoded(opened.kind, made, how), width, height)


def inspect(kind: ImageType, data: bytes) -> bool:
    """Return whether a raster moves. Raise ImageError as `raster` does."""
    with strictly(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = _open(kind, data)
        if opened.kind == "PNG":
            refuse_lacking_rows(opened.file.data)
        if opened.kind == "JPEG":
            _refuse_lacking_blocks(kind, opened.file.data)
        else:
            _load(opened.image)
        return opened.file.moves


def _refuse_lacking_blocks(kind: ImageType, data: bytes) -> None:
    """Raise ImageError for a JPEG whose scans end before its last row: decoders fill the rest with
    grey. An eighth of the size shows it as well."""
    shown: list[bytes] = []
    for each in (data, with_more_to_read(data)):
        image = _header(kind, each)
        image.draft(None, (1, 1))
        _load(image)
        shown.append(image.tobytes())
    if shown[0] != shown[1]:
        raise ImageError(LACKING)


def _open(kind: ImageType, data: bytes) -> _Opened:
    _refuse_too_many_pixels(kind, data)
    file = whole(kind.name, data)
    image = _header(kind, file.data)
    return _Opened(kind.name, file, image, _orientation(image))


def _refuse_too_many_pixels(kind: ImageType, data: bytes) -> None:
    """Raise ImageError for a picture that no memory holds, whole or not."""
    size = _header(kind, data).size
    if size[0] * size[1] > MAX_PIXELS:
        raise ImageError(f"has {size[0]:,} × {size[1]:,} pixels")
    if not all(size):
        raise ImageError("has no pixels")


def _header(kind: ImageType, data: bytes) -> Image.Image:
    formats = (kind.name.upper(), *(("MPO",) if kind.name == "JPEG" else ()))
    try:
        return Image.open(io.BytesIO(data), formats=formats)
    except Exception as error:  # a hostile file can make the library raise anything
        raise ImageError(f"is damaged: its {kind.name} cannot be read") from error


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except Exception as error:  # as above
        cut = "truncated" in str(error) or "not enough" in str(error)
        reason = LACKING if cut else "is damaged"
        raise ImageError(reason) from error


@contextmanager
def strictly() -> Iterator[None]:
    """Let Pillow refuse what is cut short, which WeasyPrint asks it to show, and open what is
    large: its pixels are counted here."""
    loose, most = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, None
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = loose, most


def _orientation(image: Image.Image) -> int:
    """Return the orientation in a picture's EXIF, 1 if there is none; XMP is not asked, since
    neither browsers nor viewers ask it."""
    if "exif" not in image.info and image.format == "PNG":
        _load(image)  # eXIf may follow the pixels
    written = image.info.get("exif")
    if not written:
        return 1
    exif = Image.Exif()
    try:
        exif.load(written)
        said = exif.get(_ORIENTATION, 1)
    except Exception:  # EXIF can be damaged in any way; the picture is not
        return 1
    return said if said in _TURNS else 1


def _inches(image: Image.Image, *, sideways: bool) -> tuple[float, float]:
    """Return the size in inches, as the file says its resolution, when it is upright."""
    said: Any = image.info.get("dpi") or (0, 0)
    across, down = (float(n) if 30 <= float(n) <= 4800 else _USUAL_RESOLUTION for n in said)
    width, height = image.width / across, image.height / down
    return (height, width) if sideways else (width, height)


def _is_deep(kind: str, data: bytes) -> bool:
    """Return whether a PNG has sixteen bits to a sample (ISO 15948, 11.2.2)."""
    return kind == "PNG" and data[24] == 16


def _is_odd_jpeg(image: Image.Image) -> bool:
    """Return whether a JPEG is not of the kind that every viewer of PDF reads alike: luminance and
    chrominance, coded by Huffman."""
    layers = getattr(image, "layer", None)
    if image.format not in ("JPEG", "MPO") or not layers or image.mode != "RGB":
        return False
    plain = [layer[0] for layer in layers] in ([1, 2, 3], [0, 1, 2])
    return not plain or image.info.get("adobe_transform") == 0


# --- the pixels ----------------------------------------------------------------------------------


def _decoded(opened: _Opened, *, inks: bool = False) -> Image.Image:
    """Return the first picture of a file, of the mode L, LA, RGB or RGBA, in sRGB; as it is if its
    `inks` are kept."""
    image = opened.image
    _load(image)
    if inks:
        return image
    transparent = image.info.get("transparency")
    if image.mode.startswith("I"):
        image = _of_eight_bits(image)
    elif image.mode == "1":
        image = _with_info(image.convert("L"), image)
    elif image.mode == "P":
        image = _with_info(image.convert(_mode_of_palette(image)), image)
    elif transparent is not None and image.mode in ("L", "RGB"):
        if _is_deep(opened.kind, opened.file.data):
            shifted = transparent if image.mode == "L" else tuple(n >> 8 for n in transparent)
            image.info["transparency"] = shifted
        image = _with_info(image.convert("LA" if image.mode == "L" else "RGBA"), image)
    elif image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image = _with_info(image.convert("RGBA" if "A" in image.getbands() else "RGB"), image)
    return in_srgb(image)


def _of_eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture of sixteen bits of grey in eight, with its transparent grey."""
    wide = image.convert("I")
    grey = _with_info(wide.point(lambda level: level * (1 / 257) + 0.5).convert("L"), image)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        over = wide.point(lambda level: level * 1 - transparent).convert("L")
        under = wide.point(lambda level: level * -1 + transparent).convert("L")
        mask = ImageChops.lighter(over, under).point([0] + [255] * 255)
        grey = _with_info(Image.merge("LA", (grey, mask)), image)
    return grey


def _mode_of_palette(image: Image.Image) -> str:
    if "transparency" in image.info or (image.palette and image.palette.mode == "RGBA"):
        return "RGBA"
    return "RGB"


def _with_info(made: Image.Image, image: Image.Image) -> Image.Image:
    """Return an image with what the file says of its colours."""
    made.info = {key: image.info[key] for key in _OF_COLOUR if key in image.info}
    return made


_OF_COLOUR = ("icc_profile", "gamma", "srgb")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _scaled(image: Image.Image, longest: int) -> Image.Image:
    share = longest / max(image.size)
    size = max(1, round(image.width * share)), max(1, round(image.height * share))
    # Colours are weighed by their alpha, or what is transparent would show at the edges.
    weighed = {"LA": "La", "RGBA": "RGBa"}.get(image.mode, image.mode)
    made = image.convert(weighed) if weighed != image.mode else image
    return made.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0).convert(image.mode)


def _encoded(kind: str, image: Image.Image, how: Mapping[str, int]) -> tuple[str, bytes]:
    """Return an image in the kind in which it came, if that is JPEG, and else in PNG."""
    made, bare = io.BytesIO(), image.copy()
    bare.info = {}
    if kind == "JPEG":
        bare.save(made, "JPEG", **how)
        return "JPEG", made.getvalue()
    bare.save(made, "PNG")
    return "PNG", made.getvalue()
