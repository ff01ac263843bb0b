"""`.csv`: one cell, one block; the notes of a row in a column added at its end.

Separators, quotes and line ends stay as they are; the delimiter is the one that the first line uses most, or that
Excel's first line `sep=;` says. The column stands after the widest row: shorter rows are filled up to it, and as many
blanks after the note say by how many cells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lexibulle.delimiters import FORMULA, IN_QUOTES, delimiter_of
from lexibulle.documents.encodings import decoded, readable
from lexibulle.documents.model import AS_PAGE, SIGNATURE, Block, Document, Limits, Unreadable
from lexibulle.documents.notes import Notes, in_one_line, note_lines

_BETWEEN: Final = " | "  # two notes in one cell
_MOST_FILLED: Final = 10_000_000  # cells, so that one endless row does not make all others endless


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells as they are written, quotes included, and where each begins and the last one ends in the source."""

    cells: tuple[str, ...]
    starts: tuple[int, ...]
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
    delimiter, _ = delimiter_of(text)
    if IN_QUOTES.sub("", text).count('"') % 2 and text.rstrip().count('"') % 2:
        raise Unreadable(f"Un guillemet de ce tableau n’est pas refermé. Corrigez-le. {AS_PAGE}")
    rows = list(_rows(text))
    width = max(len(row.cells) for row in rows)
    pieces, done, filled = [], 0, 0
    for row, said in zip(rows, _said_by_row(document, notes), strict=True):
        missing = width - len(row.cells)
        if not said and missing:
            continue
        cell = encoding.holding(_quoted(said, blanks=missing))
        pieces += [text[done : row.end], delimiter * (missing + 1), cell]
        done, filled = row.end, filled + missing
        if filled > _MOST_FILLED:
            raise Unreadable("Les lignes de ce tableau sont de longueurs trop inégales pour lui ajouter une colonne. "
                             f"Complétez-les. {AS_PAGE}")
    return encoding.encoded("".join([*pieces, text[done:]]))


def _said_by_row(document: Document, notes: Notes) -> Iterator[list[str]]:
    """What the added cell of each row says; that of the first is a heading too."""
    for row, cells in groupby(zip(document.blocks, notes.marks, strict=True), key=lambda cell: cell[0].row):
        said = [in_one_line(note_lines(hit)) for _, hits in cells for hit in hits]
        yield [SIGNATURE, *said] if row == 1 else said


def untag(data: bytes, _limits: Limits) -> bytes:
    text, encoding = decoded(data)
    rows = list(_rows(text)) if SIGNATURE in text else []
    column = _ours(rows)
    if not column:
        return data
    pieces, done = [], 0
    for row in rows:
        if len(row.cells) > column:  # a shorter one had no note
            last = len(row.cells) == column + 1
            filled = _filled(row.cells[:column], row.cells[column]) if last else 0
            pieces.append(text[done : row.starts[column - filled] - 1])
            done = row.end if last else row.starts[column + 1] - 1
    return encoding.encoded("".join([*pieces, text[done:]]))


def _ours(rows: Sequence[_Row]) -> int:
    """The number of our column, or 0: somebody may have added others after it, or call one of his own as we do."""
    heads = rows[0].cells if rows else ()
    for column in range(len(heads) - 1, 0, -1):
        name, _, said = _unquoted(heads[column]).partition(_BETWEEN)
        if name.rstrip() == SIGNATURE:
            notes = [said, *(_unquoted(row.cells[column]) for row in rows[1:] if len(row.cells) > column)]
            written = [note.strip() for note in notes if note.strip()]
            if written and all(map(_is_note, written)):
                return column
    return 0


def _is_note(text: str) -> bool:
    """Whether a cell may be a note: two sentences at least."""
    return text.endswith(".") and ". " in text


def _filled(cells: Sequence[str], note: str) -> int:
    """How many of the cells before the note are ours: as many as blanks end it, if nobody has filled them since."""
    text = _unquoted(note)
    blanks = len(text) - len(text.rstrip(" "))
    empty = next((number for number, cell in enumerate(reversed(cells)) if cell), len(cells))
    return min(blanks, empty, len(cells) - 1)


def column_name(number: int) -> str:
    """« A » for 0, « AA » for 26."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def _rows(text: str) -> Iterator[_Row]:
    """The rows that hold something."""
    delimiter, at = delimiter_of(text)
    cell = re.compile(rf'(?:"(?:[^"]|"")*+(?:"|\Z))?+[^{re.escape(delimiter)}\r\n]*+')
    while at < len(text):
        cells: list[str] = []
        starts: list[int] = []
        while True:
            found = cell.match(text, at)
            starts.append(at)
            at = found.end() if found else at
            cells.append(text[starts[-1] : at])
            if at >= len(text) or text[at] in "\r\n":
                break
            at += 1
        if any(cells):
            yield _Row(tuple(cells), tuple(starts), at)
        at += 1


def _unquoted(cell: str) -> str:
    return cell[1:].removesuffix('"').replace('""', '"') if cell.startswith('"') else cell


def _quoted(lines: Sequence[str], *, blanks: int) -> str:
    text = _BETWEEN.join(lines) + blanks * " " if lines else ""
    if text.startswith(FORMULA):
        text = f" {text}"
    return '"' + text.replace('"', '""') + '"' if text else ""
