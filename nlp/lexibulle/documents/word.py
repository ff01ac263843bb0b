"""`.docx`: Word comments on the words, in tables, links and tracked insertions too; a lexicon page on request."""

import io
from collections.abc import Callable
from typing import Final
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError
from lxml.etree import XPathError

from lexibulle.annotator import Hit
from lexibulle.documents.archive import check_unsigned, damaged, open_archive, packed, parts_of
from lexibulle.documents.model import SIGNATURE, Block, Document, Limits
from lexibulle.documents.notes import Notes, note_lines
from lexibulle.documents.word_marks import append_lexicon, new_comment, put_comment, take_off
from lexibulle.documents.word_text import Passage, passages

_KIND: Final = "un document Word (.docx)"
_MAIN: Final = "word/document.xml"
_or_damaged = damaged("Ce document Word est abîmé. Ouvrez-le dans Word et enregistrez-le de nouveau.",
                      OpcError, XmlchemyError, XPathError, AttributeError, TypeError)


@_or_damaged
def read(data: bytes, name: str, _limits: Limits) -> Document:
    document = docx.Document(io.BytesIO(data))
    blocks = tuple(Block(passage.text, passage.place, passage.role, row=passage.row)
                   for passage in passages(document))
    title = document.core_properties.title or next((block.text for block in blocks if block.role == "heading"), "")
    return Document("docx", name, title, blocks, data)


@_or_damaged
def write(document: Document, notes: Notes) -> bytes:
    """Comments stand in the body only, as Word wants it: words of a header have theirs at the first paragraph, if any.

    Nothing to add, the same bytes: a signature of the file stays good.
    """
    if not any(notes.marks) and not notes.lexicon:
        return document.data
    check_unsigned(document.data)

    def change(word: WordDocument) -> None:
        found = list(passages(word))
        marked = [(found[number], hit) for number, hit in notes.marked() if found[number].takes_notes]
        comments = [new_comment(word, _lines(passage, hit)) for passage, hit in marked]
        for (passage, hit), comment in reversed(list(zip(marked, comments, strict=True))):
            put_comment(comment, passage, hit.start, hit.end)
        if notes.lexicon:
            append_lexicon(word, notes.lexicon)

    return _changed(document.data, change)


def _lines(passage: Passage, hit: Hit) -> list[str]:
    """A note; one that cannot stand at its word says where that is."""
    return [*note_lines(hit), *([f"« {hit.surface} » ({passage.place})"] if passage.anchor is not None else [])]


@_or_damaged
def untag(data: bytes, limits: Limits) -> bytes:
    with open_archive(data, _KIND, _MAIN, limits) as archive:
        tagged = _is_tagged(archive)
    return _changed(data, take_off) if tagged else data


def _is_tagged(archive: ZipFile) -> bool:
    """Whether anything bears our name: a comment, or the bookmark of a lexicon."""
    parts = [name for name in archive.namelist() if name == _MAIN or name.startswith("word/comments")]
    marks = (f'author="{SIGNATURE}"'.encode(), f'name="{SIGNATURE}'.encode())
    return any(mark in archive.read(name) for name in parts for mark in marks)


def _changed(data: bytes, change: Callable[[WordDocument], None]) -> bytes:
    """The file after a change; nothing at all when it changes nothing."""
    document = docx.Document(io.BytesIO(data))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return packed(parts_of(buffer.getvalue()), like=data)
