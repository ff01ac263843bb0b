"""The server under clients that are slow, wrong, too many or hostile, and its end with work under way."""

import asyncio
import json
import signal
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from select import select
from time import monotonic, sleep

import pytest
from flask import Flask

from callers import token_for
from hostile import HOSTILE
from lexibulle import tokens
from lexibulle_server import http_server
from lexibulle_server.app import create_app
from lexibulle_server.binding import bound
from lexibulle_server.http_server import HttpServer
from lexibulle_server.service import Service as Made
from lexibulle_server.settings import Settings
from serving import PATIENCE, Service, received, status_of, text_body

BODY = text_body("Nos leads.")
PAIRED = "chrome-extension://nfjcaoojbgbkjmmjmbgmdfpoihmljgaf"
STRANGER = "moz-extension://0a3f1c52-8a0e-4b8e-9d11-7d7c5b1b2c3d"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("home"), idle_seconds=int(PATIENCE)) as started:
        yield started


@pytest.fixture(autouse=True)
def _survives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever was done to it, the service answers afterwards."""
    yield
    if "service" in request.fixturenames:
        assert request.getfixturevalue("service").is_well()


# ---- the beginning ----------------------------------------------------


def test_port_opens_when_every_thread_is_ready() -> None:
    """The first request pays for nothing: nobody is let in before."""
    settings, go, prepared = Settings(port=0, threads=3), threading.Event(), []

    def prepare() -> None:
        prepared.append(threading.current_thread())
        assert go.wait(PATIENCE)

    with bound(settings) as place, ThreadPoolExecutor(1) as pool:
        starting = pool.submit(HttpServer, place, Flask("empty"), settings, prepare)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place.getsockname())
        go.set()
        server = starting.result(PATIENCE)
        assert len(set(prepared)) == 3
        socket.create_connection(place.getsockname()).close()
        server.close()


def test_thread_that_is_ready_has_its_tokeniser(tmp_path: Path) -> None:
    engine = Made.of(create_app(Settings(home=tmp_path))).engine

    def loaded() -> list[bool]:
        before = hasattr(tokens._local, "nlp")
        engine.warm_up()
        return [before, hasattr(tokens._local, "nlp")]

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(loaded).result(PATIENCE) == [False, True]


# ---- slow ----------------------------------------------------


def test_slow_headers_and_slow_bodies_keep_nobody_waiting(service: Service) -> None:
    """60 clients that send their headers by the byte, and 60 their bodies: none of them takes a thread."""
    head = service.raw(f"Content-Length: {len(BODY)}")
    with ExitStack() as stack:
        slow = [stack.enter_context(service.connect()) for _ in range(120)]
        for number, connection in enumerate(slow):
            connection.sendall(head[:-2] if number < 60 else head + BODY[:1])

        for step in range(10):
            for number, connection in enumerate(slow):
                connection.sendall(b"X-Step: %d\r\n" % step if number < 60 else b"")
            assert service.is_well()

        for rest, patient in ((b"\r\n" + BODY, slow[:60]), (BODY[1:], slow[60:])):
            for connection in patient:
                connection.sendall(rest)
            assert [status_of(connection.recv(65536)) for connection in patient] == [200] * 60


def test_connections_that_send_nothing_are_closed(tmp_path: Path) -> None:
    with Service(tmp_path, idle_seconds=1) as service, service.connect() as idle, service.connect() as begun:
        begun.sendall(b"POST /v1/annotate HTTP/1.1\r\nHost: ")

        assert (received(idle), received(begun)) == (b"", b"")
        assert service.is_well()


# ---- wrong ----------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (["Content-Length: 5"], BODY, 400),  # less than was sent: cut JSON, and garbage for a next request
        ([f"Content-Length: {len(BODY) + 5}"], BODY, 0),  # more than was sent
        (["Content-Length: -1"], BODY, 400),
        (["Content-Length: +22"], BODY, 400),
        (["Content-Length: 0x16"], BODY, 400),
        (["Content-Length: 22, 22"], BODY, 400),
        (["Content-Length: 22", "Content-Length: 23"], BODY, 400),
        (["Content-Length: 99999999999999999999"], BODY, 413),
        (["Content-Length: 4000001"], b" " * 4_000_001, 413),
        (["Content-Length: 22", "Transfer-Encoding: chunked"], b"zz\r\n" + BODY, 400),
        (["Transfer-Encoding: gzip, chunked"], BODY, 501),
        (["Transfer-Encoding: chunked"], b"zz\r\n" + BODY, 400),
        (["Transfer-Encoding: chunked"], b"-5\r\n" + BODY, 400),
        (["Transfer-Encoding: chunked"], b"5\r\n{}", 0),  # ends inside a chunk
        ([], b"", 400),
        (["X: a\x00b", "Content-Length: 0"], b"", 400),
    ],
)
def test_what_is_wrong_with_a_request_is_said(
    service: Service, headers: list[str], body: bytes, status: int
) -> None:
    answer = service.send(service.raw(*headers) + body)

    assert status_of(answer) == status
    if status:
        head, _, rest = answer.partition(b"\r\n\r\n")
        assert b"application/problem+json" in head
        problem, _ = json.JSONDecoder().raw_decode(rest.decode())
        assert problem["status"] == status


@pytest.mark.parametrize("origin", ["https://", "http://127.0.0.1", STRANGER])
def test_what_is_too_large_may_name_no_host(service: Service, origin: str) -> None:
    head = f"POST /v1/annotate HTTP/1.1\r\nOrigin: {origin}\r\nContent-Length: 99999999999\r\n\r\n"
    answer = service.send(head.encode())

    assert status_of(answer) == 413
    assert b"Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/v1/annotaté", [], 400), ("/v1/annotate", ["Content-Length: x"], 400),
     ("/v1/annotate", ["Content-Length: 99999999999"], 413), ("/v1/pair", ["Transfer-Encoding: gzip"], 501)])
def test_refusals_before_the_gate_can_be_read_by_who_is_allowed(
    service: Service, path: str, headers: list[str], status: int
) -> None:
    """Without these headers an extension sees a network failure."""
    token_for(service.home, "Chrome", PAIRED)
    for origin in (PAIRED, STRANGER, "https://evil.example", f"http://127.0.0.1:{service.port}"):
        answer = service.send(service.raw(f"Origin: {origin}", *headers, path=path))

        assert status_of(answer) == status
        assert b"\r\nVary: Origin\r\n" in answer
        is_allowed = origin == PAIRED or (origin == STRANGER and path == "/v1/pair")
        assert (f"\r\nAccess-Control-Allow-Origin: {origin}\r\n".encode() in answer) == is_allowed
        assert answer.count(b"Access-Control-Allow-Origin") == is_allowed


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_chunked_bodies_are_read(service: Service, size: int) -> None:
    body = text_body("Nos leads. " * (1 if size < 100 else 10_000))
    chunks = [body[start:start + size] for start in range(0, len(body), size)]

    sent = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
    answer = service.send(service.raw("Transfer-Encoding: chunked") + sent)

    assert status_of(answer) == 200


@pytest.mark.parametrize("size", [16_500_000, 30_000_000])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_body_far_too_large_is_told_to_who_sends_first(service: Service, size: int, is_chunked: bool) -> None:
    """As http.client does, which would raise at a reset; the connection is closed and the service well."""
    body = [b" " * 100_000] * (size // 100_000) if is_chunked else b" " * size

    status, media, _ = service.ask("POST", "/v1/annotate", body)

    assert (status, media) == (413, "application/problem+json")


@pytest.mark.parametrize("headers", [["Expect: 100-continue"], []])
def test_who_announces_too_much_is_told_at_once(service: Service, headers: list[str]) -> None:
    with service.connect() as connection:
        connection.sendall(service.raw("Content-Length: 30000000", *headers))

        assert status_of(received(connection)) == 413


CHUNK = b"%x\r\n%b\r\n" % (100_000, b" " * 100_000)


@pytest.mark.parametrize("size", [4_100_000, 17_000_000, 99_000_000])
def test_chunked_bodies_have_the_same_limit(service: Service, size: int) -> None:
    answer = service.send(service.raw("Transfer-Encoding: chunked") + CHUNK * (size // 100_000) + b"0\r\n\r\n")

    assert status_of(answer) == 413
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 413


@pytest.mark.parametrize(
    ("begin", "endless", "status"),
    [(b"", CHUNK, 413), (b"F" * 900 + b"\r\n", b" ", 413), (b"", b"0", 400), (b"5;", b"extension", 400),
     (b"5\r\n{\"a\":", b"1", 400), (b"0\r\n", b"X: trailer\r\n", 400), (b"0\r\n", b"X", 400)])
def test_endless_chunks_and_lines_around_them_are_refused(
    service: Service, begin: bytes, endless: bytes, status: int
) -> None:
    """The answer comes while the sender goes on, which ends by a cut, and nothing of it is kept."""
    with service.connect() as connection:
        connection.setblocking(False)
        sent, answer, pending = 0, b"", service.raw("Transfer-Encoding: chunked") + begin
        while sent < 200_000_000:
            readable, _, _ = select([connection], [connection], [], PATIENCE)
            try:
                if readable and not answer:
                    answer = connection.recv(65536)
                pending = pending or endless * (50_000 // len(endless) + 1)
                count = connection.send(pending)
            except BlockingIOError:
                continue
            except ConnectionError:
                break
            sent, pending = sent + count, pending[count:]
        else:
            pytest.fail("It is read without end.")
    assert status_of(answer) == status


def test_who_is_refused_is_heard_out_for_a_time_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "_HEARD_OUT_SECONDS", 0.2)
    settings, told = Settings(port=0), threading.Event()

    def turn() -> None:
        while not told.is_set():
            server._turn(0.1)
        server.close()

    def send_slowly() -> None:
        for _ in range(int(PATIENCE * 100)):
            slow.sendall(b" ")
            sleep(0.01)

    with bound(settings) as place, ThreadPoolExecutor(1) as pool:
        server = HttpServer(place, create_app(settings), settings, prepare=lambda: None)
        turning = pool.submit(turn)
        with socket.create_connection(place.getsockname(), timeout=PATIENCE) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\nContent-Length: 30000000\r\n\r\n")
            assert status_of(received(slow)) == 413
            with pytest.raises(ConnectionError):
                send_slowly()
        told.set()
        turning.result(PATIENCE)


def test_connections_that_end_halfway_do_no_harm(service: Service) -> None:
    """Cut by the client in every way, at every moment, two hundred times."""
    head = service.raw(f"Content-Length: {len(BODY)}")
    for number in range(200):
        connection = service.connect()
        connection.sendall((head + BODY)[:number * 2 % (len(head) + len(BODY))] if number % 4 else head + BODY)
        if number % 2:  # a reset instead of an orderly end
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    assert "Traceback" not in service.log.read_text("utf-8")


def test_requests_of_one_connection_are_answered_in_their_order(service: Service) -> None:
    wanted = b"".join(service.raw(method="GET", path=f"/v1/terms/{term}") for term in ("mql", "inconnu", "icp"))

    answer = service.send(wanted)

    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert answer.index(b'"mql"') < answer.index(b"HTTP/1.1 404 ") < answer.index(b'"icp"')


# ---- too many ----------------------------------------------------


def test_hostile_texts_at_once_are_all_answered(service: Service) -> None:
    """60 clients with what stops a naive service (a quadratic tokenizer): 5 kB of one sign."""
    signs = ["=", "-", "'", ".", "/", "a", "é", "🙂", "l'", "lead-"]
    texts = [(signs[number % len(signs)] * 5000)[:5000] for number in range(50)]
    texts += [make(5000) for make in list(HOSTILE.values())[:10]]

    with ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(service.post, map(text_body, texts)))

    assert [status for status, _, _ in answers] == [200] * 60


async def _statuses(service: Service, number: int, body: bytes) -> Counter[int]:
    async def one() -> int:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
            writer.write(service.raw(f"Content-Length: {len(body)}", "Connection: close") + body)
            answer = await asyncio.wait_for(reader.read(), PATIENCE)
            writer.close()
        except OSError:
            return -1
        return status_of(answer)

    return Counter(await asyncio.gather(*(one() for _ in range(number))))


def test_five_hundred_clients_are_answered_or_asked_to_wait(service: Service) -> None:
    statuses = asyncio.run(_statuses(service, 500, text_body("Nos leads ne répondent plus. " * 70)))

    assert set(statuses) <= {200, 503}
    assert statuses[200] > 100
    assert statuses.total() == 500


def test_beyond_the_queue_one_is_asked_to_wait(tmp_path: Path) -> None:
    """With one thread and two places to wait, most of forty at once are told when to come back."""
    token_for(tmp_path, "Chrome", PAIRED)
    with Service(tmp_path, threads=1, max_waiting=2) as service:
        body = text_body("Nos leads ne répondent plus. " * 5000)
        statuses = asyncio.run(_statuses(service, 40, body))

        assert set(statuses) == {200, 503}
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: service.send(
                service.raw(f"Content-Length: {len(body)}", f"Origin: {PAIRED}") + body), range(20)))
        refused = next(answer for answer in answers if status_of(answer) == 503)
        assert b"\r\nRetry-After: 2\r\n" in refused
        assert f"\r\nAccess-Control-Allow-Origin: {PAIRED}\r\n".encode() in refused
        assert b"\r\nAccess-Control-Expose-Headers: ETag, Retry-After\r\n" in refused
        assert b'"status":503' in refused.replace(b": ", b":")
        assert service.is_well()


def test_the_loop_sleeps_while_threads_work_and_write() -> None:
    """A turn for each thing that happens: waitress alone turns thousands of times to ask whether it may send."""
    settings, turns, clients, requests = Settings(port=0), 0, 24, 10
    app = Flask("busy")
    app.add_url_rule("/", view_func=lambda: f"{sum(range(100_000))}" * 5000)

    with bound(settings) as place, ThreadPoolExecutor(clients) as pool:
        server = HttpServer(place, app, settings, prepare=lambda: None)
        asked = [pool.submit(_ask, place.getsockname()[1], requests) for _ in range(clients)]
        while not all(client.done() for client in asked):
            server._turn(0.5)
            turns += 1
        server.close()

    assert [client.result() for client in asked] == [[200] * requests] * clients
    assert turns < 10 * clients * requests


def _ask(port: int, requests: int) -> list[int]:
    """Statuses of so many requests, one after the other on one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    statuses = []
    for _ in range(requests):
        connection.request("GET", "/")
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()
    return statuses


# ---- the end ----------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_what_has_arrived_is_answered_before_the_end(tmp_path: Path, how: signal.Signals) -> None:
    """Under way, in the queue, half received: all get their answer; a client that only waits does not hold it up."""
    long = text_body("Nos leads et nos MQL ne répondent plus. " * 1000)
    with Service(tmp_path, threads=1, drain_seconds=PATIENCE) as service, ExitStack() as stack:
        head = service.raw(f"Content-Length: {len(long)}", "Connection: close")
        idle, half, *whole = [stack.enter_context(service.connect()) for _ in range(10)]
        idle.sendall(service.raw(method="GET", path="/v1/health"))
        while not (answer := idle.recv(65536)).endswith(b"}"):
            assert answer
        for connection in whole:
            connection.sendall(head + long)
        half.sendall(head + long[:1000])

        service.process.send_signal(how)
        half.sendall(long[1000:])
        answers = [received(connection) for connection in (*whole, half)]

        assert [status_of(answer) for answer in answers] == [200] * 9
        assert all(answer.endswith(b"}") for answer in answers)
        assert received(idle) == b""
        service.process.communicate(timeout=PATIENCE)
        assert service.process.returncode == 0


def test_who_is_refused_is_heard_out_at_the_end_too(tmp_path: Path) -> None:
    with Service(tmp_path, drain_seconds=PATIENCE) as service, service.connect() as connection:
        connection.sendall(service.raw("Content-Length: 30000000"))
        assert connection.recv(1, socket.MSG_PEEK)

        service.process.send_signal(signal.SIGTERM)
        for _ in range(30):
            connection.sendall(b" " * 1_000_000)
            sleep(0.01)

        assert status_of(received(connection)) == 413
        connection.close()
        service.process.communicate(timeout=PATIENCE)
        assert service.process.returncode == 0


def test_nobody_is_let_in_after_the_signal(tmp_path: Path) -> None:
    with Service(tmp_path, drain_seconds=2) as service, service.connect() as half:
        half.sendall(service.raw("Content-Length: 9"))
        service.process.send_signal(signal.SIGTERM)

        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            try:
                service.connect().close()
            except ConnectionRefusedError:
                break
            sleep(0.01)
        else:
            pytest.fail("It still lets clients in.")
        assert received(half) == b""  # it never sent its body
        service.process.communicate(timeout=PATIENCE)
        assert service.process.returncode == 0
