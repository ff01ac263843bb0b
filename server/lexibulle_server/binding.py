"""The address to listen on: this machine only, unless a proxy stands before it that speaks TLS."""

import errno
import os
import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from lexibulle.causes import cause_of
from lexibulle_server.console import Refused
from lexibulle_server.settings import Settings

_OTHER_PORT: Final = "Fermez-le, ou choisissez un autre port : lexibulle serve --port {port}"
_BLOCKED: Final = frozenset(  # by browsers: https://fetch.spec.whatwg.org/#port-blocking
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080})
_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.IGNORECASE)
_OPEN_TO_OTHERS: Final = (
    "« {host} » ouvrirait le service à d’autres ordinateurs, sans chiffrement. Écoutez sur 127.0.0.1, ::1 ou "
    "localhost ; pour une équipe, placez un proxy TLS devant et donnez son nom : --behind-tls NOM.")


def bound(settings: Settings) -> socket.socket:
    """A socket at the address of the settings, not yet listening.

    Refused when others could reach it bare, or no browser would.
    """
    address = _address(settings)
    if settings.port in _BLOCKED and not settings.is_for_a_team:
        raise Refused(f"Les navigateurs n’ouvrent jamais le port {settings.port}. Choisissez-en un autre, par exemple "
                      f"--port {Settings.port}")
    place = socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET)
    if os.name == "posix":  # elsewhere this would let two services share a port
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((str(address), settings.port))
    except OSError as error:
        place.close()
        raise Refused(_why_not(error, settings), status=1) from error
    return place


def url_of(place: socket.socket) -> str:
    host, port = place.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def check_team(settings: Settings) -> None:
    """The names are names, the proxy is an address; else Refused."""
    for name in settings.host_names:
        if not _NAME.fullmatch(name):
            raise Refused(f"« {name} » n’est pas un nom de machine. Donnez-le sans https:// ni port, par exemple "
                          "--behind-tls lexibulle.exemple.fr")
    if _parsed(settings.proxy) is None:
        raise Refused(f"« {settings.proxy} » n’est pas une adresse IP. Donnez celle du proxy, par exemple "
                      "--proxy 127.0.0.1")


def _address(settings: Settings) -> IPv4Address | IPv6Address:
    address = _parsed("127.0.0.1" if settings.host == "localhost" else settings.host)
    if not settings.is_for_a_team and not (address and address.is_loopback):
        raise Refused(_OPEN_TO_OTHERS.format(host=settings.host))
    if address is None:
        raise Refused(f"« {settings.host} » n’est pas une adresse IP. Donnez par exemple --host 127.0.0.1")
    return address


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (f"Le port {settings.port} est déjà pris, peut-être par un Lexibulle déjà ouvert "
                f"(http://{settings.host}:{settings.port}/). " + _OTHER_PORT.format(port=settings.port + 1))
    if error.errno == errno.EACCES:
        return f"Le port {settings.port} est réservé au système. " + _OTHER_PORT.format(port=Settings.port)
    return (f"Impossible d’écouter sur {settings.host}, port {settings.port} ({cause_of(error)}). Vérifiez --host et "
            "--port.")
