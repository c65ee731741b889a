"""Drawings: what the layout engine draws wrongly is drawn by resvg, and what is endless refused."""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from xml.etree import ElementTree

import pytest
from PIL import Image

from octavo.design.fonts import HERE
from octavo.design.static_fonts import type_at
from octavo.images import bounded_drawing
from octavo.images.drawings import read_drawing
from octavo.images.faulty import ImageError
from octavo.images.prepared import Wishes, look, prepare
from octavo.images.svg_features import beyond_the_layout
from octavo.model import FAMILIES

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'{SVG} width="90" height="60" viewBox="0 0 90 60">'
GARAMOND = type_at(FAMILIES["EB Garamond"], HERE)
WISHES = Wishes(GARAMOND, 2000)


def drawing(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


PLAIN = {
    "shapes": '<g transform="rotate(9)"><rect width="9" height="9" rx="2"/><circle r="4"/></g>',
    "words": '<text x="9" y="9" text-anchor="middle">A<tspan dy="3">B</tspan></text>',
    "styles": "<style>.a{fill:red} /* filter: blur(2px) */</style><path class='a' d='M0 0h9v9z'/>",
    "arrows": '<marker id="m"><path d="M0 0h4"/></marker><path d="M0 0L9 9" marker-end="url(#m)"/>',
    "symbols": '<symbol id="s" viewBox="0 0 9 9"><rect width="9"/></symbol><use href="#s"/>',
    "clipped": '<clipPath id="c"><circle r="4"/></clipPath><rect width="9" clip-path="url(#c)"/>',
    "Inkscape's": '<x:view xmlns:x="urn:x" filter="f"/><path style="filter:none;mask:none;'
    'mix-blend-mode:normal;paint-order:normal;baseline-shift:0%;word-spacing:0px" d="M0 0h9"/>',
}
BEYOND = {
    "words on a path":
    '<path id="p" d="M0 9h90"/><text><textPath href="#p">River</textPath></text>',
    "a blur": '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect filter="url(#f)"/>',
    "a shade":
    '<linearGradient id="g"><stop stop-color="red"/></linearGradient><rect fill="url(#g)"/>',
    "a pattern":
    '<pattern id="p" width="4" height="4"><rect width="2"/></pattern><rect fill="url(#p)"/>',
    "a mask": '<mask id="m"><rect fill="#fff"/></mask><rect mask="url(#m)"/>',
    "a blend": '<rect style="mix-blend-mode: multiply"/>',
    "an order of paint": '<text paint-order="stroke">A</text>',
    "a choice": '<switch><rect systemLanguage="de"/><rect/></switch>',
    "an arrow on a curve": '<marker id="m"/><path d="M0 0C1 1 2 2 3 3" marker-end="url(#m)"/>',
    "a filter in a sheet": "<style>.a { filter: url(#f) }</style><rect class='a'/>",
    "a line under words": '<text text-decoration="underline">A</text>',
    "words that run down": '<text style="writing-mode:tb">A</text>',
    "a middle line": '<text dominant-baseline="middle">A</text>',
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_drawing_stays_lines_and_letters(name: str) -> None:
    assert not beyond_the_layout(read_drawing(drawing(PLAIN[name])).root)
    assert b"data:image/png" not in prepare(drawing(PLAIN[name]), "print", WISHES).data


@pytest.mark.parametrize("name", BEYOND)
def test_what_the_layout_draws_wrongly_is_drawn_as_a_picture(name: str) -> None:
    made = prepare(drawing(BEYOND[name]), "print", WISHES)
    root = ElementTree.fromstring(made.data)
    assert (root.get("width"), root.get("height")) == ("90", "60")
    (image,) = root
    picture = Image.open(
        io.BytesIO(b64decode(image.attrib["{http://www.w3.org/1999/xlink}href"][22:]))
    )
    assert picture.width / (90 / 96) > 600, "pixels to the inch"
    assert (made.width, made.height) == (90 / 96, 60 / 96)
    for use in ("screen", "word"):
        kept = prepare(drawing(BEYOND[name]), use, WISHES).data
        assert b"data:image/png" not in kept, "browsers and Word draw it"


def test_the_words_of_a_drawing_that_becomes_a_picture_are_kept() -> None:
    assert prepare(drawing(BEYOND["words on a path"]), "print", WISHES).words == "River"
    assert prepare(drawing(PLAIN["words"]), "print", WISHES).words == ""


def test_the_same_drawing_gives_the_same_bytes() -> None:
    once, again = (prepare(drawing(BEYOND["a blur"]), "print", WISHES) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use xlink:href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>',
        "".join(
            f'<g id="g{n}">{f"<use href=&quot;#g{n - 1}&quot;/>" * 10 if n else "<rect/>"}</g>'
            for n in range(12)
        ).replace("&quot;", '"'),
    ],
)  # fmt: skip
def test_a_drawing_without_end_is_refused(inside: str) -> None:
    with pytest.raises(ImageError, match=r"within that part|unfolds"):
        prepare(drawing(inside), "print", WISHES)
    assert look(drawing(inside), GARAMOND).harm


def picture(kind: str = "PNG", media: str = "png", image: Image.Image | None = None) -> str:
    made = io.BytesIO()
    (image or Image.new("RGB", (30, 20), "red")).save(made, kind)
    body = b64encode(made.getvalue()).decode()
    return f'<image width="90" height="60" href="data:image/{media};base64,{body}"/>'


@pytest.mark.parametrize(
    ("kind", "media", "becomes"),
    [("PNG", "png", "png"), ("JPEG", "jpeg", "jpeg"), ("JPEG", "jpg", "jpeg"),
     ("GIF", "gif", "gif"), ("WEBP", "webp", "png"), ("JPEG", "png", "jpeg")],
)  # fmt: skip
def test_a_picture_in_a_drawing_is_shown_in_every_form(kind: str, media: str, becomes: str) -> None:
    for use in ("print", "screen", "word"):
        made = prepare(drawing(picture(kind, media)), use, WISHES)
        root = ElementTree.fromstring(made.data)
        (image,) = root.iter("{http://www.w3.org/2000/svg}image")
        href = image.attrib["{http://www.w3.org/1999/xlink}href"]
        assert href.startswith(f"data:image/{becomes};base64,")


def test_a_large_picture_in_a_drawing_is_scaled_for_the_screen_alone() -> None:
    inside = picture(image=Image.effect_noise((900, 60), 50))
    sizes = {
        use: len(prepare(drawing(inside), use, Wishes(GARAMOND, 300)).data)
        for use in ("print", "screen")
    }
    assert sizes["screen"] * 3 < sizes["print"]


@pytest.mark.parametrize(
    "inside",
    [picture()[:-90] + '"/>', '<image href="data:image/png;base64,AAAA"/>',
     '<image href="data:image/png,hello"/>', '<image href="data:image/png;base64,!"/>'],
)  # fmt: skip
def test_a_picture_in_a_drawing_that_is_cut_short_is_found(inside: str) -> None:
    assert look(drawing(inside), GARAMOND).broken


# --- alternatives --------------------------------------------------------------------------------

_WEB = '<foreignObject {}width="90" height="9"><p xmlns="http://www.w3.org/1999/xhtml" ' \
    'onclick="x" style="background:url(http://x.y)">Text</p></foreignObject>'  # fmt: skip
_EXTENSIBLE = 'requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility" '
_EXTENDED = 'requiredExtensions="urn:x" '
_WORDS = '<text y="9">Text</text>'
_WARNING = (
    f'<switch><g {_EXTENSIBLE}/><a xlink:href="https://x.y/text-problems"><text>Warning</text></a>'
    "</switch>"
)
SWITCHES = {
    "draw.io": f"<g><switch>{_WEB.format(_EXTENSIBLE)}{_WORDS}</switch></g>{_WARNING}",
    "Illustrator": f"<switch>{_WEB.format(_EXTENDED)}"
    f'<g xmlns:i="urn:i" i:extraneous="self">{_WORDS}</g></switch>',
    "prefixed": f'<s:switch xmlns:s="http://www.w3.org/2000/svg">{_WEB.format("")}{_WORDS}'
    "<script>x</script></s:switch>",
    "one in another": f"<switch>{_WEB.format('')}<switch>{_WEB.format('')}{_WORDS}"
    "</switch></switch>",
}


@pytest.mark.parametrize("name", SWITCHES)
def test_text_that_is_a_web_page_is_printed_as_its_other_form(name: str) -> None:
    data = drawing(SWITCHES[name])
    assert look(data, GARAMOND).harm == ""
    for use in ("print", "screen", "word"):
        made = prepare(data, use, WISHES).data
        root = ElementTree.fromstring(made)
        assert "".join(root.itertext()).split() == ["Text"]
        assert not any(sign in made.lower() for sign in (b"foreign", b"script", b"switch", b"x.y"))


UNSAID = {
    "a web page alone": _WEB.format("").replace(' onclick="x"', ""),
    "before a stranger's element": f'<switch>{_WEB.format("")}<x:g xmlns:x="urn:x"/></switch>'
    "<switch><text>A</text></switch><script/>",
    "script that is shown": "<switch><foreignObject/><g><script/></g></switch>",
    "an event that is shown": '<switch><g onclick="x"/><text>A</text></switch>',
    "behind a switch": '<switch><g/><text>A</text></switch><a href="https://x.y"/>',
    "of a language": '<switch><g systemLanguage="de"/><g systemLanguage="fr"><script/></g>'
    "</switch>",
}


@pytest.mark.parametrize("name", UNSAID)
def test_harm_outside_of_what_is_left_out_is_found(name: str) -> None:
    assert look(drawing(UNSAID[name]), GARAMOND).harm


# --- bounds --------------------------------------------------------------------------------------

_FILTER = '<filter id="f">{}</filter><rect width="90" height="60" filter="url(#f)"/>'
ENDLESS = {
    "turbulence": _FILTER.format('<feTurbulence baseFrequency=".1" numOctaves="99999999"/>'),
    "a tile larger than memory": '<pattern id="p" width="1e6" height="1e6" viewBox="0 0 1 1" '
    'patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern>'
    '<rect width="90" height="60" fill="url(#p)"/>',
    "groups that fill the stack": '<g opacity=".9">' * 400 + "<rect/>" + "</g>" * 400,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_drawing_that_exhausts_time_or_memory_is_stopped(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_drawing, "SECONDS", 2)
    harm = look(drawing(ENDLESS[name]), GARAMOND).harm
    assert re.fullmatch(
        "takes more than 2 seconds of work to draw|takes more memory to draw than .*", harm
    )
