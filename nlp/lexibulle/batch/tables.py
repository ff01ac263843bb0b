"""Tables that French Excel opens by double-click: CSV (`;`, UTF-8 with its mark, decimal comma) and XLSX.

A text is never a formula, and the same cells give the same bytes: the workbook carries no date of its own.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

from lexibulle.delimiters import FORMULA

Cell = str | int | float | date | None  # `bool` and `datetime` are among them
Row = Sequence[Cell]
_NEVER: Final = datetime(2020, 1, 1)  # noqa: DTZ001  # Excel knows no time zone
_CORE: Final = "docProps/core.xml"
_BLOCK: Final = 1 << 20  # bytes
_ZIP_DATE: Final = (2020, 1, 1, 0, 0, 0)
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROWS: Final = 1_000_000  # of a sheet; Excel takes 1,048,576
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # openpyxl writes the hour of the save
_CELL: Final = 32_767  # characters Excel takes
_EXACT: Final = 10**15
_WIDEST, _NARROWEST = 60, 9  # columns, in characters


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([_said(cell) for cell in row] for row in rows)


def _said(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float):
        return f"{cell:.15g}".replace(".", ",")  # the digits of Excel
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else str(cell)


Sheet = tuple[str, Sequence[str], Iterable[Row]]
"""Title (31 characters at most), header, rows."""


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    """Sheets with a bold header that stays in sight and filters; what one sheet cannot hold goes on in the next.

    They are gathered beside the file, where the next run clears away what a kill has left.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Lexibulle"
    book.properties.created = book.properties.modified = _NEVER
    for title, header, rows in sheets:
        left = iter(rows)
        for number in count(1):
            sheet = book.create_sheet(title if number == 1 else f"{title} {number}")
            place = path.with_suffix(f".sheet{len(book.worksheets)}")
            if not _fill(sheet, place, header, islice(left, _ROWS)):
                break
    book.save(path)
    _forget_dates(path)


def _fill(sheet: Any, place: Path, header: Sequence[str], rows: Iterable[Row]) -> bool:
    """Whether the sheet is full, so that there may be more rows."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(name)
    _gather(sheet, place)
    titles = [_typed(sheet, name) for name in header]
    for cell in titles:
        cell.font = Font(bold=True)
    sheet.append(titles)
    written = 0
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{written + 1}"
    return written == _ROWS


def _gather(sheet: Any, place: Path) -> None:
    """Have a sheet gathered in this file; openpyxl would take one for temporary files, which a kill leaves there."""
    from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

    ALL_TEMP_FILES.append(str(place))  # it takes it off when it is done
    writer = WorksheetWriter(sheet, str(place))
    writer.write_top()
    sheet._writer = writer  # noqa: SLF001  # no other way to give it a place


def _width(name: str) -> int:
    return min(_WIDEST, max(_NARROWEST, 2 * len(name)))


def _typed(sheet: Any, cell: Cell) -> Any:
    """A text stays one, whatever it begins with, and a number of which Excel would lose digits becomes one."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(cell, int) and abs(cell) > _EXACT:
        cell = str(cell)
    if not isinstance(cell, str):
        return cell
    made = WriteOnlyCell(sheet, _NO_XML.sub("\ufffd", cell)[:_CELL])
    made.data_type = "s"
    return made


def _forget_dates(path: Path) -> None:
    """The same workbook with a fixed date on every part."""
    dated = path.with_suffix(".dated")
    path.replace(dated)
    with zipfile.ZipFile(dated) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as source, new.open(part, "w") as target:
                while block := source.read(_BLOCK):
                    target.write(_MODIFIED.sub(rb"\g<1>2020-01-01T00:00:00Z", block) if name == _CORE else block)
    dated.unlink()
