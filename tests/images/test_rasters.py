"""Rasters: whole, upright, still, and of the same colours in every form."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping

import pytest
from PIL import Image, ImageChops, ImageCms

from octavo.images.faulty import ImageError
from octavo.images.image_types import image_type
from octavo.images.rasters import Raster, inspect, raster

SIDE = 24


def written(image: Image.Image, kind: str, **settings: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **settings)
    return made.getvalue()


def prepared(data: bytes, longest: int | None = None) -> Raster:
    kind = image_type(data)
    assert kind is not None
    return raster(kind, data, longest)


def shown(data: bytes, longest: int | None = None) -> Image.Image:
    return Image.open(io.BytesIO(prepared(data, longest).data))


def look(data: bytes) -> bool:
    kind = image_type(data)
    assert kind is not None
    return inspect(kind, data)


def scene() -> Image.Image:
    """A picture of which every turn looks otherwise: red, green and blue corners on white."""
    made = Image.new("RGB", (SIDE * 2, SIDE), "white")
    half = SIDE // 2
    for place, colour in (((0, 0), "red"), ((SIDE * 2 - half, 0), "lime"), ((0, half), "blue")):
        made.paste(colour, (*place, place[0] + half, place[1] + half))
    return made


SCENE = scene()
NOISE = Image.merge(
    "RGB", [Image.linear_gradient("L").resize((40, 30)).rotate(n) for n in range(3)]
)


# --- files that are cut short --------------------------------------------------------------------

WHOLE: Mapping[str, bytes] = {
    "png": written(NOISE, "PNG"),
    "palette": written(NOISE.quantize(16), "PNG"),
    "jpeg": written(NOISE, "JPEG"),
    "progressive": written(NOISE, "JPEG", progressive=True),
    "grey jpeg": written(NOISE.convert("L"), "JPEG", restart_marker_rows=1),
    "inks": written(NOISE.convert("CMYK"), "JPEG"),
    "gif": written(NOISE.quantize(16), "GIF"),
    "webp": written(NOISE, "WEBP"),
    "lossless webp": written(NOISE, "WEBP", lossless=True),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_cut_anywhere_is_found(name: str) -> None:
    data = WHOLE[name]
    look(data)
    prepared(data)
    for length in range(16, len(data)):
        if image_type(data[:length]) is None:
            continue
        for read in (look, prepared):
            with pytest.raises(ImageError):
                read(data[:length])


def taller(data: bytes) -> bytes:
    """A JPEG whose header says more rows than its scans have."""
    start = data.index(b"\xff\xc0") if b"\xff\xc0" in data else data.index(b"\xff\xc2")
    return data[: start + 5] + struct.pack(">H", 3000) + data[start + 7 :]


def without_rows(data: bytes) -> bytes:
    """A JPEG that ends in the middle of its scan, with its end where a program wrote it anew."""
    start = data.index(b"\xff\xda")
    return data[: start + 40] + b"\xff\xd9"


@pytest.mark.parametrize("spoilt", [taller, without_rows])
@pytest.mark.parametrize("name", ["jpeg", "progressive", "grey jpeg"])
def test_a_jpeg_with_fewer_rows_than_it_says_is_found(
    name: str, spoilt: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ImageError, match="is cut short"):
        look(spoilt(WHOLE[name]))


def test_a_picture_that_no_memory_holds_is_refused_before_it_is_read() -> None:
    data = bytearray(WHOLE["gif"])
    data[6:10] = struct.pack("<HH", 60_000, 60_000)
    with pytest.raises(ImageError, match="60,000 × 60,000 pixels"):
        look(bytes(data))


def test_what_cameras_put_behind_a_picture_is_left_out() -> None:
    alone = written(SCENE, "JPEG")
    several = written(SCENE, "MPO", save_all=True, append_images=[SCENE.rotate(180)])
    assert len(several) > len(alone) + 300
    made = prepared(several + b"a film")
    assert (made.kind, made.data) == ("JPEG", alone)
    assert not look(several)


# --- the picture itself --------------------------------------------------------------------------

# What a camera does that is held so (EXIF 2.32, 4.6.4): the way back is another turn.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def turned(orientation: int) -> tuple[Image.Image, bytes]:
    """The scene as a camera stores it that was held so, and its EXIF."""
    step = TURNS.get(orientation)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = SCENE if step is None else SCENE.transpose(step)
    return stored, exif.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_made_upright(kind: str, orientation: int) -> None:
    stored, exif = turned(orientation)
    settings = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True}}
    made = shown(written(stored, kind, exif=exif, **settings.get(kind, {}))).convert("RGB")
    assert made.size == SCENE.size
    assert max(high for _, high in ImageChops.difference(made, SCENE).getextrema()) < 60
    assert 0x0112 not in made.getexif() or made.getexif()[0x0112] == 1


@pytest.mark.parametrize("exif", [b"Exif\0\0II*\0", b"Exif\0\0nothing at all", b"Exif\0\0"])
def test_damaged_exif_harms_no_picture(exif: bytes) -> None:
    assert shown(written(SCENE, "JPEG", exif=exif)).size == SCENE.size


GREYS = [0, 40, 90, 128, 200, 255]


def ramp(mode: str, levels: list[int]) -> Image.Image:
    made = Image.new(mode, (len(levels), 1))
    for place, level in enumerate(levels):
        made.putpixel((place, 0), level)
    return made


@pytest.mark.parametrize("longest", [None, 2000])
def test_sixteen_bits_of_grey_are_the_greys_that_they_say(longest: int | None) -> None:
    deep = ramp("I;16", [level * 257 for level in GREYS])
    made = shown(written(deep, "PNG"), longest)
    assert made.mode == "L"
    assert [made.getpixel((n, 0)) for n in range(len(GREYS))] == GREYS


def test_what_is_plain_is_kept_as_it_is() -> None:
    images = [
        NOISE,
        NOISE.convert("L"),
        NOISE.convert("1"),
        NOISE.quantize(8),
        NOISE.convert("RGBA"),
    ]
    plain = [written(image, "PNG") for image in images]
    plain += [written(NOISE, "JPEG", progressive=True), written(NOISE.quantize(16), "GIF")]
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain.append(written(NOISE, "JPEG", icc_profile=srgb))
    for data in plain:
        assert prepared(data, 2000).data == data


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_stands_still_at_its_first_picture(kind: str) -> None:
    first, second = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (9, 9), "blue")
    settings = {"lossless": True} if kind == "WEBP" else {}
    data = written(first, kind, save_all=True, append_images=[second], **settings)
    assert look(data)
    made = shown(data)
    assert getattr(made, "n_frames", 1) == 1
    assert made.convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_webp_becomes_png_and_loses_nothing() -> None:
    image = NOISE.convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    data = written(image, "WEBP", lossless=True, exact=True)
    made = prepared(data)
    assert made.kind == "PNG"
    assert Image.open(io.BytesIO(made.data)).convert("RGBA").tobytes() == image.tobytes()


def test_four_inks_become_sRGB() -> None:
    made = shown(written(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", quality=100))
    assert made.mode == "RGB"
    red, green, blue = made.getpixel((4, 4))
    assert red > 250 and green < 5 and blue < 5


def test_a_declared_gamma_is_seen() -> None:
    """A PNG of linear light, as programs for astronomy write it, would be too dark in print."""
    linear = b"gAMA" + struct.pack(">I", 100_000)
    chunk = struct.pack(">I", 4) + linear + struct.pack(">I", zlib.crc32(linear))
    data = written(ramp("L", [64]), "PNG")
    data = data[:33] + chunk + data[33:]
    assert shown(data).getpixel((0, 0)) == round(255 * (64 / 255) ** (1 / 2.2))


def test_a_profile_of_other_colours_is_applied() -> None:
    """A profile in which the red of the file is another red than that of sRGB."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = written(NOISE, "PNG", icc_profile=lab)
    assert prepared(plain).data == plain, "a profile of another kind of picture is ignored"
    wide = wide_gamut()
    made = shown(written(Image.new("RGB", (4, 4), (0, 200, 0)), "PNG", icc_profile=wide))
    assert "icc_profile" not in made.info
    assert made.getpixel((0, 0)) != (0, 200, 0)


def wide_gamut() -> bytes:
    """The profile of sRGB with its red and green exchanged: colours that nobody mistakes."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    tags = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = (
        data[green + 4 : green + 12], data[red + 4 : red + 12],
    )  # fmt: skip
    return bytes(data)


# --- scaling -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_scaled_and_keeps_its_size_in_inches(kind: str) -> None:
    data = written(Image.new("RGB", (900, 300), "olive"), kind, dpi=(300, 300))
    made = prepared(data, 450)
    assert Image.open(io.BytesIO(made.data)).size == (450, 150)
    assert (made.kind, round(made.width, 2), round(made.height, 2)) == (kind, 3.0, 1.0)
    assert prepared(data).data == data
    assert prepared(data, 450).data == made.data


def test_what_is_transparent_does_not_stain_the_edges_of_a_scaled_picture() -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (0, 0, 200, 400))
    made = shown(written(image, "PNG"), 50)
    edge = [made.getpixel((x, 20)) for x in range(50)]
    assert all(min(pixel[:3]) > 250 for pixel in edge if pixel[3] > 20)
