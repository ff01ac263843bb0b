"""`POST /v1/documents`: a file in, the annotated file out, by the rules of every other question."""

import io
import json
import re
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from conforming import DOCUMENT, assert_conforms
from lexibulle import documents
from lexibulle_server.cli import main
from lexibulle_server.requests import MOST_FILE_NAME
from lexibulle_server.settings import Settings
from serving import Service as ServiceProcess
from tagging import corpus

WATCHED = """
import os, sys, tempfile
def watch(event, arguments):
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    if event.startswith("tempfile.") or (event == "open" and (arguments[2] or 0) & writes):
        os.write(2, f"WRITES {event} {arguments[0]}\\n".encode())
sys.addaudithook(watch)
os.rmdir(tempfile.mkdtemp())
from lexibulle_server.cli import main
sys.exit(main(["serve", "--port", "0"]))
"""  # the service, telling whenever a file is opened to be written
MESSAGE = b"Subject: Point\n\nLe churn baisse. Une relance du client est pr\xc3\xa9vue.\n\n> Nos MQL ?\n"


def asked(name: str, data: bytes, **more: Any) -> dict[str, Any]:
    return {"name": name, "content": b64encode(data).decode(), **more}


@pytest.mark.parametrize(("name", "media"), [
    ("compte-rendu.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("compte-rendu.pdf", "application/pdf"), ("compte-rendu.html", "text/html"), ("suivi.csv", "text/csv"),
    ("suivi.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")])
def test_a_file_comes_back_annotated(client: FlaskClient, name: str, media: str) -> None:
    response = client.post("/v1/documents", json=asked(name, corpus(name)))

    assert response.status_code == 200
    assert_conforms(response)
    answer = response.get_json()
    written = b64decode(answer["content"])
    assert answer["name"] == f"{Path(name).stem}-annoté{Path(name).suffix}"
    assert answer["media_type"] == media
    assert answer["count"] >= 2
    assert written != corpus(name)
    assert documents.read(written, name).blocks == documents.read(corpus(name), name).blocks


def test_the_cure_of_what_cannot_be_written_in_is_one_for_the_service_too(
    client: FlaskClient, tmp_path: Path
) -> None:
    """The service makes no page of a table; the command that it names does."""
    data = b'MQL;"x\ny'
    (tmp_path / "suivi.csv").write_bytes(data)

    answer = client.post("/v1/documents", json=asked("suivi.csv", data)).get_json()
    command = re.search(r"«\s(lexibulle .*?)\s»", answer["detail"])

    assert command
    _, *arguments = command[1].split()
    assert main([*arguments, str(tmp_path / "suivi.csv"), "--out", str(tmp_path / "out")]) == 0
    assert "MQL" in (tmp_path / "out" / "suivi.csv.html").read_text("utf-8")


def test_notes_are_those_of_the_active_glossaries(client: FlaskClient) -> None:
    answer = client.post("/v1/documents", json=asked("c.docx", corpus("compte-rendu.docx"), every=True)).get_json()

    comments = docx.Document(io.BytesIO(b64decode(answer["content"]))).comments
    assert {comment.author for comment in comments} == {"Lexibulle"}
    assert len(list(comments)) > answer["count"]


@pytest.mark.parametrize(("name", "data", "lexicon", "given_back"), [
    ("m.eml", MESSAGE, False, "m-annoté.html"), ("m.eml", MESSAGE, True, "m-annoté.eml"),
    ("formation.pptx", corpus("formation.pptx"), False, "formation-annoté.html"),
    ("C:\\dossier/note.TXT", b"Le churn", False, "note-annoté.TXT")])
def test_what_is_given_back_has_a_name(
    client: FlaskClient, name: str, data: bytes, lexicon: bool, given_back: str
) -> None:
    response = client.post("/v1/documents", json=asked(name, data, lexicon=lexicon))

    assert_conforms(response)
    assert response.get_json()["name"] == given_back


@pytest.mark.parametrize("name", ["suivi.csv", "suivi.xlsx"])
def test_a_table_takes_no_lexicon_and_keeps_no_word_out_of_it(client: FlaskClient, name: str) -> None:
    answer = client.post("/v1/documents", json=asked(name, corpus(name), lexicon=True)).get_json()

    assert answer["count"] >= 2
    assert answer["left_out"] == ""


def test_words_kept_from_clients_are_told(client: FlaskClient) -> None:
    answer = client.post("/v1/documents", json=asked("m.eml", MESSAGE, lexicon=True)).get_json()

    assert answer["left_out"] == "1\u00a0mot interne laissé de côté\u00a0: relance"


@pytest.mark.parametrize(("name", "data", "told"), [
    ("a.html", b"<img src=x.png>", ["tout le fichier\u00a0: aucun texte n’y a été trouvé."]),
    ("m.eml", MESSAGE, [])])
def test_what_could_not_be_read_is_told(client: FlaskClient, name: str, data: bytes, told: list[str]) -> None:
    response = client.post("/v1/documents", json=asked(name, data))

    assert_conforms(response)
    assert [what.partition(". ")[0] + "." for what in response.get_json()["unread"]] == told


@pytest.mark.parametrize(("body", "said"), [
    (asked("scan.pdf", corpus("scan.pdf")), "ne contient que des images"), (asked("a.docx", b""), "vide"),
    (asked("a.docx", corpus("scan.pdf")), "Renommez-le en .pdf"), (asked("a.exe", b"MZ"), "ne lit pas les fichiers"),
    (asked("a.txt", b"x" * 10_000_001), "dépasse 10"), ({"name": "a.txt", "content": "é"}, "base64"),
    ({"name": "a.txt", "content": 3}, "base64"), ({"name": "a" * 256, "content": ""}, "plus court"),
    ({"content": ""}, "Il faut un texte"), (asked("a.txt", b"x", every=3), "true ou false"), ([], "objet JSON")])
def test_what_cannot_be_done_is_refused_with_the_cure(client: FlaskClient, body: Any, said: str) -> None:
    response = client.post("/v1/documents", json=body)

    assert response.status_code == 422
    assert_conforms(response)
    assert said in response.get_json()["detail"]


def test_every_problem_of_a_request_is_told(client: FlaskClient) -> None:
    response = client.post("/v1/documents", json={"every": 1})

    assert [error["pointer"] for error in client.post("/v1/documents", json={}).get_json()["errors"]] == [
        "/name", "/content"]
    assert [error["pointer"] for error in response.get_json()["errors"]] == ["/name", "/content", "/every"]


def test_limit_that_the_sender_cannot_raise_is_not_told_to_be_raised(client: FlaskClient) -> None:
    response = client.post("/v1/documents", json=asked("a.txt", b"x" * 10_000_001))

    assert response.get_json()["detail"] == "Ce fichier dépasse 10\u00a0Mo. Coupez-le en plusieurs."


def test_a_large_file_is_taken_here_and_nowhere_else(client: FlaskClient) -> None:
    data = ("Bonjour à tous.\n\n" * 300_000).encode() + b"Le churn"

    assert client.post("/v1/documents", json=asked("a.txt", data)).get_json()["count"] == 1
    assert client.post("/v1/annotate", json=asked("a.txt", data)).status_code == 413


def test_without_a_token_nothing_is_read(app: Flask) -> None:
    response = app.test_client().post("/v1/documents", json=asked("a.txt", b"MQL"))

    assert response.status_code == 401
    assert_conforms(response)


def test_other_bodies_are_refused_unread(client: FlaskClient) -> None:
    response = client.post("/v1/documents", data={"file": (io.BytesIO(b"MQL"), "a.txt")})

    assert response.status_code == 415
    assert_conforms(response)


def test_bounds_are_those_of_the_settings() -> None:
    fields = DOCUMENT["components"]["schemas"]["DocumentRequest"]["properties"]

    assert fields["name"]["maxLength"] == MOST_FILE_NAME
    assert fields["content"]["maxLength"] == -(-Settings.max_file_bytes // 3) * 4


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by the server while a body arrives, nor by a reader, nor while the answer leaves: none opens a file
    to write, named or not; and no folder of the service holds a word of it."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    canary = "Zorglub-9f31"
    files = {"long.txt": f"{canary} churn. ".encode() * 400_000, "a.eml": MESSAGE + canary.encode(),
             "refused.pdf": canary.encode(), **{name: corpus(name) for name in (
                 "compte-rendu.docx", "compte-rendu.pdf", "suivi.xlsx", "formation.pptx", "compte-rendu.html")}}

    with ServiceProcess(tmp_path, command=[sys.executable, "-c", WATCHED]) as service:
        assert "WRITES tempfile" in service.log.read_text("utf-8")  # the watch works
        assert service.ask("GET", "/v1/terms")[0] == 200  # the store of tokens is made by the first who shows one
        before = service.log.read_text("utf-8").count("WRITES")
        statuses = [service.ask("POST", "/v1/documents", json.dumps(asked(name, data, lexicon=True)).encode())[0]
                    for name, data in files.items()]

    assert statuses == [422 if name == "refused.pdf" else 200 for name in files]
    assert service.log.read_text("utf-8").count("WRITES") == before, service.log.read_text("utf-8")
    assert [path for path in tmp_path.rglob("*") if path.is_file() and canary.encode() in path.read_bytes()] == []
