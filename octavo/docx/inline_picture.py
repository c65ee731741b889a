"""Write a picture as Word draws it in a line: its size, its alternative text, its files by name."""

from __future__ import annotations

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.parts.ooxml import NAMESPACES, Node, make

FILE = "file:"  # in a fragment a relation is the name of its file; the joining gives it an id
_PICTURE = NAMESPACES["pic"]
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # Office's name for the extension that holds SVG
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # and for that which marks an ornament


def drawing_xml(files: tuple[str, ...], size: tuple[int, int], description: str | None) -> str:
    """Return the run that shows a picture of a size in EMU, in OpenXML; `files` are the one to fall
    back on and, if any, the SVG. A picture whose description is None is decorative: Word tells the
    voices that read it to pass it over."""
    extent = {"cx": str(size[0]), "cy": str(size[1])}
    properties = {"id": "0", "name": files[0], "descr": description or ""}
    blip = make("a:blip", {"r:embed": FILE + files[0]})
    if len(files) > 1:
        svg = make("asvg:svgBlip", {"r:embed": FILE + files[1]})
        blip.append(make("a:extLst", {}, make("a:ext", {"uri": _SVG}, svg)))
    shape = make(
        "pic:spPr",
        {},
        make("a:xfrm", {}, make("a:off", {"x": "0", "y": "0"}), make("a:ext", extent)),
        make("a:prstGeom", {"prst": "rect"}, make("a:avLst")),
    )
    picture = make(
        "pic:pic",
        {},
        make("pic:nvPicPr", {}, make("pic:cNvPr", properties), make("pic:cNvPicPr")),
        make("pic:blipFill", {}, blip, make("a:stretch", {}, make("a:fillRect"))),
        shape,
    )
    inline = make(
        "wp:inline",
        {"distT": "0", "distB": "0", "distL": "0", "distR": "0"},
        make("wp:extent", extent),
        make("wp:docPr", properties, *([] if description is not None else [_decorative()])),
        make("wp:cNvGraphicFramePr", {}, make("a:graphicFrameLocks", {"noChangeAspect": "1"})),
        make("a:graphic", {}, make("a:graphicData", {"uri": _PICTURE}, picture)),
    )
    run = make("w:r", {}, make("w:drawing", {}, inline))
    etree.cleanup_namespaces(run, top_nsmap=NAMESPACES)
    return etree.tostring(run, encoding="unicode")


def _decorative() -> Node:
    mark = make("adec:decorative", {"val": "1"})
    return make("a:extLst", {}, make("a:ext", {"uri": _DECORATIVE}, mark))
