"""What was acknowledged is there after the worst: processes killed while they write, several at once, a full disk."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from lexibulle_server.database import NAME, Database, StoreError
from lexibulle_server.pairing import Pairings
from lexibulle_server.tokens import Tokens

KILLS = 200
WRITER = """
import os, sys
from pathlib import Path
from lexibulle_server.database import Database
from lexibulle_server.tokens import Tokens
for _ in range(int(sys.argv[2])):
    sys.stdin.readline()                 # the test says when to begin …
    read, write = os.pipe()
    child = os.fork()                    # a new process costs a thousandth of a new Python
    if not child:
        os.close(read)
        tokens = Tokens(Database(Path(sys.argv[1])))
        number = 0
        while True:
            secret = tokens.create(f"{os.getpid()}-{number}")
            os.write(write, secret.encode() + b"\\n")   # acknowledged
            number += 1
    os.close(write)
    print(child, read, flush=True)
    sys.stdin.readline()                 # … and when to kill it
    os.kill(child, 9)
    os.waitpid(child, 0)
    acknowledged = b""
    while piece := os.read(read, 65536):
        acknowledged += piece
    os.close(read)
    print(acknowledged.decode().replace("\\n", " "), flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed otherwise elsewhere")
def test_no_kill_corrupts_or_loses_what_was_acknowledged(tmp_path: Path) -> None:
    """kill -9 at a random moment of the writing, again and again, on the same file."""
    path = tmp_path / NAME
    chance = random.Random(0)  # noqa: S311  # moments, not secrets
    acknowledged: list[str] = []
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(KILLS)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin
        assert writer.stdout
        for _ in range(KILLS):
            print(file=writer.stdin, flush=True)
            assert writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))  # the moment is what is tested
            print(file=writer.stdin, flush=True)
            acknowledged += writer.stdout.readline().split()

            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

    tokens = Tokens(Database(path))
    assert len(acknowledged) > KILLS / 4
    assert all(tokens.find(secret) for secret in acknowledged)
    assert len(tokens.list()) >= len(acknowledged)


def test_a_process_killed_while_it_makes_the_file_leaves_none_that_stops_the_next(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()

    assert Tokens(Database(tmp_path / NAME)).create("essai")


def test_processes_that_begin_at_once_lose_nothing(tmp_path: Path) -> None:
    """They make the file together, then write together."""
    code = ("import sys; from pathlib import Path; from lexibulle_server.database import Database; "
            "from lexibulle_server.tokens import Tokens; tokens = Tokens(Database(Path(sys.argv[1]))); "
            "sys.stdin.readline(); [tokens.create(f'{number}') for number in range(10)]")
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / NAME)], stdin=subprocess.PIPE)
               for _ in range(4)]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=120)

    assert [writer.returncode for writer in writers] == [0] * 4
    assert len(Tokens(Database(tmp_path / NAME)).list()) == 40


# ---- a disk that is full ----------------------------------------------------


def fill_up(database: Database) -> None:
    """From here on SQLite finds no room for another page, as on a full disk."""
    database.rows(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")


def test_a_full_disk_is_told_and_takes_nothing_away(tmp_path: Path) -> None:
    database = Database(tmp_path / NAME)
    tokens = Tokens(database)
    kept = [tokens.create("gardé")]
    fill_up(database)

    with pytest.raises(StoreError, match="disque est plein"):
        kept.extend(tokens.create("de trop" * 8) for _ in range(1000))

    for open_ in (tokens, Tokens(Database(tmp_path / NAME))):
        assert all(open_.find(secret) for secret in kept)
        assert len(open_.list()) == len(kept)


def test_a_full_disk_stops_no_request_and_hands_no_token_over(tmp_path: Path) -> None:
    """The day of the last use is lost, nothing else: an approval that cannot be kept is not said to be one."""
    database = Database(tmp_path / NAME)
    tokens = Tokens(database, today=lambda: "2026-11-27")
    pairings = Pairings(database, tokens)
    asked = pairings.ask("Chrome", "chrome-extension://abc")
    assert pairings.decide(asked.id, approve=True)
    fill_up(database)
    failures = 0
    while failures < 100:  # in a row: no page has room for another entry
        try:
            tokens.create("x")
            failures = 0
        except StoreError:
            failures += 1
    before = tokens.list()

    Tokens(database, today=lambda: "2026-12-31").note_use(before[0])
    with pytest.raises(StoreError, match="disque est plein"):
        pairings.take_token(asked.id)

    assert [token.id for token in tokens.list()] == [token.id for token in before]
    assert [pairing.status for pairing in [pairings.find(asked.id)] if pairing] == ["approved"]


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (45_000, 45_000))
from lexibulle_server.cli import main
while not (status := main(["token", "create", "essai"])):
    pass
sys.exit(status)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are another thing elsewhere")
def test_a_file_that_may_not_grow_is_told_on_the_command_line(tmp_path: Path) -> None:
    """A real write that fails, of another process; what was written before is intact, the next one works."""
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, timeout=120, check=False,
                          env=os.environ | {"LEXIBULLE_HOME": str(tmp_path)})

    assert done.returncode == 1
    assert "disque" in done.stderr
    assert "Traceback" not in done.stderr
    tokens = Tokens(Database(tmp_path / NAME))
    written = done.stdout.split()
    assert len(written) > 10
    assert all(tokens.find(secret) for secret in written)
    assert tokens.create("après")
