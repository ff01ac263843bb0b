"""Tables of texts: JSON Lines, CSV as spreadsheets write it, XLSX and Parquet, read as a stream.

Records come in shards, the units of work. The same file gives the same shards, so that a resumed run finds
those it has done. What is no record is a `Bad`, with its line and the cure.
"""

import codecs
import csv
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from lexibulle.batch.trouble import Trouble
from lexibulle.batch.work import Record, plain
from lexibulle.causes import unreadable
from lexibulle.delimiters import delimiter_of
from lexibulle.documents import Limits, Unreadable
from lexibulle.documents.sniffing import is_binary

Kind = Literal["jsonl", "csv", "xlsx", "parquet"]
NO_PARQUET: Final = "Parquet a besoin de pyarrow. Installez-le : pip install \"lexibulle[parquet]\""
_SHARD_RECORDS: Final = 250
_SHARD_CHARACTERS: Final = 250_000  # about a tenth of a second of work
_CELL: Final = 10_000_000  # characters
_SHEET: Final = Limits(expanded_bytes=4_000_000_000)  # read as a stream
_BLOCK: Final = 1 << 20  # bytes read at a time to tell the encoding
_HEAD: Final = 65_536  # bytes in which the header of a CSV ends


@dataclass(frozen=True, slots=True)
class Table:
    """A file of records: the columns that hold the text and the id.

    Without a column for it, the id is the `id` of a line of JSON, else the number of the record.
    """

    path: Path
    kind: Kind
    text: str = "text"
    id: str = ""

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Bad:
    """A record that cannot be read: where it stands and why."""

    where: str
    problem: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Records that follow one another; `position` says how far in the file they end, in bytes."""

    records: tuple[Record, ...]
    position: int

    @property
    def characters(self) -> int:
        return sum(len(record.text) for record in self.records)

    @property
    def digest(self) -> bytes:
        said = json.dumps([(record.id, record.text, record.row) for record in self.records], default=str)
        return hashlib.sha256(said.encode("ascii")).digest()


Placed = tuple[Record | Bad, int]
"""A record and how far the reader has come, in bytes."""


def shards(table: Table) -> Iterator[Shard | Bad]:
    """The whole table. Trouble when it cannot be read at all."""
    records: list[Record] = []
    characters = position = 0
    for item, position in _records(table):
        if isinstance(item, Bad):
            yield item
            continue
        records.append(item)
        characters += len(item.text)
        if len(records) >= _SHARD_RECORDS or characters >= _SHARD_CHARACTERS:
            yield Shard(tuple(records), position)
            records, characters = [], 0
    if records:
        yield Shard(tuple(records), position)


def size_of(table: Table) -> int:
    """In bytes. Trouble when it is not there."""
    with _reading(table):
        return table.path.stat().st_size


def _records(table: Table) -> Iterator[Placed]:
    with _reading(table):
        yield from _READERS[table.kind](table)


@contextmanager
def _reading(table: Table) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(f"{table.path} : {unreadable(error)}") from error


# ---- JSON Lines -----------------------------------------------------------------------------------------------


def _read_jsonl(table: Table) -> Iterator[Placed]:
    with table.path.open("rb") as stream:
        position = 0
        for number, line in enumerate(stream, 1):
            position += len(line)
            if content := line.removeprefix(b"\xef\xbb\xbf").strip():
                yield _parsed(content, number, table), position


def _parsed(line: bytes, number: int, table: Table) -> Record | Bad:
    where = f"{table.name}, ligne {number}"
    try:
        row = json.loads(line, parse_float=_finite, parse_constant=_finite)
    except UnicodeDecodeError:
        return Bad(where, "Ce n’est pas de l’UTF-8. Enregistrez le fichier en UTF-8.")
    except (ValueError, RecursionError):
        return Bad(where, "Ce n’est pas du JSON correct. Écrivez un objet par ligne.")
    if not isinstance(row, dict):
        return Bad(where, "Il faut un objet JSON, par exemple {\"id\": 1, \"text\": \"…\"}.")
    if not isinstance(text := row.get(table.text), str):
        return Bad(where, f"Le champ « {table.text} » manque ou n’est pas un texte. Nommez le bon avec --text-column.")
    if table.id and table.id not in row:
        return Bad(where, f"Le champ « {table.id} » manque. Ajoutez-le, ou nommez le bon avec --id-column.")
    return Record(row[table.id] if table.id else row.get("id", number), text, row)


def _finite(number: str) -> float | None:
    """What JSON has no number for (`NaN`, `1e999`) is nothing: written again, it would be no JSON."""
    value = float(number)
    return value if math.isfinite(value) else None


# ---- CSV, XLSX ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """How a CSV is written. Its `header` has each name once; if the delimiter `is_told`, the line before says it."""

    codec: str
    delimiter: str
    is_told: bool
    header: tuple[str, ...]


def layout_of(path: Path) -> Layout:
    """UTF-16 or UTF-8 with a mark, UTF-8 where all of it is valid, else Windows-1252."""
    with path.open("rb") as stream:
        codec = _codec_of(stream)
        stream.seek(0)
        text = TextIOWrapper(stream, codec, "replace", newline="")
        first = text.readline(_HEAD)
        delimiter, told = delimiter_of(first)
        header = next(csv.reader(text if told else chain([first], text), delimiter=delimiter), [])
        return Layout(codec, delimiter, bool(told), tuple(distinct(header)))


def _read_csv(table: Table) -> Iterator[Placed]:
    csv.field_size_limit(_CELL)
    with table.path.open("rb") as stream:
        if is_binary(stream.read(_HEAD)):
            raise Trouble(f"{table.name} ne contient pas du texte, ce n’est donc pas une table CSV. Donnez-en une, ou "
                          "un classeur .xlsx ; un autre document se donne tel quel, sans --from-csv.")
    layout = layout_of(table.path)
    with table.path.open("rb") as stream:
        text = TextIOWrapper(stream, layout.codec, "replace", newline="")
        rows = csv.reader(text, delimiter=layout.delimiter)
        if layout.is_told:
            next(rows)
        try:
            yield from _of_rows(((rows.line_num, row) for row in rows), table, stream)
        except csv.Error as error:
            where = f"{table.name}, ligne {rows.line_num}"
            raise Trouble(f"{where} : tableau illisible ({error}). Corrigez les guillemets de cette ligne.") from error


def _codec_of(stream: BinaryIO) -> str:
    head = stream.read(3)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _read_xlsx(table: Table) -> Iterator[Placed]:
    from lexibulle.documents.workbook import other_sheets, sheet_rows

    with table.path.open("rb") as stream:
        try:
            yield from _of_rows(enumerate(sheet_rows(stream, _SHEET), 1), table, stream)
            for name in other_sheets(stream):
                yield Bad(f"{table.name}, feuille « {name} »", "Seule la première feuille d’un classeur est lue. "
                          "Enregistrez celle-ci dans un classeur à part."), stream.tell()
        except Unreadable as error:
            raise Trouble(f"{table.name} : {error}") from error


def _of_rows(rows: Iterable[tuple[int, list[Any]]], table: Table, stream: BinaryIO) -> Iterator[Placed]:
    """Records of rows of cells, the first of which names the columns; cells of a workbook have a type."""
    numbered = iter(rows)
    header = distinct([_text(cell) for cell in next(numbered, (0, []))[1]])
    _check_columns(table, header)
    text, key = header.index(table.text), header.index(table.id) if table.id else None
    for count, (number, row) in enumerate(numbered, 1):
        cells = row + ["" if table.kind == "csv" else None] * (len(header) - len(row))
        if not any(_text(cell).strip() for cell in cells):
            continue
        if any(map(_text, cells[len(header) :])):
            yield Bad(f"{table.name}, ligne {number}", f"{len(cells)} cellules pour {len(header)} colonnes. "
                      "Vérifiez les guillemets et les séparateurs de cette ligne."), stream.tell()
            continue
        identity = count if key is None else plain(cells[key])
        yield Record(identity, _text(cells[text]), dict(zip(header, cells, strict=False))), stream.tell()


def _text(cell: Any) -> str:
    return "" if cell is None else str(plain(cell))


def distinct(header: Sequence[str]) -> list[str]:
    """Column names, each once: a second « note » is « note (2) »."""
    names: dict[str, None] = {}
    numbers: Counter[str] = Counter()  # the last one given to each: a sheet may have ten thousand empty names
    for cell in header:
        name = wanted = cell.strip()
        while name in names:
            numbers[wanted] += 1
            name = f"{wanted} ({numbers[wanted] + 1})"
        names[name] = None
    return list(names)


def _check_columns(table: Table, columns: Sequence[str]) -> None:
    for option, column in (("--text-column", table.text), ("--id-column", table.id)):
        if column and column not in columns:
            listed = ", ".join(f"« {name} »" for name in columns if name)
            raise Trouble(f"{table.name} n’a pas de colonne « {column} ». Donnez à {option} l’une de celles-ci : "
                          f"{listed or 'aucune, le fichier est vide'}.")


# ---- Parquet --------------------------------------------------------------------------------------------------


def _read_parquet(table: Table) -> Iterator[Placed]:
    """Rows without their other columns: the export reads them again, with their types."""
    with open_parquet(table.path) as file:
        _check_columns(table, file.schema_arrow.names)
        columns = [name for name in dict.fromkeys((table.text, table.id)) if name]
        size, rows, count = table.path.stat().st_size, max(1, file.metadata.num_rows), 0
        for batch in file.iter_batches(_SHARD_RECORDS, columns=columns):
            texts = _strings(batch, table)
            keys = batch.column(table.id).to_pylist() if table.id else None
            for number, text in enumerate(texts):
                count += 1
                yield Record(count if keys is None else plain(keys[number]), text), size * count // rows


def open_parquet(path: Path) -> Any:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise Trouble(NO_PARQUET) from error
    try:
        return ParquetFile(path)
    except ArrowInvalid as error:
        raise Trouble(f"{path.name} n’est pas un fichier Parquet lisible. "
                      "Vérifiez qu’il a été écrit en entier.") from error


def _strings(batch: Any, table: Table) -> list[str]:
    texts = batch.column(table.text).to_pylist()
    if any(not isinstance(text, str | None) for text in texts):
        raise Trouble(f"La colonne « {table.text} » de {table.name} ne contient pas du texte. "
                      "Donnez-en une autre à --text-column.")
    return [text or "" for text in texts]


_READERS: Final = {"jsonl": _read_jsonl, "csv": _read_csv, "xlsx": _read_xlsx, "parquet": _read_parquet}
