"""`lexibulle token create NAME | list | revoke ID`: who may ask the service."""

import argparse
from typing import TYPE_CHECKING, Final

from lexibulle_server.console import Refused, complain, table

if TYPE_CHECKING:
    from lexibulle_server.tokens import Token, Tokens

DESCRIPTION: Final = """\
Gère les jetons : ce qu’un programme ou une extension présente au service pour
obtenir une réponse. Un jeton créé ou révoqué compte aussitôt, sans redémarrage."""
_ONCE: Final = "Gardez ce jeton : il ne sera plus montré. Pour le retirer : lexibulle token revoke {id}"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    actions = parser.add_subparsers(title="Actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="crée un jeton et l’écrit, seul, sur la sortie standard")
    create.add_argument("name", metavar="NOM", help="à quoi il sert, par exemple mon-script")
    create.set_defaults(run=run_create)
    listing = actions.add_parser("list", help="les jetons, sans les montrer : nom, extension, dernier emploi")
    listing.set_defaults(run=run_list)
    revoke = actions.add_parser("revoke", help="révoque un jeton : il n’ouvre plus rien")
    revoke.add_argument("token", metavar="ID", help="identifiant que montre « list », ou nom s’il est seul à le porter")
    revoke.set_defaults(run=run_revoke)


def run_create(args: argparse.Namespace) -> int:
    from lexibulle_server.tokens import MOST_NAME, is_name

    if not is_name(args.name):
        raise Refused(f"Ce nom ne convient pas : une ligne de 1 à {MOST_NAME} caractères, sans espace au bord.")
    tokens = _tokens()
    secret = tokens.create(args.name)
    token = tokens.find(secret)
    try:
        print(secret, flush=True)
    except OSError:  # nobody has seen it
        if token:
            tokens.revoke(token.id)
        raise
    if token:
        complain(_ONCE.format(id=token.id))
    return 0


def run_list(args: argparse.Namespace) -> int:  # noqa: ARG001  # every command is given its arguments
    tokens = _tokens().list()
    if not tokens:
        print("Aucun jeton. Pour en créer un : lexibulle token create NOM")
    else:
        print(table(("ID", "NOM", "CRÉÉ LE", "DERNIER EMPLOI", "EXTENSION"), [_row(token) for token in tokens]))
    return 0


def run_revoke(args: argparse.Namespace) -> int:
    tokens = _tokens()
    token = _chosen(args.token, tokens.list())
    tokens.revoke(token.id)
    print(f"« {token.name} » ({token.id}) est révoqué.")
    return 0


def _tokens() -> "Tokens":
    from lexibulle_server.database import NAME, Database
    from lexibulle_server.glossaries import home
    from lexibulle_server.tokens import Tokens

    return Tokens(Database(home() / NAME))


def _row(token: "Token") -> tuple[str, ...]:
    return token.id, token.name, token.created, token.last_used or "jamais", token.origin or "—"


def _chosen(asked: str, tokens: "list[Token]") -> "Token":
    chosen = [token for token in tokens if token.id == asked] or [token for token in tokens if token.name == asked]
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise Refused(f"Plusieurs jetons portent ce nom. Donnez un identifiant : {', '.join(t.id for t in chosen)}.",
                      status=1)
    raise Refused(f"« {asked} » n’est le nom ni l’identifiant d’aucun jeton. Leur liste : lexibulle token list",
                  status=1)
