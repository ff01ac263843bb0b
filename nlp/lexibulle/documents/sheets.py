"""`.xlsx`: one cell, one block; the notes as comments of their cells.

The file is a zip of parts: only the parts of comments change, so that charts, formulas and whatever else a sheet
holds stay as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from lexibulle.documents.archive import check_unsigned, damaged, open_archive, packed, parsed, parts_of
from lexibulle.documents.model import SIGNATURE, Block, Document, Limits
from lexibulle.documents.notes import Notes, note_lines
from lexibulle.documents.sheet_comments import comment_on, take_off
from lexibulle.documents.sheet_parts import DAMAGED, KIND, MAIN, WORKBOOK, Parts, place_of


@dataclass(frozen=True, slots=True)
class _Cell:
    sheet: str  # part name
    name: str  # of the sheet, as its tab says
    reference: str  # « B2 »
    text: str


@damaged(DAMAGED)
def read(data: bytes, name: str, _limits: Limits) -> Document:
    cells = list(_cells(Parts(parts_of(data))))
    blocks = tuple(Block(cell.text, f"{cell.name}!{cell.reference}", "cell", cell.name, place_of(cell.reference)[0] + 1)
                   for cell in cells)
    return Document("xlsx", name, "", blocks, data)


@damaged(DAMAGED)
def write(document: Document, notes: Notes) -> bytes:
    if not any(notes.marks):
        return document.data
    check_unsigned(document.data)
    parts = Parts(parts_of(document.data))
    by_cell: dict[tuple[str, str], list[list[str]]] = {}
    cells = list(_cells(parts))
    for number, hit in notes.marked():
        by_cell.setdefault((cells[number].sheet, cells[number].reference), []).append(note_lines(hit))
    for sheet in dict.fromkeys(sheet for sheet, _ in by_cell):
        comment_on(parts, sheet, {reference: lines for (where, reference), lines in by_cell.items() if where == sheet})
    return packed(parts.contents, like=document.data)


@damaged(DAMAGED)
def untag(data: bytes, limits: Limits) -> bytes:
    with open_archive(data, KIND, WORKBOOK, limits) as archive:
        if not _is_tagged(archive):
            return data
    parts = Parts(parts_of(data))
    for sheet, _ in parts.sheets():
        take_off(parts, sheet)
    return packed(parts.contents, like=data)


def _is_tagged(archive: ZipFile) -> bool:
    return any(SIGNATURE.encode() in archive.read(name) for name in archive.namelist() if "comments" in name.lower())


def _cells(parts: Parts) -> Iterator[_Cell]:
    """Cells of text in the order of the sheets; results of formulas are no text that somebody wrote."""
    strings = [_text(item) for item in parsed(parts.contents[parts.strings])] if parts.strings else []
    for sheet, name in parts.sheets():
        for cell in parsed(parts.contents[sheet]).iter(f"{MAIN}c"):
            text = _cell_text(cell, strings)
            if text.strip():
                yield _Cell(sheet, name, cell.get("r") or "", text)


def _cell_text(cell: Any, strings: list[str]) -> str:
    kind = cell.get("t")
    if kind == "s":
        return strings[int(cell.findtext(f"{MAIN}v") or 0)]
    return _text(cell.find(f"{MAIN}is")) if kind == "inlineStr" else ""


def _text(item: Any) -> str:
    """Plain or rich text, without the phonetic guide."""
    if item is None:
        return ""
    return "".join(node.text or "" for node in item.iter(f"{MAIN}t") if node.getparent().tag != f"{MAIN}rPh")
