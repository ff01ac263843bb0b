"""waitress with our limits: threads that are warm, a bounded queue, and an end that answers what has arrived.

The stock runner drops the requests under way when it is told to stop, queues without bound, and logs paths.
"""

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, Final

from flask import Flask, Request
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver
from waitress.server import create_server
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.utilities import BadRequest, Error

from lexibulle_server.cors import headers_before_the_gate
from lexibulle_server.problems import problem_body
from lexibulle_server.settings import Settings

_READ_BEFORE_REFUSING: Final = 4  # times the limit; beyond, the connection ends with the refusal
_RECEIVED_AT_ONCE: Final = 1 << 16  # bytes; each time costs a turn of the loop
_MOST_HEARD_OUT: Final = 100_000_000  # bytes that come after a refusal
_HEARD_OUT_SECONDS: Final = 60.0
_RETRY_AFTER: Final = "2"  # seconds
_TICK: Final = 0.2  # seconds between two looks at what is still under way
_STOPS: Final = (signal.SIGTERM, signal.SIGINT)


class HttpServer:
    """Listens as soon as it is made, and it is made once every thread has run `prepare`."""

    def __init__(self, place: socket.socket, app: Flask, settings: Settings, prepare: Callable[[], None]) -> None:
        self._drain_seconds = settings.drain_seconds
        self._sockets: dict[int, Any] = {}
        self._workers = _Workers(settings, prepare)
        self._server = create_server(app, map=self._sockets, sockets=[place], _dispatcher=self._workers,
                                     **_adjustments(settings))
        self._server.channel_class = _Channel
        self._server.app = app  # beneath what waitress wraps around it

    def run_until_told(self) -> None:
        """Answer until SIGTERM or SIGINT, then answer what has arrived. A second signal ends it at once."""
        told = threading.Event()

        def tell(*_: object) -> None:
            told.set()
            self._server.pull_trigger()

        with _discreet(logging.getLogger("waitress")):
            with _on_stop(tell):
                while not told.is_set():
                    self._turn(1)
            self.close()

    def close(self) -> None:
        """Accept what has arrived, answer it, let nothing else in."""
        deadline = monotonic() + self._drain_seconds
        for _ in range(self._server.adj.connection_limit):  # one connection is accepted in a turn
            self._turn(0)
        wasyncore.dispatcher.close(self._server)
        while self._is_busy() and monotonic() < deadline:
            self._turn(_TICK)
        self._workers.shutdown(timeout=max(_TICK, deadline - monotonic()))
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._sockets, count=1)

    def _is_busy(self) -> bool:
        """Is a request being received or answered, or its answer sent? Connections that only wait are closed."""
        for channel in list(self._server.active_channels.values()):
            if not (channel.requests or channel.request or channel.total_outbufs_len or channel.is_refused):
                channel.handle_close()
        return bool(self._server.active_channels)


def _adjustments(settings: Settings) -> dict[str, Any]:
    """Beyond `*_overflow` bytes waitress writes to disk: bodies and answers stay below."""
    most = max(settings.max_body_bytes * _READ_BEFORE_REFUSING, settings.max_file_body_bytes)
    behind_tls = {"trusted_proxy": settings.proxy, "trusted_proxy_headers": {"x-forwarded-proto"}}
    return {
        "ident": None, "connection_limit": settings.max_connections, "channel_timeout": settings.idle_seconds,
        "cleanup_interval": 5, "max_request_header_size": settings.max_header_bytes, "max_request_body_size": most,
        "recv_bytes": _RECEIVED_AT_ONCE,
        "inbuf_overflow": 2 * most, "outbuf_overflow": 1 << 30, "clear_untrusted_proxy_headers": True,
        **(behind_tls if settings.is_for_a_team else {})}


@contextmanager
def _on_stop(tell: Callable[..., None]) -> Iterator[None]:
    before = {stop: signal.signal(stop, tell) for stop in _STOPS}
    try:
        yield
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)


class _Busy(Error):
    code = 503
    reason = "Service Unavailable"


class _Workers(ThreadedTaskDispatcher):
    """Threads that are ready before the first request, and a queue that has an end."""

    def __init__(self, settings: Settings, prepare: Callable[[], None]) -> None:
        super().__init__()
        self._most_waiting = settings.max_waiting
        self._prepare = prepare
        self._prepared = threading.Semaphore(0)
        self._failure: BaseException | None = None
        self.set_thread_count(settings.threads)
        for _ in range(settings.threads):
            self._prepared.acquire()
        if self._failure:
            raise self._failure

    def handler_thread(self, thread_no: int) -> None:
        try:
            self._prepare()
        except BaseException as error:  # noqa: BLE001  # raised again by the thread that waits
            self._failure = error
        finally:
            self._prepared.release()
        super().handler_thread(thread_no)

    def add_task(self, channel: Any) -> None:
        """Beyond the bound a request is refused: the next free thread does that, before all that wait."""
        with self.lock:
            if len(self.queue) < self._most_waiting:
                self.queue.append(channel)
            else:
                channel.requests[0].error = _Busy("")
                self.queue.appendleft(channel)
            self.queue_cv.notify()


class _ProblemTask(ErrorTask):
    """What is refused before Flask (too large, malformed, too busy) has the same shape as our own refusals.

    A paired extension may read it too, but for 431: of headers that are too long waitress reads none.
    """

    def execute(self) -> None:
        error: Any = self.request.error
        self.status = f"{error.code} {error.reason}"
        body = problem_body(error.code).encode()
        self.response_headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
        self.response_headers += headers_before_the_gate(self.channel.server.app, _as_asked(self.request))
        if error.code == _Busy.code:
            self.response_headers.append(("Retry-After", _RETRY_AFTER))
        else:
            self.channel.is_refused = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def _as_asked(received: Any) -> Request:
    """What is known of a request of waitress that may be malformed: enough to tell who asks."""
    known = {f"HTTP_{name}": received.headers[name] for name in ("HOST", "ORIGIN") if name in received.headers}
    return Request({"REQUEST_METHOD": "GET", "PATH_INFO": getattr(received, "path", ""), "wsgi.url_scheme": "http",
                    **known})


class _Chunks(ChunkedReceiver):
    """Bounds the lines around chunks (sizes with their extensions, trailers), which waitress gathers to their end."""

    def __init__(self, buffer: Any, longest: int) -> None:
        super().__init__(buffer)
        self._longest = longest

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if max(len(self.control_line), len(self.trailer)) > self._longest:
            self.error = BadRequest("")
        return consumed


class _Parser(HTTPRequestParser):
    expect_continue: bool
    body_rcv: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked:
            self.body_rcv = _Chunks(self.body_rcv.getbuf(), self.adj.max_request_header_size)

    def received(self, data: bytes) -> int:
        """Nothing after what is refused is taken for a request, and who asked before sending is not told to go on."""
        consumed: int = super().received(data)
        if not self.error:
            return consumed
        self.expect_continue = False
        return len(data)


class _Channel(HTTPChannel):
    """Hears out, within bounds, who is refused, and throws away what comes.

    Many clients send everything before they listen: closing on them earlier is a reset instead of our refusal.
    """

    error_task_class = _ProblemTask
    parser_class = _Parser
    close_when_flushed: bool
    is_refused = False  # set by the thread that answers
    _until = 0.0  # when our side has ended: time to close
    _still_heard = _MOST_HEARD_OUT

    def handle_write(self) -> None:
        with self.requests_lock:  # under which the thread that answers says that it has: not between two looks at it
            self._write()

    def _write(self) -> None:
        if not (self.is_refused and self.close_when_flushed) or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if not self.total_outbufs_len:
            self.close_when_flushed = False
            self._until = monotonic() + _HEARD_OUT_SECONDS
            with suppress(OSError):  # the client is gone, which reading tells
                self.socket.shutdown(socket.SHUT_WR)

    def received(self, data: bytes) -> bool:
        if not self._until:
            return bool(super().received(data))
        self._still_heard -= len(data)
        self.will_close = self._still_heard < 0 or monotonic() > self._until
        return False

    def _flush_some_if_lockable(self, do_close: bool = True) -> None:
        """Waits for the thread that is writing; waitress would ask again at once, and keep that thread from going on.

        A thread that waits for its client lets go of the lock.
        """
        with self.outbuf_lock:
            super()._flush_some_if_lockable(do_close=do_close)


@contextmanager
def _discreet(log: logging.Logger) -> Iterator[None]:
    """waitress would log the path of a request that fails, and what the exception says: both may hold text."""
    log.addFilter(_without_text)
    try:
        yield
    finally:
        log.removeFilter(_without_text)


def _without_text(record: logging.LogRecord) -> bool:
    if record.exc_info:
        error = record.exc_info[0]
        record.msg, record.args = f"Failed while serving: {error.__name__ if error else '?'}", ()
        record.exc_info = None
    return record.levelno >= logging.WARNING
