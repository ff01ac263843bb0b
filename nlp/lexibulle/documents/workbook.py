"""The first sheet of an Excel workbook as rows: for tables of texts, and for glossaries.

openpyxl reads it as a stream, once the zip has stood the checks of every document. It warns of styles and extensions,
which are not read here; the command line silences that. A library cannot: before Python 3.14 the filters of `warnings`
are those of the whole process, and those of a block would be taken for theirs, and kept, by other threads.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, BinaryIO, Final
from zipfile import ZipFile

from openpyxl import load_workbook

from lexibulle.documents.archive import damaged, open_archive
from lexibulle.documents.model import Limits, Unreadable
from lexibulle.documents.sheet_parts import DAMAGED, KIND, WORKBOOK

_SHEETS: Final = "xl/worksheets/sheet"
_MOST_ROWS: Final = 1_048_576  # of a sheet, says Excel; a row may be numbered as it likes, and those before it are made
_MOST_CELLS: Final = 100_000_000  # a row may be 16,384 cells wide for one that is filled


def sheet_texts(stream: BinaryIO, limits: Limits) -> Iterator[list[str]]:
    """The rows of a sheet as `sheet_rows` gives them, each cell a text."""
    return (["" if cell is None else str(cell) for cell in row] for row in sheet_rows(stream, limits))


def sheet_rows(stream: BinaryIO, limits: Limits) -> Iterator[list[Any]]:
    """The cells of each row, the empty ones at its end left out. Rows come as the sheet numbers them, from 1.

    A cell is a text, a number, a truth value, something of `datetime`, or None.

    Unreadable with reason and cure, also when it is found on the way.
    """
    open_archive(stream, KIND, WORKBOOK, limits).close()
    with damaged(DAMAGED, TypeError, AttributeError):  # openpyxl raises them too
        yield from _within_bounds(_rows(stream))


def _rows(stream: BinaryIO) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(stream, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write them wrong
        yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()


def other_sheets(stream: BinaryIO) -> list[str]:
    """The names of the other sheets that people see and that hold anything, of a workbook whose first was read."""
    with ZipFile(stream) as archive:
        if sum(name.startswith(_SHEETS) for name in archive.namelist()) < 2:
            return []
    with damaged(DAMAGED, TypeError, AttributeError), closing(load_workbook(stream, read_only=True)) as book:
        return [sheet.title for sheet in book.worksheets[1:] if sheet.sheet_state == "visible" and _holds_any(sheet)]


def _holds_any(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(_within_bounds(sheet.iter_rows(values_only=True), sheet.title))


def _within_bounds(rows: Iterable[Sequence[Any]], sheet: str = "") -> Iterator[list[Any]]:
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if number > _MOST_ROWS or cells > _MOST_CELLS:
            which = f"La feuille « {sheet} »" if sheet else "Cette feuille"
            raise Unreadable(f"{which} est démesurée. Supprimez les lignes et colonnes vides, puis "
                             "enregistrez-la de nouveau.")
        yield _shortened(row)


def _shortened(row: Sequence[Any]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells
