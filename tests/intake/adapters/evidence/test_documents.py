"""A PDF keeps its pages and loses its makers, its attachments, what could run in it, and what its photos tell."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from services.intake.adapters.evidence import documents
from services.intake.adapters.evidence.documents import washed_pdf
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import A_PDF, DEVICE, PLACE, a_photo

SEEN = b"BT (What can be read on the page) Tj ET"
TOLD = DEVICE + PLACE.decode()


def a_photo_in(pdf: pikepdf.Pdf, data: bytes, **more: Any) -> pikepdf.Object:
    image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=48, Height=32, BitsPerComponent=8,
                            ColorSpace=Name.DeviceRGB)  # fmt: skip
    image.write(data, **more)
    return image


def a_telling_pdf() -> pikepdf.Pdf:
    """A document that tells in every way a program knows."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(SEEN)
    photos = Dictionary(Im1=a_photo_in(pdf, a_photo(), filter=Name.DCTDecode))
    page.Resources = Dictionary(XObject=photos)
    pdf.docinfo["/Author"] = TOLD
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [TOLD]
    pdf.attachments["where.txt"] = pikepdf.AttachedFileSpec(pdf, TOLD.encode(), filename="where.txt", description=TOLD)
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{TOLD}')"))
    launch = Dictionary(S=Name.Launch, F=String(TOLD), Next=Dictionary(S=Name.URI, URI=String(TOLD)))
    pdf.Root.OpenAction = script
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))
    pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(TOLD.encode()), Fields=Array([]))
    rectangle = Array([0, 0, 9, 9])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=rectangle, Contents=String("A note"), T=String(TOLD),
                      M=String(TOLD), A=launch, AA=Dictionary(E=script))  # fmt: skip
    clip = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=rectangle, FS=String(TOLD))
    page.obj.Annots = Array([pdf.make_indirect(note), pdf.make_indirect(clip)])
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(TOLD)))
    page.obj.AA = Dictionary(O=script)
    pdf.Root.Signed = Dictionary(Type=Name.Sig, Name=String(TOLD), Location=String(TOLD))
    return pdf


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def everything_in(data: bytes) -> bytes:
    """All that stands in a PDF, unpacked and written out plainly."""
    with pikepdf.open(BytesIO(data)) as pdf:
        plain = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False,
                      stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip
        texts = [str(each) for each in pdf.objects if isinstance(each, String)]
    return plain + "".join(texts).encode()


def test_pages_and_notes_stay_and_nothing_that_tells_or_runs_is_left() -> None:
    before = everything_in(saved(a_telling_pdf()))
    assert before.count(DEVICE.encode()) > 10
    after = everything_in(washed_pdf(saved(a_telling_pdf())))
    assert SEEN in after
    assert b"A note" in after
    assert DEVICE.encode() not in after
    assert PLACE not in after
    for runs in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/OpenAction", b"/Author", b"/Metadata"):
        assert runs not in after, runs


def test_a_photo_on_a_page_stays_a_photo_however_it_is_packed() -> None:
    for packed in (False, True):
        pdf = a_telling_pdf()
        if packed:
            import zlib

            packed_photo = zlib.compress(a_photo())
            filters = Array([Name.FlateDecode, Name.DCTDecode])
            pdf.pages[0].Resources.XObject.Im1 = a_photo_in(pdf, packed_photo, filter=filters)
        with pikepdf.open(BytesIO(washed_pdf(saved(pdf, compress_streams=False)))) as washed:
            image = pikepdf.PdfImage(washed.pages[0].Resources.XObject.Im1)
            assert image.as_pil_image().size == (48, 32)
            assert b"Exif" not in image.obj.read_raw_bytes()


def test_what_was_there_before_it_was_changed_is_gone() -> None:
    first = saved(a_telling_pdf())
    with pikepdf.open(BytesIO(A_PDF)) as pdf:
        plain = saved(pdf)
    assert DEVICE.encode() not in washed_pdf(first[:-1] + b"\n" + plain)


def a_pdf_with(**locked: Any) -> bytes:
    return saved(a_telling_pdf(), encryption=pikepdf.Encryption(owner="o", **locked))


def test_one_that_only_bars_printing_is_taken_and_one_that_asks_for_a_password_is_not() -> None:
    assert DEVICE.encode() not in everything_in(washed_pdf(a_pdf_with(user="")))
    with pytest.raises(FileNotTaken, match="locked with a password"):
        washed_pdf(a_pdf_with(user="secret"))


def test_a_picture_that_cannot_be_rid_of_what_it_tells_is_refused() -> None:
    for data, named in ((b"\x00\x00\x00\x0cjP  ", Name.JPXDecode), (b"no photo", Name.DCTDecode)):
        pdf = a_telling_pdf()
        pdf.pages[0].Resources.XObject.Im1 = a_photo_in(pdf, data, filter=named)
        with pytest.raises(FileNotTaken, match="A picture in this PDF"):
            washed_pdf(saved(pdf))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(5_000), A_PDF[:90]], ids=["empty", "0", "cut"])
def test_a_damaged_one_is_refused(data: bytes) -> None:
    with pytest.raises(FileNotTaken, match="cannot be read"):
        washed_pdf(data)


def test_one_of_very_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PAGES", 1)
    pdf = a_telling_pdf()
    pdf.add_blank_page()
    with pytest.raises(FileNotTaken, match="more than"):
        washed_pdf(saved(pdf))
