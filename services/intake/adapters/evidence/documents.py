"""PDF documents without what tells of their makers, and without anything that could run, open or be carried in them.

Written anew from what its pages need, so that earlier states, attachments and notes of programs are not there any more.
Nothing in it is carried out, no stream is unpacked that need not be, and nothing is drawn.
"""

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name

from services.intake.adapters.evidence.jpeg import NoJpeg, without_notes
from services.intake.domain.refusals import FileNotTaken

MOST_PAGES, MOST_OBJECTS = 1_000, 200_000
_DEEPEST = 60
_MOST_UNPACKED = 40 * 1024 * 1024
_LOCKED = "This PDF is locked with a password. Save it without one, or take photos of its pages, and add those."
_DAMAGED = "This PDF cannot be read. It may be damaged. Save or print it as a new PDF and choose that."
_TOO_MANY = f"This PDF has more than {MOST_PAGES:,} pages or parts. Split it, or choose the pages that matter."
_PICTURE = "A picture in this PDF may say where it was taken, and that cannot be taken out. Print it as a new PDF."


# Who made it, when, where and with what; what runs by itself; what is carried along.
_TELLING = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/OpenAction", "/Thumb", "/CreatorInfo", "/JS", "/XFA",
    "/EF", "/Collection", "/Perms", "/DSS", "/SpiderInfo", "/Threads", "/URI", "/RichMediaContent",
    "/RichMediaSettings", "/Requirements", "/Legal", "/Extensions", "/ID", "/IDS", "/MN", "/GPTS", "/GCS", "/Measure",
    "/VP", "/LPTS",
)  # fmt: skip
_OF_NAMES = ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations", "/Renditions", "/URLS", "/IDS", "/Templates")
# Annotations say who wrote them, and when; some carry files and films.
_OF_ANNOTATIONS = ("/T", "/M", "/CreationDate", "/NM", "/FS", "/Sound", "/Movie", "/RC")
_CARRYING = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Projection")
_RUNNING = (
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/Rendition", "/Movie",
    "/Sound", "/RichMediaExecute", "/GoTo3DView", "/SetOCGState", "/Hide", "/Named", "/Trans", "/URI", "/Thread",
)  # fmt: skip
_SIGNATURES = ("/Sig", "/DocTimeStamp")


def washed_pdf(data: bytes) -> bytes:
    """The same pages and nothing besides. Raises FileNotTaken."""
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=True, suppress_warnings=True) as pdf:
            if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
                raise FileNotTaken("too_large", _TOO_MANY)
            if not pdf.pages:
                raise FileNotTaken("damaged", _DAMAGED)
            _wash(pdf)
            out = BytesIO()
            pdf.save(
                out,
                deterministic_id=True,
                encryption=False,
                fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
            return out.getvalue()
    except pikepdf.PasswordError:
        raise FileNotTaken("damaged", _LOCKED) from None
    except FileNotTaken:
        raise
    except Exception as broken:  # whatever a broken or hostile file makes a reader do, it is the file that is at fault
        raise FileNotTaken("damaged", _DAMAGED) from broken


def _wash(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _without(names, _OF_NAMES)
    for each in pdf.objects:
        _cleaned(each, 0)
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            page.obj["/Annots"] = pikepdf.Array([each for each in annotations if not _carries(each)])


def _cleaned(found: Any, depth: int) -> None:
    """One object and what stands directly in it; what it refers to is met by itself."""
    if depth > _DEEPEST:
        raise FileNotTaken("damaged", _DAMAGED)
    if isinstance(found, pikepdf.Array):
        inside = list(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        _clean(found)
        inside = [value for _, value in found.items()]
    else:
        return
    for each in inside:
        if isinstance(each, pikepdf.Array | pikepdf.Dictionary) and not each.is_indirect:
            _cleaned(each, depth + 1)


def _clean(found: Any) -> None:
    _without(found, _TELLING)
    if "/Rect" in found and "/Subtype" in found:
        _without(found, [key for key in _OF_ANNOTATIONS if key != "/T" or found.get("/Subtype") != Name.Widget])
    runs = found.get("/S") in [Name(each) for each in _RUNNING] and "/P" not in found
    if runs or found.get("/Type") in [Name(each) for each in _SIGNATURES]:
        _without(found, [key for key, _ in found.items() if key != "/Type"])
    if isinstance(found, pikepdf.Stream):
        _picture(found)


def _without(found: Any, keys: Any) -> None:
    for key in keys:
        if key in found:
            del found[key]


def _carries(annotation: Any) -> bool:
    subtype = annotation.get("/Subtype") if isinstance(annotation, pikepdf.Dictionary) else None
    return subtype is None or subtype in [Name(each) for each in _CARRYING]


def _unpacked(raw: bytes, named: Sequence[Any]) -> bytes:
    """The photo as it is, or as it was before it was packed once more."""
    if named == [Name.DCTDecode]:
        return raw
    if named != [Name.FlateDecode, Name.DCTDecode]:
        raise NoJpeg
    packer = zlib.decompressobj()
    unpacked = packer.decompress(raw, _MOST_UNPACKED)
    if packer.unconsumed_tail:
        raise NoJpeg
    return unpacked


def _picture(stream: Any) -> None:
    """A photo stands in a PDF as its camera made it, places and all."""
    filters = stream.get("/Filter")
    named = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if Name.JPXDecode in named:
        raise FileNotTaken("type_not_taken", _PICTURE)
    if Name.DCTDecode not in named:
        return
    try:
        plain = without_notes(_unpacked(stream.read_raw_bytes(), named))
    except (NoJpeg, zlib.error):
        raise FileNotTaken("type_not_taken", _PICTURE) from None
    parameters = stream.get("/DecodeParms")
    last = parameters[-1] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters
    stream.write(plain, filter=Name.DCTDecode, decode_parms=last if len(named) == 1 or last is None else None)
