"""`.txt`: paragraphs, and the notes at the foot between two lines that we find again."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lexibulle.documents.encodings import decoded, readable
from lexibulle.documents.lexicon import TITLE, lexicon_lines, notes_lines
from lexibulle.documents.model import SIGNATURE, Block, Document, Limits
from lexibulle.documents.notes import Notes

_BEGIN: Final = f"---------- {SIGNATURE} ----------"
_END: Final = f"---------- fin {SIGNATURE} ----------"
_OURS: Final = re.compile(rf"(\r\n|\n)\1{_BEGIN}\1.*?\1{_END}(?:\1|\Z)(\Z)?", re.DOTALL)
_BLANK_LINES: Final = re.compile(r"(?:\r\n|\n|\r(?!\n))(?:[^\S\r\n]*(?:\r\n|\n|\r(?!\n)))+")
NOTES: Final = "Les mots du métier dans ce texte"


def read(data: bytes, name: str, _limits: Limits) -> Document:
    text = readable(data)
    blocks = tuple(Block(paragraph, f"paragraphe {number}") for number, paragraph in enumerate(paragraphs(text), 1))
    return Document("txt", name, "", blocks, data)


def paragraphs(text: str) -> list[str]:
    """Runs of lines between blank ones."""
    return [run.strip() for run in _BLANK_LINES.split(text) if run.strip()]


def starts(data: bytes) -> Iterator[tuple[tuple[int, int], ...]]:
    """Of each block, where its lines begin in it and in the text of the file; here all of it is one run."""
    text = readable(data)
    at = 0
    for paragraph in paragraphs(text):
        at = text.index(paragraph, at)
        yield ((0, at),)
        at += len(paragraph)


def write(document: Document, notes: Notes) -> bytes:
    text, encoding = decoded(document.data)
    if notes.lexicon is not None:
        foot = appended(TITLE, lexicon_lines(notes.lexicon)) if notes.lexicon else ""
    else:
        foot = appended(NOTES, notes_lines(notes.entries)) if notes.entries else ""
    line_end = "\r\n" if "\r\n" in text else "\n"
    return encoding.encoded(text + encoding.holding(foot).replace("\n", line_end))


def appended(title: str, lines: Iterable[str]) -> str:
    """What is put after a text, with its borders; `untag` takes it off again."""
    return "\n".join(["", "", _BEGIN, title, "", *lines, _END, ""])


def untag(data: bytes, _limits: Limits) -> bytes:
    text, encoding = decoded(data)
    return encoding.encoded(_OURS.sub(_left, text)) if _BEGIN in text else data


def _left(ours: re.Match[str]) -> str:
    """What is left in the place of our notes: a blank line, where somebody has written on after them."""
    return ours[1] * 2 if ours[2] is None else ""
