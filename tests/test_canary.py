"""Promise 6 for the service: what is sent to it is in no log, file or refusal, and stays in no memory."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from bench.soak import soak
from callers import client_of
from lexibulle_server.service import Service as Made
from serving import Service
from test_memory import TEXTS, canaries, in_many_threads, nothing_is_left

CANARY = "CANARY-5b0c1e7a@x.fr"


def bodies(text: str) -> list[bytes]:
    """Right, wrong and broken in many ways, each with the text in it."""
    shapes: list[Any] = [
        {"text": text}, {"text": f"Nos leads de {text}.", "thread": text}, {"texts": [{"id": text, "text": text}]},
        {"texts": [text]}, {"text": [text]}, {"text": "x", "title": text, "explain": True}, {"text": "x", text: text},
        {"text": "x", "context": text}, {"text": "x", "glossaries": [text]}, {"text": "x", "offset_unit": text},
        {"text": text * 20_000}, {"name": [text]}, [text], text]
    encoded = [json.dumps(shape).encode() for shape in shapes]
    return [*encoded, text.encode(), encoded[0][:-1], text.encode("utf-16"), text.encode() + b"\xff"]


def requests(app: Flask, text: str) -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Method, path, body and headers: every route there is with the text in every place a request has."""
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<path:{argument}>", text).replace(f"<{argument}>", text)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, f"{path}?q={text}", b"", {}
            if method == "POST":
                for body in bodies(text):
                    yield method, path, body, {"Content-Type": "application/json"}
                yield method, path, bodies(text)[0], {"Content-Type": f"text/{text}"}
    for header in ("Authorization", "Origin", "Referer", "Cookie", "User-Agent", "If-None-Match", "X-Forwarded-For",
                   "Accept", "Content-Type", "Access-Control-Request-Method", "Sec-Fetch-Site", "Host"):
        for value in (text, f"Bearer {text}", f"chrome-extension://{text}"):
            yield "POST", "/v1/annotate", bodies(text)[0], {header: value}
            yield "GET", f"/{text}", b"", {header: value}
    yield "OPTIONS", "/v1/annotate", b"", {"Origin": f"https://{text}", "Access-Control-Request-Method": text}
    yield "".join(filter(str.isalpha, text.upper())), "/v1/annotate", b"", {}


def test_canary_is_in_no_log_file_or_refusal(app: Flask, tmp_path: Path) -> None:
    """Over a real connection, from the command as it is started; what waitress itself refuses is in it."""
    statuses = set()
    with Service(tmp_path) as service:
        for method, path, body, headers in requests(app, CANARY):
            status, _, answer = service.ask(method, path, body or None, **headers)
            statuses.add(status)
            assert status < 400 or CANARY.encode() not in answer, (method, path, status)
        service.send(f"GET /{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\n{CANARY}\r\n\r\n".encode())
        service.send(f"{CANARY}\r\n\r\n".encode())
        said = service.stop()

    assert {200, 400, 401, 403, 404, 415, 421, 422} <= statuses
    assert 500 not in statuses
    assert CANARY not in said
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file for file in written if b"CANARY" in file.read_bytes()] == []
    assert service.log.read_text("utf-8").count("/v1/annotate") > 20


def test_no_word_outlives_its_answer(app: Flask) -> None:
    """In any thread, after answers, refusals and failures: nothing that the process reaches holds it."""
    def feed() -> None:
        client = client_of(app)
        for word in canaries():
            for method, path, body, headers in requests(app, word):
                _sent(client, method, path, body, headers)
        for text in TEXTS:
            for place in ("/v1/annotate", "/v1/check", "/v1/lookup"):
                _sent(client, "POST", place, json.dumps({"text": text.format(*canaries())}).encode(),
                      {"Content-Type": "application/json"})

    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "lexibulle_server"]
    in_many_threads(feed, lambda: nothing_is_left(app, Made.of(app), *modules), number=2)


def _sent(client: FlaskClient, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
    client.open(path, method=method, data=body, headers=headers).close()


def test_memory_of_the_service_does_not_grow_with_the_words_it_reads(tmp_path: Path) -> None:
    """A million in `python -m bench.soak`; here some, after as many that it may get used to."""
    with Service(tmp_path, threads=1) as service:
        measured = dict(soak(service, 30_000))

    assert measured[30_000] - measured[15_000] < 10  # megabytes
