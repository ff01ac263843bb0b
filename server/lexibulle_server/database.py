"""The file of tokens and pairing requests: SQLite, shared by the service and the commands.

WAL with `synchronous=FULL`: what was acknowledged survives a killed process and a power cut. A file that is
damaged or somebody else's is named, with what to do, and left as it is.
"""

import errno
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from lexibulle.causes import FULL

NAME: Final = "acces.sqlite3"
_APPLICATION: Final = 0x4C584231  # « LXB1 », in the header of the file
_VERSION: Final = 1
_WAIT: Final = 2.0  # seconds for another process to finish writing
_SCHEMA: Final = (
    """CREATE TABLE tokens (
        id TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, origin TEXT,
        created TEXT NOT NULL, last_used TEXT)""",
    """CREATE TABLE pairings (
        id TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL,
        status TEXT NOT NULL, asked REAL NOT NULL, expires REAL NOT NULL)""",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)
_AGAIN: Final = "Renommez ce fichier, puis recréez vos jetons et associez de nouveau vos navigateurs."
_NO_FOLDER: Final = ("{folder} devrait être un dossier, mais un fichier en tient la place. Renommez ce fichier, ou "
                     "donnez un autre dossier dans $LEXIBULLE_HOME.")
_REASONS: Final = (
    # start of SQLite's name for it, what it means and what to do; the first that fits
    ("SQLITE_NOTADB", f"{{path}} n’est pas un fichier d’accès de Lexibulle. Il n’a pas été touché. {_AGAIN}"),
    ("SQLITE_CORRUPT", f"{{path}} est abîmé. Il n’a pas été touché. {_AGAIN}"),
    ("SQLITE_FULL", "Le disque est plein : rien n’est enregistré, rien n’est perdu ({path}). Libérez de la place."),
    ("SQLITE_IOERR", "Le disque refuse d’écrire ou de lire {path} : rien n’est enregistré. Vérifiez sa place."),
    ("SQLITE_BUSY", "{path} est occupé par un autre programme. Réessayez dans un instant."),
    ("SQLITE_READONLY", "{path} est en lecture seule. Vérifiez les droits du fichier et de son dossier."),
    ("SQLITE_CANTOPEN", "{path} ne s’ouvre pas. Vérifiez les droits du fichier et de son dossier."),
    ("", "{path} n’a pas pu servir ({cause}). Réessayez ; si cela se répète, signalez-le."),
)


class StoreError(Exception):
    """The file cannot serve. The message says why and what to do; what was in the file is still there."""


class Database:
    """Opened when first needed and again when the file is another one; usable from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._close = weakref.finalize(self, lambda: None)

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What is there now; nothing, and no file made, where there is no file."""
        try:
            with self._lock:
                file = _identity(self.path)
                return [] if file is None else self._current(file).execute(query, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise _explained(error, self.path) from error

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk when this ends, or nothing of it."""
        try:
            with self._lock, self._current(_identity(self.path)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise _explained(error, self.path) from error

    def _current(self, file: tuple[int, int] | None) -> sqlite3.Connection:
        """To the file that is there now."""
        if self._connection is None or file != self._file:
            self._close()
            _make_private(self.path)
            self._connection = _opened(self.path)
            self._close = weakref.finalize(self, self._connection.close)
            self._file = _identity(self.path)
        return self._connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _make_private(path: Path) -> None:
    """The file, empty where it is new, for this user only; SQLite gives its companions the same rights."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        if _is_empty(connection):
            _create(connection)
        _check(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_empty(connection: sqlite3.Connection) -> bool:
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return tables == 0 and _pragma(connection, "application_id") == 0


def _create(connection: sqlite3.Connection) -> None:
    """All at once or not at all. Two processes may come to this together: the second finds the work done."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if _is_empty(connection):
            for statement in _SCHEMA:
                connection.execute(statement)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") != _APPLICATION:
        raise StoreError(f"{path} est la base d’un autre programme. Elle n’a pas été touchée. {_AGAIN}")
    if _pragma(connection, "user_version") > _VERSION:
        raise StoreError(f"{path} vient d’une version plus récente de Lexibulle. Mettez Lexibulle à jour.")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StoreError(f"{path} est abîmé. Il n’a pas été touché. {_AGAIN}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _explained(error: sqlite3.Error | OSError, path: Path) -> StoreError:
    if isinstance(error, OSError) and error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StoreError(_NO_FOLDER.format(folder=path.parent))
    cause = _cause(error)
    return StoreError(next(reason.format(path=path, cause=cause)
                           for name, reason in _REASONS if cause.startswith(name)))


def _cause(error: sqlite3.Error | OSError) -> str:
    """SQLite's name for what went wrong."""
    if isinstance(error, sqlite3.Error):
        name: str = getattr(error, "sqlite_errorname", type(error).__name__)
        return name
    return {**dict.fromkeys(FULL, "SQLITE_FULL"), errno.EROFS: "SQLITE_READONLY"}.get(
        error.errno or 0, "SQLITE_CANTOPEN")
