"""Annotated texts as one HTML page that needs nothing else: the page of documents, with every place marked."""

from collections.abc import Sequence
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.documents import Block, Document, as_html
from lexibulle.glossary import Glossary

Annotated = tuple[str, str, Sequence[Hit]]
"""Name, text and hits."""
_TITLE: Final = "Texte expliqué par Lexibulle"


def render(texts: Sequence[Annotated], glossary: Glossary) -> str:
    """The page; of several texts each stands under its name."""
    several = len(texts) > 1
    blocks = tuple(Block(text, section=name if several else "") for name, text, _ in texts)
    document = Document("txt", "", _TITLE, blocks, b"")
    return as_html(document, [hits for _, _, hits in texts], every=True, glossary=glossary)
