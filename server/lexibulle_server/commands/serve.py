"""`lexibulle serve`: the service and its page, on this computer."""

import argparse
from typing import Final

from lexibulle_server.settings import Settings

DESCRIPTION: Final = """\
Ouvre Lexibulle dans le navigateur. Le service ne répond qu’à cet ordinateur ;
le texte lu n’est ni gardé ni transmis. Vos propres lexiques (.toml, .csv
ou .xlsx) sont lus dans le dossier « glossaries » de vos données, ou de $LEXIBULLE_HOME."""
EPILOG: Final = """\
Pour une équipe, placez un proxy TLS (nginx, Caddy…) devant, qui transmet Host et
X-Forwarded-Proto, et donnez le nom qu’il sert :
  lexibulle serve --behind-tls lexibulle.exemple.fr
Chacun y présente un jeton : lexibulle token create NOM.
Arrêt par Ctrl-C ou SIGTERM : ce qui est arrivé reçoit encore sa réponse."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = DESCRIPTION, EPILOG
    parser.add_argument("--host", default=Settings.host, metavar="ADRESSE",
                        help=f"adresse où écouter ({Settings.host} par défaut) ; une adresse qui n’est pas "
                             "locale demande --behind-tls")
    parser.add_argument("--port", type=_port, default=Settings.port, metavar="PORT",
                        help=f"port où écouter ({Settings.port} par défaut ; 0 en choisit un libre)")
    parser.add_argument("--behind-tls", action="append", default=[], metavar="NOM",
                        help="nom sous lequel un proxy TLS sert Lexibulle à une équipe ; peut être répété")
    parser.add_argument("--proxy", default=Settings.proxy, metavar="ADRESSE",
                        help=f"adresse IP de ce proxy ({Settings.proxy} par défaut)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from lexibulle_server.runner import serve

    return serve(Settings(host=args.host, port=args.port, host_names=tuple(args.behind_tls), proxy=args.proxy))


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= 65535):
        raise argparse.ArgumentTypeError(f"« {value} » n’est pas un port ; donnez un nombre de 0 à 65535.")
    return int(value)
