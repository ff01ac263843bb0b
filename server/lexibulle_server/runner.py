"""Starts the service: takes its port, reads the glossaries, warms up, says where to look, answers until told."""

import gc
import logging
import socket
from collections.abc import Iterator
from typing import Final

from flask import Flask

from lexibulle.glossary import GlossaryError
from lexibulle.wording import counted
from lexibulle_server.app import create_app
from lexibulle_server.binding import bound, check_team, url_of
from lexibulle_server.console import Refused, listed
from lexibulle_server.glossaries import cautions
from lexibulle_server.http_server import HttpServer
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings

_COLLECT_AFTER: Final = 20_000  # objects; a page of 20 KB makes some thousands, hardly any of them in a cycle


def serve(settings: Settings) -> int:
    """Answer until Ctrl-C. The port is taken first, and opened when everything is ready."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    check_team(settings)
    with bound(settings) as place:
        app = _app(settings)
        service = Service.of(app)
        service.tokens.list()  # StoreError now, rather than for everybody who asks
        service.pairings.forget()
        server = HttpServer(place, app, settings, service.engine.warm_up)
        _spare_the_collector()
        print("\n".join(_welcome(service, place)), flush=True)
        server.run_until_told()
    print("Lexibulle est arrêté.")
    return 0


def _app(settings: Settings) -> Flask:
    try:
        return create_app(settings)
    except GlossaryError as error:
        folder = settings.home / "glossaries"
        raise Refused(f"Erreurs de vos lexiques ({folder}) :\n{listed(error.problems)}", status=1) from error


def _spare_the_collector() -> None:
    """What is loaded by now stays for good: walking through it again and again made the slowest answers slower."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def _welcome(service: Service, place: socket.socket) -> Iterator[str]:
    yield "Lexiques :"
    for part in service.engine.parts:
        yield (f"  {part.name} ({part.id}, version {part.version}) : {counted(len(part), 'terme')}"
               + (f", {counted(len(part.overlays), 'complément')}" if part.overlays else ""))
        yield from (f"    Attention : {caution}" for caution in cautions(part))
    settings = service.settings
    if settings.is_for_a_team:
        yield f"Adresse : {url_of(place)}, pour le proxy {settings.proxy}."
        yield f"Page : {' et '.join(f'https://{name}/' for name in settings.host_names)} ; elle demande un jeton."
        yield "Un jeton par personne : lexibulle token create NOM. Pour une extension : lexibulle pair list."
        yield "Ctrl-C pour arrêter."
    else:
        yield f"Ouvrez {url_of(place)} dans votre navigateur. Ctrl-C pour arrêter."
