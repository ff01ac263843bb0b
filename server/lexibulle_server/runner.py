"""Starts the service: reads the glossaries, warms up, says where to look, listens."""

import errno
import logging
import os
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from lexibulle.glossary import GlossaryError
from lexibulle.tokens import warm_up
from lexibulle.wording import counted
from lexibulle_server.app import create_app
from lexibulle_server.console import Refused, listed
from lexibulle_server.problems import problem_body
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings

_READ_BEFORE_REFUSING: Final = 4  # times the limit: a sender that is not read to the end hears no refusal
_OTHER_PORT: Final = "Fermez-le, ou choisissez un autre port : lexibulle serve --port {port}"


def serve(settings: Settings) -> int:
    """Answer until Ctrl-C. The port is taken first, and opened when everything is ready."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    with bound(settings) as place:
        app = _app(settings)
        warm_up()
        server = server_at(place, app, settings)
        print(_welcome(app, place), flush=True)
        server.run()
    print("Lexibulle est arrêté.")
    return 0


def bound(settings: Settings) -> socket.socket:
    """A socket at the address of the settings, a loopback one, not yet listening."""
    address = _loopback(settings.host)
    place = socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET)
    if os.name == "posix":  # elsewhere this would let two services share a port
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((str(address), settings.port))
    except OSError as error:
        place.close()
        raise Refused(_why_not(error, settings), status=1) from error
    return place


def server_at(place: socket.socket, app: Flask, settings: Settings) -> Any:
    """Beyond `*_overflow` bytes waitress writes to disk: bodies and answers stay below."""
    most = settings.max_body_bytes * _READ_BEFORE_REFUSING
    return create_server(
        app, sockets=[place], threads=settings.threads, ident=None, connection_limit=settings.max_connections,
        channel_timeout=settings.idle_seconds, cleanup_interval=5, max_request_body_size=most,
        max_request_header_size=settings.max_header_bytes, inbuf_overflow=2 * most, outbuf_overflow=1 << 30,
        clear_untrusted_proxy_headers=True)


def _loopback(host: str) -> IPv4Address | IPv6Address:
    try:
        address = ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = ip_address("::")
    if not address.is_loopback:
        raise Refused(f"« {host} » ouvrirait le service à d’autres ordinateurs. Écoutez sur 127.0.0.1, ::1 "
                      "ou localhost.")
    return address


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (f"Le port {settings.port} est déjà pris, peut-être par un Lexibulle déjà ouvert "
                f"(http://{settings.host}:{settings.port}/). " + _OTHER_PORT.format(port=settings.port + 1))
    if error.errno == errno.EACCES:
        return f"Le port {settings.port} est réservé au système. " + _OTHER_PORT.format(port=Settings.port)
    return f"Impossible d’écouter sur {settings.host}, port {settings.port} ({error.strerror})."


def _app(settings: Settings) -> Flask:
    try:
        return create_app(settings)
    except GlossaryError as error:
        folder = settings.home / "glossaries"
        raise Refused(f"Erreurs de vos lexiques ({folder}) :\n{listed(error.problems)}", status=1) from error


def _welcome(app: Flask, place: socket.socket) -> str:
    parts = Service.of(app).engine.parts
    lines = [f"  {part.name} ({part.id}, version {part.version}) : {counted(len(part), 'terme')}"
             + (f", {counted(len(part.overlays), 'complément')}" if part.overlays else "") for part in parts]
    host, port = place.getsockname()[:2]
    address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    return "\n".join(["Lexiques :", *lines, f"Ouvrez {address} dans votre navigateur. Ctrl-C pour arrêter."])


class _ProblemTask(ErrorTask):
    """What waitress refuses by itself (too large, malformed) has the same shape as our own refusals."""

    def execute(self) -> None:
        request: Any = self.request
        self.status = f"{request.error.code} {request.error.reason}"
        body = problem_body(request.error.code).encode()
        self.response_headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


HTTPChannel.error_task_class = _ProblemTask  # waitress has no setting for it
