"""Tokens: who may ask. Made here or by a pairing, shown once, kept as a SHA-256, good until revoked."""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lexibulle_server.database import Database, StoreError

MOST_NAME: Final = 60  # characters
_PREFIX: Final = "lxb_"  # tells people and secret scanners what they have found


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: days in UTC as `2026-11-27`; `origin` is the extension it is bound to, if any."""

    id: str
    name: str
    origin: str | None
    created: str
    last_used: str | None


def new_secret() -> str:
    """A token: 256 bits of chance."""
    return _PREFIX + secrets.token_urlsafe(32)


def is_name(name: object) -> bool:
    """One line that a terminal and a page can show: no control or invisible character."""
    return (isinstance(name, str) and 0 < len(name) <= MOST_NAME and name.isprintable()
            and name.strip() == name)


class Tokens:
    """Nothing is cached: what another process creates or revokes counts from the next request on."""

    def __init__(
        self, database: Database, today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat()
    ) -> None:
        self._database = database
        self._today = today

    def create(self, name: str, origin: str | None = None) -> str:
        """A new token, on the disk when this returns; nobody can show it again."""
        with self._database.changing() as connection:
            return self.create_in(connection, name, origin)

    def create_in(self, connection: sqlite3.Connection, name: str, origin: str | None) -> str:
        """The same as part of a larger change."""
        secret = new_secret()
        connection.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, NULL)",
                           (secrets.token_hex(4), _digest(secret), name, origin, self._today()))
        return secret

    def list(self) -> list[Token]:
        return [_token(row) for row in self._database.rows("SELECT * FROM tokens ORDER BY rowid")]

    def find(self, secret: str) -> Token | None:
        """The token, if it is one of ours. Looked up by its hash: the time that takes tells nothing of the token."""
        digest = _digest(secret)
        for row in self._database.rows("SELECT * FROM tokens WHERE digest = ?", digest):
            if hmac.compare_digest(row["digest"], digest):
                return _token(row)
        return None

    def note_use(self, token: Token) -> None:
        """The day of the last use, written once a day; a full disk does not stop a request."""
        today = self._today()
        if token.last_used == today:
            return
        try:
            with self._database.changing() as connection:
                connection.execute("UPDATE tokens SET last_used = ? WHERE id = ?", (today, token.id))
        except StoreError:
            return

    def revoke(self, token_id: str) -> bool:
        """Is it gone, and was it there? It opens nothing from here on."""
        with self._database.changing() as connection:
            return connection.execute("DELETE FROM tokens WHERE id = ?", (token_id,)).rowcount > 0

    def is_paired(self, origin: str) -> bool:
        return bool(self._database.rows("SELECT 1 FROM tokens WHERE origin = ? LIMIT 1", origin))


def _token(row: sqlite3.Row) -> Token:
    return Token(row["id"], row["name"], row["origin"], row["created"], row["last_used"])


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
