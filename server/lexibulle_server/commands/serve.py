"""`lexibulle serve`: the service and its page, on this computer."""

import argparse
from typing import Final

from lexibulle_server.settings import Settings

DESCRIPTION: Final = """\
Ouvre Lexibulle dans le navigateur. Le service ne répond qu’à cet ordinateur ;
le texte lu n’est ni gardé ni transmis. Vos propres lexiques (.toml ou .csv)
sont lus dans le dossier « glossaries » de vos données, ou de $LEXIBULLE_HOME."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    parser.add_argument("--host", default=Settings.host, metavar="ADRESSE",
                        help=f"adresse locale où écouter ({Settings.host} par défaut)")
    parser.add_argument("--port", type=_port, default=Settings.port, metavar="PORT",
                        help=f"port où écouter ({Settings.port} par défaut ; 0 en choisit un libre)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from lexibulle_server.runner import serve

    return serve(Settings(host=args.host, port=args.port))


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= 65535):
        raise argparse.ArgumentTypeError(f"« {value} » n’est pas un port ; donnez un nombre de 0 à 65535.")
    return int(value)
