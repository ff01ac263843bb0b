"""Tokens: made, shown once, kept as hashes, revoked at once; the file they lie in is never lost nor replaced."""

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from callers import client_with, token_for
from lexibulle_server.app import create_app
from lexibulle_server.database import NAME, Database, StoreError
from lexibulle_server.settings import Settings
from lexibulle_server.tokens import Tokens, is_name

COMMAND = [sys.executable, "-m", "lexibulle_server"]
NBSP = "\u00a0"


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(Database(tmp_path / NAME), today=lambda: "2026-11-27")


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and complaints of a command, in another process than ours."""
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, check=False, timeout=60,
                          env=os.environ | {"LEXIBULLE_HOME": str(home)})
    return done.returncode, done.stdout.decode(), done.stderr.decode().replace(NBSP, " ")


# ---- what a token is ----------------------------------------------------


def test_token_has_256_bits_and_no_two_are_alike(tokens: Tokens) -> None:
    made = [tokens.create("essai") for _ in range(50)]

    assert len(set(made)) == 50
    assert all(secret.startswith("lxb_") and len(secret) == 4 + 43 for secret in made)


def test_token_is_known_by_its_secret_only(tokens: Tokens) -> None:
    secret = tokens.create("essai", "chrome-extension://abc")

    found = tokens.find(secret)

    assert found
    assert (found.name, found.origin, found.created, found.last_used) == (
        "essai", "chrome-extension://abc", "2026-11-27", None)
    for wrong in ("", found.id, secret[:-1], secret + "x", secret.upper(), "\ud800", "é" * 1000):
        assert tokens.find(wrong) is None


def test_no_secret_is_on_the_disk(tokens: Tokens, tmp_path: Path) -> None:
    secret = tokens.create("essai")

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"essai" in written
    assert secret.encode() not in written
    assert secret[4:].encode() not in written


@pytest.mark.skipif(os.name != "posix", reason="rights of files are another thing elsewhere")
def test_file_is_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "new"
    tokens = Tokens(Database(home / NAME))
    tokens.create("essai")

    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {0o600}


def test_last_use_is_kept_by_the_day(tmp_path: Path) -> None:
    days = iter(["2026-11-27", "2026-11-28", "2026-11-28", "2026-11-29"])
    tokens = Tokens(Database(tmp_path / NAME), today=lambda: next(days))
    secret = tokens.create("essai")

    used = []
    for _ in range(3):
        found = tokens.find(secret)
        assert found
        tokens.note_use(found)
        used.append(tokens.list()[0].last_used)

    assert used == ["2026-11-28", "2026-11-28", "2026-11-29"]


def test_use_over_http_is_noted(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    client_with(app, token_for(tmp_path)).get("/v1/terms/mql")

    (token,) = Tokens(Database(tmp_path / NAME)).list()
    assert token.last_used


def test_created_and_revoked_elsewhere_counts_without_a_restart(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    _, secret, _ = run(tmp_path, "token", "create", "essai")
    client = client_with(app, secret.strip())
    assert client.get("/v1/terms/mql").status_code == 200

    assert run(tmp_path, "token", "revoke", "essai")[0] == 0

    assert client.get("/v1/terms/mql").status_code == 401


def test_threads_share_a_database(tokens: Tokens) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: tokens.create(f"n° {number}"), range(64)))
        found = list(pool.map(tokens.find, made))

    assert [token.name for token in found if token] == [f"n° {number}" for number in range(64)]


@pytest.mark.parametrize(("name", "good"), [
    ("Chrome", True), ("mon script", True), ("équipe n° 3 🙂", True), ("a" * 60, True), ("a" * 61, False),
    ("", False), (" ", False), (" a", False), ("a\n", False), ("a\x1b[31m", False), ("a\u202eb", False),
    ("a\u200bb", False), ("\ud800", False), (3, False), (None, False)])
def test_names_are_one_visible_line(name: object, good: bool) -> None:
    assert is_name(name) is good


# ---- the commands ----------------------------------------------------


def test_create_writes_the_token_alone(tmp_path: Path) -> None:
    status, out, err = run(tmp_path, "token", "create", "mon-script")

    token = Tokens(Database(tmp_path / NAME)).find(out.removesuffix("\n"))
    assert status == 0
    assert token
    assert f"lexibulle token revoke {token.id}" in err


def test_list_shows_tokens_without_their_secret(tmp_path: Path) -> None:
    secret = token_for(tmp_path, "mon-script")

    status, out, err = run(tmp_path, "token", "list")

    assert (status, err) == (0, "")
    assert "mon-script" in out
    assert secret not in out


def test_list_of_nothing_makes_nothing(tmp_path: Path) -> None:
    status, out, _ = run(tmp_path / "new", "token", "list")

    assert status == 0
    assert "lexibulle token create" in out
    assert not (tmp_path / "new").exists()


def test_revoke_takes_an_id_or_a_name_that_is_unique(tmp_path: Path) -> None:
    tokens = Tokens(Database(tmp_path / NAME))
    secrets = [tokens.create(name) for name in ("seul", "double", "double")]
    first = tokens.list()[1]

    assert run(tmp_path, "token", "revoke", "seul")[0] == 0
    status, _, err = run(tmp_path, "token", "revoke", "double")
    assert status == 1
    assert first.id in err
    assert run(tmp_path, "token", "revoke", first.id)[0] == 0
    assert [bool(tokens.find(secret)) for secret in secrets] == [False, False, True]


@pytest.mark.parametrize(("arguments", "said", "status"), [
    (["create", ""], "1 à 60 caractères", 2), (["create", "a\tb"], "1 à 60 caractères", 2),
    (["revoke", "inconnu"], "« inconnu » n’est", 1)])
def test_wrong_arguments_are_told_with_the_cure(
    tmp_path: Path, arguments: list[str], said: str, status: int
) -> None:
    found, out, err = run(tmp_path, "token", *arguments)

    assert (found, out) == (status, "")
    assert said in err


# ---- a file that cannot serve ----------------------------------------------------


def a_foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title)")
    connection.execute("INSERT INTO songs VALUES ('La Mer')")
    connection.commit()
    connection.close()


def a_newer_one(path: Path) -> None:
    Tokens(Database(path)).create("essai")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def a_torn_one(path: Path) -> None:
    tokens = Tokens(Database(path))
    for number in range(200):
        tokens.create(f"n° {number}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek(4096 + 50)
        file.write(b"\xff" * 6000)


@pytest.mark.parametrize(("make", "said"), [
    (lambda path: path.write_bytes(b"Ceci n'est pas une base. " * 40), "n’est pas un fichier d’accès"),
    (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000), "n’"),
    (a_foreign_database, "un autre programme"),
    (a_newer_one, "plus récente"),
    (a_torn_one, "abîmé"),
], ids=["text", "header", "foreign", "newer", "torn"])
def test_a_file_that_cannot_serve_is_named_and_left_as_it_is(tmp_path: Path, make: object, said: str) -> None:
    assert callable(make)
    path = tmp_path / NAME
    make(path)
    before = path.read_bytes()

    status, out, err = run(tmp_path, "token", "create", "essai")
    assert (status, out) == (1, "")
    assert str(path) in err
    assert said in err
    assert "Traceback" not in err
    with pytest.raises(StoreError, match=said):
        Tokens(Database(path)).list()
    assert path.read_bytes() == before


def test_service_with_a_file_that_cannot_serve_refuses_and_keeps_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    a_foreign_database(tmp_path / NAME)
    client = client_with(create_app(Settings(home=tmp_path)), "lxb_x")

    response = client.get("/v1/terms/mql")

    assert response.status_code == 500
    assert "jetons" in response.get_json()["detail"]
    assert str(tmp_path) not in response.text
    assert "un autre programme" in caplog.text
    assert client.get("/").status_code == 200


def test_a_file_that_was_taken_away_takes_its_tokens_with_it(tokens: Tokens, tmp_path: Path) -> None:
    """The cure that a message proposes works while the service runs."""
    secret = tokens.create("essai")
    for path in tmp_path.iterdir():
        path.rename(path.with_name(f"old-{path.name}"))

    assert tokens.find(secret) is None
    again = tokens.create("encore")
    assert [token.name for token in tokens.list()] == ["encore"]
    assert tokens.find(again)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="un fichier en tient la place"):
        Tokens(Database(tmp_path / "file" / NAME)).create("essai")
    assert Tokens(Database(tmp_path / "absent" / NAME)).list() == []
