"""What is done and what is left, in `OUT/.lexibulle/journal.sqlite`.

SQLite, and not lines in a file: a kill in the middle of a write leaves the last whole state, one file holds the
counts that the report adds up without reading them all into memory, and its lock (taken for the whole run, let
go by the system when the process dies) refuses a second run on every platform.

The order of things makes a kill harmless: a document is written aside, flushed to the disk and renamed, then
its row is committed. Killed in between, it is done again, to the same bytes. A row holds while the content of
the input, the job (options, glossary, version) and the name of the output are the same and the output is there.

A name that is not UTF-8 on the disk has lone surrogates in Python, which SQLite's text has not: it is kept as bytes.
"""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final, Self

from lexibulle.batch.tally import Tally
from lexibulle.batch.trouble import PRIMARY

FOLDER: Final = ".lexibulle"
_FILE: Final = "journal.sqlite"
_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE unit (
    name TEXT PRIMARY KEY, place INTEGER NOT NULL, source TEXT NOT NULL, output TEXT NOT NULL,
    content BLOB, job BLOB NOT NULL, problem TEXT NOT NULL, tally TEXT NOT NULL, payload BLOB NOT NULL,
    run INTEGER NOT NULL);
CREATE INDEX unit_by_run ON unit (run, place);
CREATE TABLE output (name TEXT PRIMARY KEY, family TEXT, digest BLOB);
CREATE TABLE run (id INTEGER PRIMARY KEY, finished TEXT, totals TEXT);
"""
_SCHEMA_OF_CONTENTS: Final = "CREATE TABLE IF NOT EXISTS written (name TEXT, digest BLOB, PRIMARY KEY (name, digest))"
_UNITS: Final = "SELECT name, place, source, output, content, job, problem, tally FROM unit "  # all but payloads
_BARE_UNITS: Final = "SELECT name, place, source, output, content, job, problem, '' FROM unit "  # nor tallies
_HELD: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)  # by another process
_PART: Final = re.compile(r"#\d{6,}\Z")
_COMMIT_EVERY: Final = 32  # rows, or
_COMMIT_AFTER: Final = 0.3  # seconds: what a kill makes us do twice


def is_output_folder(folder: Path) -> bool:
    """Has a batch written into this folder?"""
    return os.path.isfile(folder / FOLDER / _FILE)  # noqa: PTH113  # `Path.is_file` raises where it may not look


class Busy(Exception):
    """Another run holds the journal of this output folder."""


class Foreign(Exception):
    """The journal is not one that this version can read."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of work that is finished: a document, or a part of a file of records; `place` is its rank.

    `output` is the name of the file made of it, empty where many units make one. `content` is the digest of its
    input (None when it could not be read), `problem` says why nothing came of it, `payload` is what the exports
    are made of.
    """

    name: str
    place: int
    source: str
    output: str
    content: bytes | None
    job: bytes
    problem: str = ""
    tally: Tally | None = None
    payload: bytes = b""

    @property
    def is_part(self) -> bool:
        """Is this a part of a file of records? A document has a suffix at its end."""
        return not self.output and bool(_PART.search(self.name))


class Journal:
    """One run over one output folder. Use it as a context: what is not committed on leaving is.

    `sqlite3.OperationalError` when the disk is full or refuses: what was committed is there, the rest is done again.
    """

    def __init__(self, out: Path) -> None:
        folder = out / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._data = sqlite3.connect(folder / _FILE, timeout=0, isolation_level=None)
        try:
            self._lock()
            self._prepare()
        except BaseException:
            self._data.close()
            raise
        self._waiting, self._since = 0, monotonic()
        self.run: int = self._one("INSERT INTO run DEFAULT VALUES RETURNING id")
        self._data.execute("BEGIN")

    def _lock(self) -> None:
        try:
            for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
                self._data.execute(f"PRAGMA {pragma}").fetchone()
            self._data.execute("BEGIN EXCLUSIVE")
            self._data.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY in _HELD:
                raise Busy from error
            raise
        except sqlite3.DatabaseError as error:
            raise Foreign from error

    def _prepare(self) -> None:
        version = self._one("PRAGMA user_version")
        if version == 0:
            self._data.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version={_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise Foreign
        self._data.execute(_SCHEMA_OF_CONTENTS)

    def _one(self, query: str, *values: object) -> int:
        return int(self._execute(query, *values).fetchone()[0])

    def _execute(self, query: str, *values: object) -> sqlite3.Cursor:
        return self._data.execute(query, tuple(map(_stored, values)))

    def _execute_each(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        self._data.executemany(query, (tuple(map(_stored, row)) for row in rows))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            self.commit()
            self._data.execute("COMMIT")
        except sqlite3.OperationalError:
            if error is None:  # otherwise it says the same again
                raise
        finally:
            self._data.close()

    # ---- outputs ----------------------------------------------------------------------------------------------

    def owns(self, output: str) -> bool:
        """Is this output ours to write over?"""
        return self._execute("SELECT 1 FROM output WHERE name = ?", output).fetchone() is not None

    def is_export(self, output: str) -> bool:
        """Is this output made of many units?"""
        found = self._execute("SELECT 1 FROM output WHERE name = ? AND digest IS NOT NULL", output)
        return found.fetchone() is not None

    def claim(self, outputs: Iterable[str]) -> None:
        """Names that this run will write; kept before the first of them is written."""
        self._execute_each("INSERT OR IGNORE INTO output (name) VALUES (?)", ((name,) for name in outputs))
        self.commit()

    def wrote(self, output: str, content: bytes) -> bool:
        """Is this the content that a run has last put, or was about to put, under this name?"""
        found = self._execute("SELECT 1 FROM written WHERE name = ? AND digest = ?", output, content).fetchone()
        return found is not None

    def will_write(self, output: str, content: bytes) -> None:
        """The digest of what takes this name next; what was there before is known too until it `has_written`."""
        self._execute("INSERT OR IGNORE INTO written VALUES (?, ?)", output, content)

    def has_written(self, output: str, content: bytes) -> None:
        self._execute("DELETE FROM written WHERE name = ? AND digest <> ?", output, content)

    # ---- units of work ----------------------------------------------------------------------------------------

    def keep(self, row: UnitRow) -> bool:
        """Is this unit done, with the same input, job and output? Then it is part of this run as it stands."""
        kept = self._execute(
            "UPDATE unit SET run = ?, place = ?, source = ? WHERE name = ? AND output = ? AND content = ? AND job = ? "
            "AND problem = ''",
            self.run, row.place, row.source, row.name, row.output, row.content, row.job).rowcount == 1
        if kept:
            self._counted()
        return kept

    def write(self, row: UnitRow) -> None:
        """A unit is finished; its output is on the disk."""
        tally = row.tally.to_json() if row.tally else ""
        self._execute(
            "INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row.name, row.place, row.source,
            row.output, row.content, row.job, row.problem, tally, row.payload, self.run)
        self._counted()

    def _counted(self) -> None:
        self._waiting += 1
        if self._waiting >= _COMMIT_EVERY or monotonic() > self._since + _COMMIT_AFTER:
            self.commit()

    def commit(self) -> None:
        self._data.execute("COMMIT")
        self._data.execute("BEGIN")
        self._waiting, self._since = 0, monotonic()

    def units(self) -> Iterator[UnitRow]:
        """The units of this run, in its order, without their payload."""
        return self._read(_UNITS + "WHERE run = ? ORDER BY place", self.run)

    def read_in_part(self) -> Iterator[UnitRow]:
        """Those of them of which something could not be read; no text of a tally can look like its field."""
        return self._read(_UNITS + "WHERE run = ? AND instr(tally, ?) ORDER BY place", self.run, '"unread":["')

    def payloads(self) -> Iterator[bytes]:
        """What the units of this run that were done leave to the exports."""
        return (row[0] for row in self._data.execute(
            "SELECT payload FROM unit WHERE run = ? AND problem = '' ORDER BY place", (self.run,)))

    def contents(self) -> Iterator[bytes]:
        """The digests of these units and of their jobs: what the exports depend on."""
        return (content + job for content, job in self._data.execute(
            "SELECT content, job FROM unit WHERE run = ? AND problem = '' ORDER BY place", (self.run,)))

    def sources(self) -> Iterator[UnitRow]:
        """All units, of earlier runs too, without what came of them."""
        return self._read(_BARE_UNITS)

    def left(self) -> Iterator[UnitRow]:
        """Units of earlier runs that this one has not met, without what came of them."""
        return self._read(_BARE_UNITS + "WHERE run < ? ORDER BY name", self.run)

    def _read(self, query: str, *values: object) -> Iterator[UnitRow]:
        for name, place, source, output, content, job, problem, tally in self._execute(query, *values):
            yield UnitRow(_text(name), place, _text(source), _text(output), content, job, _text(problem),
                          Tally.from_json(tally) if tally else None)

    def outdated(self, stem: str, family: str) -> Iterator[str]:
        """Outputs that no unit is given back in any more, and exports of this stem that are not of this family."""
        return (_text(row[0]) for row in self._execute(
            "SELECT name FROM output WHERE (family IS NULL AND name NOT IN (SELECT output FROM unit)) "
            "OR (family <> ? AND substr(family, instr(family, '/') + 1) = ?) ORDER BY name", family, stem))

    def forget(self, names: Iterable[str]) -> None:
        self._execute_each("DELETE FROM unit WHERE name = ?", ((name,) for name in names))

    # ---- exports and runs -------------------------------------------------------------------------------------

    def exports_of(self, family: str) -> dict[str, bytes]:
        """The files of an export, and what they were last made of."""
        found = self._execute("SELECT name, digest FROM output WHERE family = ? AND digest IS NOT NULL", family)
        return {_text(name): digest for name, digest in found}

    def exported(self, family: str, names: Iterable[str], digest: bytes) -> None:
        """These are the files of an export now."""
        self._execute("DELETE FROM output WHERE family = ?", family)
        self._execute_each("INSERT OR REPLACE INTO output VALUES (?, ?, ?)", ((name, family, digest) for name in names))
        self.commit()

    def last_totals(self) -> tuple[str, str] | None:
        """Date and totals (JSON) of the last run that came to its end."""
        row: tuple[str, str] | None = self._data.execute(
            "SELECT finished, totals FROM run WHERE finished IS NOT NULL ORDER BY id DESC LIMIT 1").fetchone()
        return row

    def finish(self, date: str, totals: str) -> None:
        """This run has come to its end."""
        self._execute("UPDATE run SET finished = ?, totals = ? WHERE id = ?", date, totals, self.run)
        self.commit()


def _stored(value: object) -> object:
    """A value as SQLite takes it: the text that it cannot hold becomes bytes."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
    return value


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")
