"""`.csv`: one cell, one block; the notes of a row in a column added at its end.

Separators, quotes and line ends stay as they are; the delimiter is the one that the first line uses most.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.documents.encodings import decoded, readable
from lexibulle.documents.model import SIGNATURE, Block, Document, Limits, Unreadable
from lexibulle.documents.notes import Notes, note_lines

_IN_QUOTES: Final = re.compile(r'"(?:[^"]|"")*+"')
_FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet would compute


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells as they are written, quotes included, and where the last one begins and ends in the source."""

    cells: tuple[str, ...]
    last: int
    end: int


def read(data: bytes, name: str, _limits: Limits) -> Document:
    text = readable(data)
    blocks = tuple(
        Block(_unquoted(cell), f"ligne {number}, colonne {column_name(column)}", "cell", row=number)
        for number, row in enumerate(_rows(text), 1) for column, cell in enumerate(row.cells))
    return Document("csv", name, "", blocks, data)


def write(document: Document, notes: Notes) -> bytes:
    if not any(notes.marks):
        return document.data
    text, encoding = decoded(document.data)
    delimiter = _delimiter(text)
    if _IN_QUOTES.sub("", text).count('"') % 2 and text.rstrip().count('"') % 2:
        raise Unreadable("Un guillemet de ce tableau n’est pas refermé. Corrigez-le, ou demandez une page HTML.")
    by_row = {row: [_said(hit) for _, hits in cells for hit in hits]
              for row, cells in groupby(zip(document.blocks, notes.marks, strict=True), key=lambda cell: cell[0].row)}
    pieces, done = [], 0
    for number, row in enumerate(_rows(text), 1):
        said = [SIGNATURE] if number == 1 else []
        cell = encoding.holding(_quoted([*said, *by_row.get(number, ())]))
        pieces += [text[done : row.end], delimiter, cell]
        done = row.end
    return encoding.encoded("".join([*pieces, text[done:]]))


def untag(data: bytes, _limits: Limits) -> bytes:
    text, encoding = decoded(data)
    rows = list(_rows(text)) if SIGNATURE in text else []
    if not rows or len(rows[0].cells) < 2 or not re.match(rf'"?{SIGNATURE}\b', rows[0].cells[-1]):
        return data
    pieces, done = [], 0
    for row in rows:
        pieces.append(text[done : row.last - 1])
        done = row.end
    return encoding.encoded("".join([*pieces, text[done:]]))


def column_name(number: int) -> str:
    """« A » for 0, « AA » for 26."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def _delimiter(text: str) -> str:
    first = _IN_QUOTES.sub("", text).partition("\n")[0]
    return max(";,\t", key=first.count)


def _rows(text: str) -> Iterator[_Row]:
    """The rows that hold something."""
    cell = re.compile(rf'(?:"(?:[^"]|"")*+(?:"|\Z))?+[^{re.escape(_delimiter(text))}\r\n]*+')
    at = 0
    while at < len(text):
        cells: list[str] = []
        while True:
            found = cell.match(text, at)
            start, at = at, found.end() if found else at
            cells.append(text[start:at])
            if at >= len(text) or text[at] in "\r\n":
                break
            at += 1
        if any(cells):
            yield _Row(tuple(cells), start, at)
        at += 1


def _unquoted(cell: str) -> str:
    return cell[1:].removesuffix('"').replace('""', '"') if cell.startswith('"') else cell


def _said(hit: Hit) -> str:
    """A note in one line: « MQL : contact intéressé, à valider. Lead repéré par le marketing… »"""
    return " ".join(line if line.endswith(".") else f"{line}." for line in note_lines(hit))


def _quoted(lines: Sequence[str]) -> str:
    text = " | ".join(lines)
    if text.startswith(_FORMULA):
        text = f" {text}"
    return '"' + text.replace('"', '""') + '"' if text else ""
