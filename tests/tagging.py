"""Shared by the tests of documents: the corpus, and one document tagged."""

from collections.abc import Sequence
from pathlib import Path

from lexibulle import Annotator, Hit, documents
from lexibulle.documents import Document

CORPUS = Path(__file__).parent / "documents"


def corpus(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def tagged(
    annotator: Annotator, data: bytes, name: str, *, every: bool = False, lexicon: bool = False
) -> tuple[Document, list[list[Hit]], bytes]:
    document = documents.read(data, name)
    hits = documents.annotate(annotator, document)
    written = documents.write(document, hits, every=every, lexicon=lexicon, glossary=annotator.glossary)
    return document, hits, written


def surfaces(hits: Sequence[Sequence[Hit]]) -> list[str]:
    return [hit.surface for block in hits for hit in block]
