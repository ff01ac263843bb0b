"""`.pdf`: highlights with notes, added after the file's own bytes (an incremental update), which stay as they were.

The last line says how long the file was and what it held: `untag` cuts it back to the byte. A file that another
program has saved again since loses our highlights and pages one by one.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from threading import Lock
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium_c
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Highlight, Popup
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from lexibulle.annotator import Hit
from lexibulle.documents.model import AS_PAGE, SIGNATURE, Block, Document, Limits, Unreadable
from lexibulle.documents.notes import Notes, note_lines
from lexibulle.documents.pdf_lexicon import MARK, lexicon_pages
from lexibulle.documents.pdf_text import Box, PageText, Paragraph
from lexibulle.documents.sniffing import what_it_is
from lexibulle.wording import number

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # or its complaints of bad files go to standard error
_SIGNED: Final = re.compile(rb"% Lexibulle (\d{1,12}) ([0-9a-f]{64})\n\Z")
_COLOUR: Final = "e4b7d0"
_NOTE: Final = (200, 120)  # width and height of an opened note, in points
_ONE_AT_A_TIME: Final = Lock()  # PDFium is not made for threads
_NO_ANNOTATION: Final = f"Ce PDF se lit, mais ne se laisse pas annoter. {AS_PAGE}"
_FAILURES: Final = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError,
                    AssertionError, NotImplementedError)
_ONLY_IMAGES: Final = (
    "Ce PDF ne contient que des images : il n’y a pas de texte à lire. Passez-le d’abord par une reconnaissance "
    "de caractères (OCR).")
_PICTURES: Final = "il n’y a que des images. Passez le PDF par une reconnaissance de caractères (OCR)."
_BROKEN: Final = "le PDF y est abîmé. Enregistrez-le de nouveau."
_EMPTY: Final = "Ce PDF ne contient aucun texte à lire. Ouvrez-le pour vérifier qu’il est entier."


def read(data: bytes, name: str, limits: Limits) -> Document:
    with _opened(data) as pdf:
        if len(pdf) > limits.pages:
            raise Unreadable(f"Ce PDF a plus de {number(limits.pages)} pages. "
                             "Coupez-le en plusieurs.")
        several = len(pdf) > 1
        blocks: list[Block] = []
        pictures, broken = [], set(range(1, len(pdf) + 1))
        for at, page, text in _pages(pdf):
            broken.discard(at)
            found = text.paragraphs()
            blocks += (Block(paragraph.text, f"page {at}", section=f"Page {at}" if several else "")
                       for paragraph in found)
            if not found and _has_images(page):
                pictures.append(at)
        if not blocks:
            raise Unreadable(_ONLY_IMAGES if pictures else _EMPTY)
        title = pdf.get_metadata_value("Title")
    unread = (*_unread(pictures, _PICTURES), *_unread(sorted(broken), _BROKEN))
    return Document("pdf", name, title, tuple(blocks), data, unread=unread)


def _unread(pages: Sequence[int], why: str) -> Iterator[str]:
    """« pages 2 à 10 et 12 : … »"""
    if pages:
        runs = [[at for _, at in run] for _, run in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0])]
        *names, last = (name for run in runs for name in (
            [f"{run[0]} à {run[-1]}"] if len(run) > 2 else map(str, run)))
        named = f"pages {', '.join(names)} et {last}" if names else f"page{'s' * (len(pages) > 1)} {last}"
        yield f"{named} : {why}"


def write(document: Document, notes: Notes) -> bytes:
    data = document.data
    if not any(notes.marks) and not notes.lexicon:
        return data
    try:
        writer = _writer(data)
        for number, hit, boxes in _marked(data, notes):
            _highlight(writer, number, hit, boxes)
        for page in lexicon_pages(notes.lexicon or ()):
            writer.add_page(page)
        buffer = io.BytesIO()
        writer.write(buffer)
    except _FAILURES as error:
        raise Unreadable(_NO_ANNOTATION) from error
    written = buffer.getvalue()
    _check(written, data)
    return written + f"% {SIGNATURE} {len(data)} {hashlib.sha256(data).hexdigest()}\n".encode()


def _writer(data: bytes) -> PdfWriter:
    if PdfReader(io.BytesIO(data)).is_encrypted:
        raise Unreadable("Ce PDF est protégé contre les modifications : il se lit, mais ne se laisse pas annoter. "
                         f"{AS_PAGE}")
    return PdfWriter(io.BytesIO(data), incremental=True)


def untag(data: bytes, _limits: Limits) -> bytes:
    signed = _SIGNED.search(data[-200:])
    if signed:
        original = data[: int(signed[1])]
        if hashlib.sha256(original).hexdigest() == signed[2].decode():
            return original
    return _taken_off(data) if data.startswith(b"%PDF") and SIGNATURE.encode() in data else data


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with _ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(data) as pdf:
                yield pdf
        except pypdfium2.PdfiumError as error:
            raise Unreadable(_why_not(data, error)) from error


def _why_not(data: bytes, error: pypdfium2.PdfiumError) -> str:
    if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
        return "Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection."
    if b"%PDF-" in data[:1024]:
        return "Ce PDF est abîmé ou incomplet. Téléchargez-le ou enregistrez-le de nouveau."
    return f"Ce n’est pas un PDF : {what_it_is(data)}"


def _pages(pdf: Any) -> Iterator[tuple[int, Any, PageText]]:
    """Number from 1, page and text of each page that opens."""
    for index in range(len(pdf)):
        try:
            page = pdf[index]
            text = PageText(page)
        except pypdfium2.PdfiumError:
            continue
        yield index + 1, page, text


def _has_images(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _marked(data: bytes, notes: Notes) -> Iterator[tuple[int, Hit, list[Box]]]:
    """Page number from 0, hit and rectangles of each marked word."""
    with _opened(data) as pdf:
        marks = iter(notes.marks)
        for at, _, text in _pages(pdf):
            for paragraph in text.paragraphs():
                for hit in next(marks):
                    yield at - 1, hit, _rectangles(text, paragraph, hit)


def _rectangles(text: PageText, paragraph: Paragraph, hit: Hit) -> list[Box]:
    return text.rectangles(paragraph.start + hit.start, paragraph.start + hit.end)


def _highlight(writer: PdfWriter, page: int, hit: Hit, boxes: Sequence[Box]) -> None:
    """One highlight, a rectangle for each line, and the note that opens from it."""
    if not boxes:
        return
    corners = [value for left, bottom, right, top in boxes
               for value in (left, top, right, top, left, bottom, right, bottom)]
    left, bottom, right, top = (choose(box[side] for box in boxes)
                                for side, choose in enumerate((min, min, max, max)))
    highlight = Highlight(rect=(left, bottom, right, top), highlight_color=_COLOUR, printing=True,
                          quad_points=ArrayObject(map(FloatObject, corners)))
    highlight[NameObject("/T")] = TextStringObject(SIGNATURE)
    highlight[NameObject("/Contents")] = TextStringObject("\n".join(note_lines(hit)))
    parent = writer.add_annotation(page, highlight)
    popup = writer.add_annotation(page, Popup(rect=(right, top - _NOTE[1], right + _NOTE[0], top), parent=parent,
                                              open=False))
    parent[NameObject("/Popup")] = popup.indirect_reference


def _check(written: bytes, original: bytes) -> None:
    """The update is readable and shows the same pages: some files hide their own faults until they grow."""
    try:
        pages = _page_count(original), _page_count(written)
    except Unreadable as error:
        raise Unreadable(_NO_ANNOTATION) from error
    if pages[1] < pages[0]:
        raise Unreadable(_NO_ANNOTATION)


def _page_count(data: bytes) -> int:
    with _opened(data) as pdf:
        return len(pdf)


def _taken_off(data: bytes) -> bytes:
    """Our highlights and pages out of a file that another program has saved again."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted or not any(_ours(page) for page in reader.pages):
            return data
        writer = PdfWriter(clone_from=reader)
        for number in reversed(range(len(writer.pages))):
            page = writer.pages[number]
            if MARK in page:
                writer.remove_page(number)
            elif ours := _ours(page):
                page[NameObject("/Annots")] = ArrayObject(note for note in _annotations(page) if note not in ours)
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()
    except _FAILURES:
        return data


def _ours(page: PageObject) -> list[Any]:
    """Our page itself, or our notes on it with their popups."""
    if MARK in page:
        return [page]
    notes = _annotations(page)
    signed = [note for note in notes if note.get_object().get("/T") == SIGNATURE]
    popups = [note for note in notes if (parent := note.get_object().get("/Parent")) is not None
              and parent.get_object().get("/T") == SIGNATURE]
    return [*signed, *popups]


def _annotations(page: PageObject) -> list[Any]:
    """The references in a page's list of annotations, which may be a reference itself."""
    listed = page.get("/Annots")
    return [] if listed is None else list(listed.get_object())
