"""Pairing: an extension asks, the user compares four digits and approves once, the extension gets its token.

The requests lie in the database, so that the page, the service and `lexibulle pair` all see the same ones.
"""

import math
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from lexibulle_server.database import Database, StoreError
from lexibulle_server.tokens import Tokens

LASTS: Final = 120.0  # seconds to approve; then, once more, for the extension to fetch its token
MOST_OF_ONE: Final = 8  # requests of one origin in that time
MOST_OF_ALL: Final = 30
_REMEMBERED: Final = 600.0  # seconds after its end that a request is still known as expired


class TooManyRequests(Exception):
    """Too many requests in the last two minutes; `wait` seconds from now there is room."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(wait)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A request. Who knows its `id` (256 bits) is the one who asked; `status` is pending, approved, refused
    or expired; `expires_in` seconds, at least 0.
    """

    id: str
    code: str
    name: str
    origin: str
    status: str
    expires_in: int


class Pairings:
    def __init__(self, database: Database, tokens: Tokens, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._tokens = tokens
        self._clock = clock

    def ask(self, name: str, origin: str) -> Pairing:
        """A new request. TooManyRequests when this origin, or all together, have asked too often."""
        self.forget()
        now = self._clock()
        with self._database.changing() as connection:
            _check_rate(connection, origin, now)
            request_id = secrets.token_urlsafe(32)
            code = _free_code(connection, now)
            connection.execute("INSERT INTO pairings VALUES (?, ?, ?, ?, 'pending', ?, ?)",
                               (request_id, code, name, origin, now, now + LASTS))
        return Pairing(request_id, code, name, origin, "pending", int(LASTS))

    def forget(self) -> None:
        """What ended ten minutes ago, if there is such; whoever starts the service, asks or looks comes by here."""
        long_ago = self._clock() - _REMEMBERED
        with suppress(StoreError):  # a full disk stops no reading
            if self._database.rows("SELECT 1 FROM pairings WHERE expires < ? LIMIT 1", long_ago):
                with self._database.changing() as connection:
                    connection.execute("DELETE FROM pairings WHERE expires < ?", (long_ago,))

    def find(self, request_id: str) -> Pairing | None:
        self.forget()
        rows = self._database.rows("SELECT * FROM pairings WHERE id = ?", request_id)
        return self._as_pairing(rows[0]) if rows else None

    def pending(self) -> list[Pairing]:
        """What waits for an answer, in the order of asking."""
        self.forget()
        rows = self._database.rows(
            "SELECT * FROM pairings WHERE status = 'pending' AND expires > ? ORDER BY rowid", self._clock())
        return [self._as_pairing(row) for row in rows]

    def decide(self, request_id: str, *, approve: bool) -> bool:
        """Approve or refuse, once and in time. False when there is nothing left to decide."""
        now = self._clock()
        with self._database.changing() as connection:
            changed = connection.execute(
                "UPDATE pairings SET status = ?, expires = ? WHERE id = ? AND status = 'pending' AND expires > ?",
                ("approved" if approve else "refused", now + LASTS, request_id, now))
            return changed.rowcount > 0

    def take_token(self, request_id: str) -> str | None:
        """The token of an approved request, made now and given once. None if there is none to give."""
        with self._database.changing() as connection:
            row = connection.execute(
                "UPDATE pairings SET status = 'handed' WHERE id = ? AND status = 'approved' AND expires > ? "
                "RETURNING name, origin", (request_id, self._clock())).fetchone()
            return self._tokens.create_in(connection, row["name"], row["origin"]) if row else None

    def _as_pairing(self, row: sqlite3.Row) -> Pairing:
        left = row["expires"] - self._clock()
        status = "expired" if left <= 0 and row["status"] in ("pending", "approved") else row["status"]
        return Pairing(row["id"], row["code"], row["name"], row["origin"],
                       "approved" if status == "handed" else status, max(0, math.ceil(left)))


def _check_rate(connection: sqlite3.Connection, origin: str, now: float) -> None:
    """The same bound limits how fast one asks and how many requests wait: each counts for two minutes."""
    since = now - LASTS
    rows = connection.execute("SELECT origin, asked FROM pairings WHERE asked > ? ORDER BY asked", (since,)).fetchall()
    of_all = [row["asked"] for row in rows]
    of_one = [row["asked"] for row in rows if row["origin"] == origin]
    for asked, most in ((of_one, MOST_OF_ONE), (of_all, MOST_OF_ALL)):
        if len(asked) >= most:
            raise TooManyRequests(max(1, math.ceil(asked[0] - since)))


def _free_code(connection: sqlite3.Connection, now: float) -> str:
    """Four digits that no other request shows at the moment."""
    used = {row["code"] for row in connection.execute("SELECT code FROM pairings WHERE expires > ?", (now,))}
    while (code := f"{secrets.randbelow(10_000):04}") in used:
        pass
    return code
