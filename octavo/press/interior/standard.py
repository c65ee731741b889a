"""Make a file one of PDF/X: its version, its keys, its output intent, and nothing that it forbids.

ISO 15930-1:2001 (X-1a), 15930-3:2002 (X-3) and 15930-7:2010 (X-4).
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from octavo.press.interior.inked_content import NotForThePress

# The version of PDF, and the values of GTS_PDFXVersion and GTS_PDFXConformance.
_STANDARDS: dict[str, tuple[str, str, str]] = {
    "PDF/X-1a:2001": ("1.3", "PDF/X-1:2001", "PDF/X-1a:2001"),
    "PDF/X-1a:2003": ("1.4", "PDF/X-1a:2003", ""),
    "PDF/X-3:2002": ("1.3", "PDF/X-3:2002", ""),
    "PDF/X-3:2003": ("1.4", "PDF/X-3:2003", ""),
    "PDF/X-4": ("1.6", "PDF/X-4", ""),
}
_NO_STANDARD = "1.6"
_REGISTRY = "http://www.color.org"
# What belongs to reading on a screen, to tags, or to other standards.
_OF_ROOT = (
    "/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/Outlines", "/Names", "/Dests",
    "/OpenAction", "/AF", "/AcroForm", "/OCProperties", "/PageMode", "/ViewerPreferences",
    "/PageLayout", "/Lang", "/AA", "/Extensions", "/PageLabels",
)  # fmt: skip
_OF_PAGE = ("/Annots", "/StructParents", "/Group", "/Tabs", "/AA", "/Metadata", "/Trans", "/Dur")
_KEPT = ("/Title", "/Author", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate")


def version_of(standard: str) -> str:
    """Return the version of PDF that a standard is built on; `standard` may be empty."""
    return _STANDARDS[standard][0] if standard else _NO_STANDARD


def strip(pdf: Pdf) -> None:
    """Take out of a file what no press reads: tags, outlines, links, attached files."""
    for key in _OF_ROOT:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in _OF_PAGE:
            if key in page.obj:
                del page.obj[key]


def declare(pdf: Pdf, standard: str, condition: str, profile: bytes, title: str) -> None:
    """Make a file one of a standard, for a condition of printing; raise NotForThePress if the
    standard needs a profile and there is none. Without a standard it says only what it is."""
    info = pdf.docinfo
    for key in [*info.keys()]:
        if key not in _KEPT:
            del info[key]
    info["/Title"] = str(info.get("/Title", "")) or title
    info["/Trapped"] = Name("/False")
    if not standard:
        return
    _, version, conformance = _STANDARDS[standard]
    info["/GTS_PDFXVersion"] = version
    if conformance:
        info["/GTS_PDFXConformance"] = conformance
    pdf.Root.OutputIntents = Array([pdf.make_indirect(_intent(pdf, standard, condition, profile))])
    if standard == "PDF/X-4":
        pdf.Root.Metadata = _metadata(pdf, info)


def _intent(pdf: Pdf, standard: str, condition: str, profile: bytes) -> Dictionary:
    made = Dictionary(
        Type=Name.OutputIntent, S=Name("/GTS_PDFX"), OutputConditionIdentifier=String(condition),
        OutputCondition=String(condition), Info=String(condition), RegistryName=String(_REGISTRY),
    )  # fmt: skip
    if standard == "PDF/X-4":
        if not profile:
            raise NotForThePress(
                f"no profile for {condition}: PDF/X-4 holds that of the press; put it into the "
                "edition's folder press/ as an .icc file"
            )
        stream = Stream(pdf, profile)
        stream.N = 4
        made.DestOutputProfile = stream
    return made


def _metadata(pdf: Pdf, info: Any) -> Any:
    """Return the XMP that PDF/X-4 asks for, with an id made of the file's title and date."""
    date = _iso(str(info.get("/CreationDate", "")))
    title = escape(str(info["/Title"]))
    number = uuid5(NAMESPACE_URL, f"{info['/Title']} {date}")
    xmp = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<pdf:Producer>{escape(str(info.get("/Producer", "Octavo")))}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{number}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    made = Stream(pdf, xmp.encode())
    made.Type, made.Subtype = Name.Metadata, Name.XML
    return pdf.make_indirect(made)


def _iso(date: str) -> str:
    """Return a date of a PDF (7.9.4) as XMP writes it."""
    digits = date.removeprefix("D:")[:14].ljust(14, "0")
    year, month, day = digits[:4], max("01", digits[4:6]), max("01", digits[6:8])
    return f"{year}-{month}-{day}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
