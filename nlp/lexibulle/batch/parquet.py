"""Parquet, by pyarrow (extra `lexibulle[parquet]`): a table keeps its columns and types, with ours after them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lexibulle.batch.records import NO_PARQUET, Table, distinct, open_parquet
from lexibulle.batch.trouble import Trouble
from lexibulle.batch.work import Line, of_row

try:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter
except ImportError as error:
    raise Trouble(NO_PARQUET) from error

_ROWS: Final = 10_000  # of one row group
_COLUMN: Final = "lexibulle"
_SPANS: Final = pa.list_(pa.struct([
    ("start", pa.int64()), ("end", pa.int64()), ("term", pa.string()), ("glossary", pa.string()),
    ("surface", pa.string()), ("match", pa.string()), ("confidence", pa.float64()), ("reason", pa.string())]))
_OF_FILES: Final = ("id", "place", "text")


def write_parquet(path: Path, lines: Iterable[Line], table: Table | None) -> None:
    """The lines in their order, in row groups of bounded size."""
    batches = _table_batches(lines, table) if table and table.kind == "parquet" else _line_batches(lines)
    first = next(batches)
    with ParquetWriter(path, first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)


@dataclass(frozen=True, slots=True)
class Rejoined:
    """The lines of a Parquet table, each with its row, for a form that is none; as often as they are asked for."""

    lines: Iterable[Line]
    table: Table

    def __iter__(self) -> Iterator[Line]:
        left = iter(self.lines)
        with open_parquet(self.table.path) as file:
            names = [field.name for field in _own(file.schema_arrow)]
            for batch in file.iter_batches(_ROWS, columns=names):
                for row, line in zip(batch.to_pylist(), _in_step(left, batch, self.table), strict=True):
                    yield line | of_row(row)


def _table_batches(lines: Iterable[Line], table: Table) -> Iterator[Any]:
    """The table read again, in step with its lines: there is one for each row."""
    left = iter(lines)
    with open_parquet(table.path) as file:
        own = _own(file.schema_arrow)
        *_, name = distinct([*own.names, _COLUMN])
        schema = own.append(pa.field(name, _SPANS))
        yield pa.RecordBatch.from_pylist([], schema=schema)
        for batch in file.iter_batches(_ROWS):
            spans = [line["spans"] for line in _in_step(left, batch, table)]
            yield pa.RecordBatch.from_arrays([*batch.columns[: len(own)], pa.array(spans, _SPANS)], schema=schema)


def _in_step(lines: Iterator[Line], batch: Any, table: Table) -> list[Line]:
    """The next lines, one for each row of the batch."""
    found = list(islice(lines, batch.num_rows))
    if len(found) != batch.num_rows:
        raise Trouble(f"{table.name} a changé pendant le travail. Relancez la même commande.")
    return found


def _own(schema: Any) -> Any:
    """The columns of a table but for the one that an earlier run has put at its end."""
    return schema.remove(len(schema) - 1) if schema.names[-1] == _COLUMN and _is_ours(schema.types[-1]) else schema


def _is_ours(kind: Any) -> bool:
    """Is this the type of a column that an earlier run has written?"""
    return bool(pa.types.is_list(kind)) and [field.name for field in kind.value_type] == list(_SPANS.value_type.names)


def _line_batches(lines: Iterable[Line]) -> Iterator[Any]:
    schema = pa.schema([*((name, pa.string()) for name in _OF_FILES), (_COLUMN, _SPANS)])
    left = iter(lines)
    yield pa.RecordBatch.from_pylist([], schema=schema)
    while part := list(islice(left, _ROWS)):
        rows = [{"id": str(line["id"]), "place": line.get("place", ""), "text": line["text"],
                 _COLUMN: line["spans"]} for line in part]
        yield pa.RecordBatch.from_pylist(rows, schema=schema)
