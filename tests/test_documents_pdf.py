"""PDF: highlights reopened with an independent reader, where they lie and what they say; the file's own bytes kept."""

import io
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from pypdf import PdfReader, PdfWriter, Transformation

from lexibulle import Annotator, documents
from lexibulle.documents import Unreadable
from tagging import corpus, surfaces, tagged

NAME = "compte-rendu.pdf"


def rewritten(data: bytes) -> bytes:
    """As another program would save it: every object anew."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def highlighted(data: bytes) -> list[tuple[str, int, str]]:
    """Words under each highlight of ours, number of its rectangles, first line of its note; read by PDFium."""
    found = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
                annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
                if pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_HIGHLIGHT:
                    assert value(annotation, b"T") == "Lexibulle"
                    quads = list(quadrilaterals(annotation))
                    words = " ".join(text.get_text_bounded(*quad).strip() for quad in quads)
                    found.append((words, len(quads), value(annotation, b"Contents").split("\u00a0:")[0]))
                pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def value(annotation: object, key: bytes) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (pdfium_c.FPDF_WCHAR * size)()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def quadrilaterals(annotation: object):  # type: ignore[no-untyped-def]  # PDFium's bindings have no types
    for number in range(pdfium_c.FPDFAnnot_CountAttachmentPoints(annotation)):
        quad = pdfium_c.FS_QUADPOINTSF()
        pdfium_c.FPDFAnnot_GetAttachmentPoints(annotation, number, quad)
        yield min(quad.x1, quad.x3), min(quad.y1, quad.y3), max(quad.x2, quad.x4), max(quad.y1, quad.y3)


def test_highlights_lie_on_their_words(annotator: Annotator) -> None:
    _, hits, written = tagged(annotator, corpus(NAME), NAME, every=True)

    found = highlighted(written)
    assert [words for words, _, _ in found] == [" ".join(surface.split()) for surface in surfaces(hits)]
    assert ("base de données", 2, "Base de données") in found, "over two lines, two rectangles"
    assert ("cold emails", 1, "Cold email") in found, "over two runs, one rectangle"


def test_highlights_lie_on_their_words_on_a_turned_page(annotator: Annotator) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(corpus(NAME))))
    page = writer.pages[0]
    page.add_transformation(Transformation().rotate(90).translate(842, 0))
    page.mediabox.upper_right = (842, 595)
    page.rotate(90)
    buffer = io.BytesIO()
    writer.write(buffer)

    _, hits, written = tagged(annotator, buffer.getvalue(), NAME, every=True)

    assert "base de données" in [" ".join(surface.split()) for surface in surfaces(hits)]
    assert ("base de données", 2, "Base de données") in highlighted(written)


def test_the_file_grows_at_its_end_only(annotator: Annotator) -> None:
    data = corpus(NAME)
    _, _, written = tagged(annotator, data, NAME, lexicon=True)

    assert written.startswith(data)
    assert documents.untag(written, NAME) == data


def test_notes_come_off_a_file_that_was_saved_again(annotator: Annotator) -> None:
    document, _, written = tagged(annotator, corpus(NAME), NAME, lexicon=True)

    back = documents.untag(rewritten(written), NAME)

    assert documents.read(back, NAME).blocks == document.blocks
    assert highlighted(back) == []
    links = [len(page.get("/Annots") or ()) for page in PdfReader(io.BytesIO(corpus(NAME))).pages]
    assert [len(page.get("/Annots") or ()) for page in PdfReader(io.BytesIO(back)).pages] == links


def test_the_lexicon_is_a_page_at_the_end(annotator: Annotator) -> None:
    _, _, written = tagged(annotator, corpus(NAME), NAME, lexicon=True)

    with pypdfium2.PdfDocument(written) as pdf:
        text = pdf[len(pdf) - 1].get_textpage().get_text_range().replace("\u00a0", " ")
    assert text.startswith("Lexique\r\nBase de données : fichier de contacts")
    assert "coût d’acquisition" in text
    assert "Lead" not in text


def test_marks_are_seen(annotator: Annotator) -> None:
    """In the picture of the page, not only in its objects."""
    _, _, written = tagged(annotator, corpus(NAME), NAME)

    def coloured(data: bytes) -> int:
        with pypdfium2.PdfDocument(data) as pdf:
            pixels = pdf[0].render(scale=0.5).to_numpy()
        return int(((pixels[..., 1] < 200) & (pixels[..., 0] > 190) & (pixels[..., 2] > 210)).sum())

    assert coloured(written) > coloured(corpus(NAME)) + 300


def test_blocks_tell_their_page() -> None:
    document = documents.read(corpus(NAME), NAME)

    assert {block.place for block in document.blocks} == {"page 1", "page 2"}
    assert document.title == "Compte rendu de novembre"


def test_pictures_of_text_are_said_to_be_pictures() -> None:
    with pytest.raises(Unreadable, match="Ce PDF ne contient que des images\u00a0: il n’y a pas"):
        documents.read(corpus("scan.pdf"), "scan.pdf")


def test_pages_that_are_pictures_are_named_beside_those_that_are_read(annotator: Annotator) -> None:
    writer = PdfWriter()
    scan, text = (PdfReader(io.BytesIO(corpus(name))).pages[0] for name in ("scan.pdf", NAME))
    for page in (scan, text, scan, scan, scan, text):
        writer.add_page(page)
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)

    document, _, written = tagged(annotator, buffer.getvalue(), NAME)

    assert {block.place for block in document.blocks} == {"page 2", "page 6"}
    assert document.unread == (
        "pages 1 et 3 à 5\u00a0: il n’y a que des images. Passez le PDF par une reconnaissance de caractères (OCR).",)
    assert len(highlighted(written)) > 5
    assert documents.read(written, NAME) == document


def test_a_page_that_does_not_open_is_named() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(corpus(NAME))))
    buffer = io.BytesIO()
    writer.write(buffer)
    broken = buffer.getvalue().replace(b"/Type /Page\n", b"/Type /Pale\n", 1)

    document = documents.read(broken, NAME)

    assert {block.place for block in document.blocks} == {"page 2"}
    assert document.unread == ("page 1\u00a0: le PDF y est abîmé. Enregistrez-le de nouveau.",)


def test_a_protected_file_is_read_and_says_why_it_is_not_written(annotator: Annotator) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(corpus(NAME))))
    writer.encrypt("", "secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)

    document = documents.read(buffer.getvalue(), NAME)

    with pytest.raises(Unreadable, match="lexibulle tag --format html"):
        documents.write(document, documents.annotate(annotator, document))


def test_what_pypdf_says_of_a_bad_file_stays_off_standard_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(corpus(NAME)[:-6] + b"% Lexibulle")

    done = subprocess.run([sys.executable, "-m", "lexibulle_server", "untag", str(tmp_path / "a.pdf"),
                           "--out", str(tmp_path / "propre")], check=True, capture_output=True)

    assert done.stderr == b""
