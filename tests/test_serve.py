"""`lexibulle serve` as a process: what it says, what it answers over a real connection, how it ends."""

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from lexibulle_server.binding import bound, check_team
from lexibulle_server.console import Refused
from lexibulle_server.database import NAME
from lexibulle_server.http_server import HttpServer
from lexibulle_server.settings import Settings
from serving import COMMAND, Service
from waiting import wait_until

CANARY = "CANARY-1f0a@x.fr"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("home")
    (home / "glossaries").mkdir()
    (home / "glossaries" / "maison.csv").write_text("nom;définition\nSDR;Premiers contacts.\n", "cp1252")
    started = Service(home)
    yield started
    assert "arrêté" in started.stop()
    assert started.process.returncode == 0


def test_welcome_names_the_glossaries_and_the_page(service: Service) -> None:
    said = service.said.replace("\u00a0", " ")

    assert re.search(r"\(prospection-b2b, version [\d.]+\) : 50 termes", said)
    assert "maison (maison, version 0) : 1 terme" in said
    assert f"Ouvrez http://127.0.0.1:{service.port}/" in said


def test_taken_port_is_told_with_the_cure(service: Service, tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND[:-1], str(service.port)], capture_output=True, check=False,
                          env=os.environ | {"LEXIBULLE_HOME": str(tmp_path)})

    assert done.returncode == 1
    assert f"--port {service.port + 1}" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("broken", ["damaged", "home"])
def test_store_that_cannot_serve_is_told_before_listening(tmp_path: Path, broken: str) -> None:
    """Else it would say that it is ready, and answer 500 to everybody."""
    home = tmp_path / "home"
    if broken == "home":
        home.touch()
    else:
        home.mkdir()
        (home / NAME).write_bytes(b"SQLite format 3\0" + b"x" * 4096)

    done = subprocess.run(COMMAND, capture_output=True, check=False, env=os.environ | {"LEXIBULLE_HOME": str(home)})

    assert (done.returncode, done.stdout) == (1, b"")
    (said,) = done.stderr.decode().splitlines()
    assert str(home) in said
    assert ("LEXIBULLE_HOME" if broken == "home" else "Renommez") in said


def test_bad_own_glossary_is_told_before_listening(tmp_path: Path) -> None:
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "maison.csv").write_text("nom;définition\nSDR;\n", "utf-8")

    done = subprocess.run(COMMAND, capture_output=True, check=False,
                          env=os.environ | {"LEXIBULLE_HOME": str(tmp_path)})

    assert done.returncode == 1
    assert "la définition manque" in done.stderr.decode()


def test_body_that_is_too_large_is_told_to_its_sender(service: Service) -> None:
    status, media, answer = service.post(b'{"text": "' + b"a" * 5_000_000 + b'"}')

    assert (status, media) == (413, "application/problem+json")
    assert json.loads(answer)["status"] == 413


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"LEXIBULLE\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nX: ".ljust(16_384, b"a"), 431)],
)
def test_what_is_no_http_is_refused_in_the_same_shape(service: Service, sent: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(sent)
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == status


def test_clients_at_the_same_time_get_the_answers_of_one(service: Service) -> None:
    texts = [f"Le lead n° {number} : un closign, un SDR, l’ICP." for number in range(40)]
    bodies = [json.dumps({"text": text}).encode() for text in texts]
    alone = [service.post(body) for body in bodies]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(service.post, bodies)) == alone


def test_log_holds_no_text(service: Service) -> None:
    service.post(json.dumps({"text": f"{CANARY} lead"}).encode())
    service.post(json.dumps({"text": [CANARY]}).encode())
    service.post(CANARY.encode())

    wait_until(lambda: service.log.read_text("utf-8").count("POST /v1/annotate") >= 3)
    assert CANARY not in service.log.read_text("utf-8")


def test_bodies_and_answers_stay_in_memory() -> None:
    """Beyond its overflow marks waitress would write them to temporary files."""
    settings = Settings(port=0)
    with bound(settings) as place:
        server = HttpServer(place, Flask("empty"), settings, prepare=lambda: None)
        server.close()

    adjusted = server._server.adj
    assert adjusted.inbuf_overflow > adjusted.max_request_body_size >= settings.max_body_bytes
    assert adjusted.outbuf_overflow > 100 * settings.max_body_bytes


def test_threads_that_cannot_be_prepared_stop_the_start() -> None:
    settings = Settings(port=0)
    with bound(settings) as place, pytest.raises(IndexError):
        HttpServer(place, Flask("empty"), settings, prepare=[].pop)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_loopback_addresses_can_be_listened_on(host: str) -> None:
    bound(Settings(host=host, port=0)).close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "lexibulle.example", ""])  # noqa: S104  # refused
def test_other_addresses_are_not(host: str) -> None:
    with pytest.raises(Refused, match="d’autres ordinateurs"):
        bound(Settings(host=host, port=0))


def test_port_that_no_browser_opens_is_refused() -> None:
    with pytest.raises(Refused, match="n’ouvrent jamais le port 5061"):
        bound(Settings(port=5061))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "127.0.0.1"])  # noqa: S104  # behind a proxy
def test_other_addresses_are_behind_tls(host: str) -> None:
    bound(Settings(host=host, port=0, host_names=("lexibulle.acme.fr",))).close()


@pytest.mark.parametrize("name", ["https://acme.fr", "acme.fr:443", "a b", "", "*", "-x.fr", "é.fr"])
def test_names_of_a_team_are_names(name: str) -> None:
    with pytest.raises(Refused, match="sans https:// ni port"):
        check_team(Settings(host_names=(name,)))


@pytest.mark.parametrize("proxy", ["nginx", "", "*", "10.0.0.0/8"])
def test_the_proxy_is_an_address(proxy: str) -> None:
    with pytest.raises(Refused, match="adresse IP"):
        check_team(Settings(host_names=("lexibulle.acme.fr",), proxy=proxy))
