"""Documents: read to blocks of text with the way back, and written back with notes, their own text untouched.

    from lexibulle import Annotator, Glossary, documents

    document = documents.read(Path("note.docx").read_bytes(), "note.docx")
    hits = documents.annotate(Annotator(Glossary.default()), document)
    Path("note.notes.docx").write_bytes(documents.write(document, hits))
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import PurePath
from typing import Final

from lexibulle.annotator import Annotator, Hit
from lexibulle.documents import html, page
from lexibulle.documents.formats import SUFFIXES, format_of, may_be_read
from lexibulle.documents.model import Block, Document, Limits, Unreadable
from lexibulle.documents.notes import HitsByBlock, kept_inside, left_out, notes_on
from lexibulle.glossary import MIN_CONFIDENCE, Glossary
from lexibulle.wording import number

__all__ = ["SUFFIXES", "Block", "Document", "HitsByBlock", "Limits", "Unreadable", "annotate", "as_html", "kept_inside",
           "left_out", "read", "suffix_written", "takes_lexicon", "untag", "write"]

DEFAULTS: Final = Limits()
_ONLY_AS_HTML: Final = ("pptx", "msg", "mbox")
_NO_TEXT: Final = (
    "tout le fichier : aucun texte n’y a été trouvé. Si son texte est dans des images, passez-le d’abord "
    "par une reconnaissance de caractères (OCR).")
_TABLES: Final = (".xlsx", ".csv")


def read(data: bytes, name: str, limits: Limits = DEFAULTS, *, attachments: bool = False) -> Document:
    """The blocks of a file; the suffix of `name` says what it is. Notes of an earlier run are taken off first.

    With `attachments` the files of a message are read too, each a unit of its own.
    """
    form = format_of(name)
    _check_size(data, limits)
    document = form.read(form.untag(data, limits), name, limits)
    if attachments and form.attachments:
        document = _with_attachments(document, form.attachments(document.data, limits), limits)
    if not document.unread and not any(text.strip() for text in document.texts):
        document = replace(document, unread=(_NO_TEXT,))
    _check_length(_length(document), limits)
    return document


def _with_attachments(document: Document, files: Iterable[tuple[str, bytes]], limits: Limits) -> Document:
    """The blocks of the attached files after those of the message; what cannot be read is noted.

    Unreadable as soon as it is too long: thousands of small files may expand to anything together.
    """
    blocks = list(document.blocks)
    unread = list(document.unread)
    characters = _length(document)
    for name, data in files:
        try:
            attached = _attached(data, name, limits)
        except Unreadable as error:
            unread.append(f"{name} : {error}")
            continue
        blocks += attached.within(blocks[-1].unit + 1 if blocks else 0, f"Pièce jointe {name}").blocks
        unread += (f"{name}, {what}" for what in attached.unread)
        characters += _length(attached)
        _check_length(characters, limits)
    return replace(document, blocks=tuple(blocks), unread=tuple(unread))


def _attached(data: bytes, name: str, limits: Limits) -> Document:
    if not limits.nesting:
        raise Unreadable("Ce message en contient trop d’autres, emboîtés. Enregistrez à part celui à lire.")
    if not may_be_read(name):  # the logo under a signature, the calendar of an invitation
        return Document("", name, "", (), data)
    return read(data, name, replace(limits, nesting=limits.nesting - 1), attachments=True)


def annotate(
    annotator: Annotator, document: Document, *, typos: bool = True, min_confidence: float = MIN_CONFIDENCE
) -> list[list[Hit]]:
    """The hits of each block: a document is one page, and so is each message of a mailbox or attachment."""
    hits: list[list[Hit]] = []
    for _, blocks in groupby(document.blocks, key=lambda block: block.unit):
        texts = [block.text for block in blocks]
        found = annotator.annotate_page(texts, title=document.title, typos=typos, min_confidence=min_confidence)
        hits += [result.hits for result in found.results]
    return hits


def write(
    document: Document, hits_by_block: HitsByBlock, *, every: bool = False, lexicon: bool = False,
    glossary: Glossary | None = None,
) -> bytes:
    """The file with notes: at each term where it is first met, or at `every` place.

    `lexicon` also appends the terms that may be shown to people outside (`left_out` names the others); in plain
    text and Markdown it stands in place of the notes. With the glossary the cards of HTML name related terms.
    """
    notes = notes_on(document, hits_by_block, every=every, lexicon=lexicon, glossary=glossary)
    if _becomes_page(document, lexicon=lexicon):
        return page.render(document, notes).encode()
    return format_of(document.name).write(document, notes)


def as_html(
    document: Document, hits_by_block: HitsByBlock, *, every: bool = False, lexicon: bool = False,
    glossary: Glossary | None = None,
) -> str:
    """The document as a self-contained page with marks and cards; HTML stays the page that it is."""
    notes = notes_on(document, hits_by_block, every=every, lexicon=lexicon, glossary=glossary)
    if document.kind == "html":
        return html.as_unicode(document, notes)
    return page.render(document, notes)


def untag(data: bytes, name: str, limits: Limits = DEFAULTS) -> bytes:
    """A file without our notes; the very same bytes where there are none."""
    form = format_of(name)
    _check_size(data, limits)
    return form.untag(data, limits)


def suffix_written(document: Document, *, lexicon: bool = False) -> str:
    """The suffix of what `write` gives: the file's own, or `.html` for formats that are only read."""
    if _becomes_page(document, lexicon=lexicon):
        return ".html"
    return PurePath(document.name).suffix or f".{document.kind}"


def takes_lexicon(name: str) -> bool:
    """Is there a place after such a file where a lexicon can stand? A table has none."""
    return PurePath(name).suffix.lower() not in _TABLES


def _becomes_page(document: Document, *, lexicon: bool) -> bool:
    """Is this a document that is only read? A message takes a lexicon, and no notes."""
    return document.kind in _ONLY_AS_HTML or (document.kind == "eml" and not lexicon)


def _check_size(data: bytes, limits: Limits) -> None:
    if not data:
        raise Unreadable("Ce fichier est vide (0 octet). Vérifiez qu’il a été bien enregistré ou téléchargé.")
    if len(data) > limits.file_bytes:
        raise Unreadable(f"Ce fichier dépasse {number(limits.file_bytes // 1_000_000)} Mo. "
                         "Coupez-le en plusieurs.")


def _length(document: Document) -> int:
    return sum(map(len, document.texts))


def _check_length(characters: int, limits: Limits) -> None:
    if characters > limits.characters:
        raise Unreadable(f"Ce fichier contient plus de {number(limits.characters)} caractères. "
                         "Coupez-le en plusieurs.")
