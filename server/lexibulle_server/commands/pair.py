"""`lexibulle pair list | approve CODE | refuse CODE`: extensions that ask to be paired."""

import argparse
from typing import TYPE_CHECKING, Final

from lexibulle_server.console import Refused, table

if TYPE_CHECKING:
    from lexibulle_server.pairing import Pairing, Pairings

DESCRIPTION: Final = """\
Répond aux extensions qui demandent à être associées. Comparez d’abord les quatre
chiffres avec ceux que montre l’extension. Une demande expire après deux minutes."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    actions = parser.add_subparsers(title="Actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="les demandes en attente")
    listing.set_defaults(run=run_list)
    for name, run, summary in (("approve", run_approve, "accepte une demande"),
                               ("refuse", run_refuse, "refuse une demande")):
        action = actions.add_parser(name, help=summary)
        action.add_argument("code", metavar="CODE", help="les quatre chiffres que montre l’extension")
        action.set_defaults(run=run)


def run_list(args: argparse.Namespace) -> int:  # noqa: ARG001  # every command is given its arguments
    pending = _pairings().pending()
    if not pending:
        print("Aucune demande en attente. Dans l’extension, choisissez « Associer ».")
    else:
        print(table(("CODE", "NOM", "RESTE", "EXTENSION"), [_row(pairing) for pairing in pending]))
    return 0


def run_approve(args: argparse.Namespace) -> int:
    return _decide(args.code, approve=True)


def run_refuse(args: argparse.Namespace) -> int:
    return _decide(args.code, approve=False)


def _decide(code: str, *, approve: bool) -> int:
    pairings = _pairings()
    asked = next((pairing for pairing in pairings.pending() if pairing.code == code), None)
    if asked is None or not pairings.decide(asked.id, approve=approve):
        raise Refused(f"Aucune demande en attente ne porte le code « {code} ». Les demandes expirent après deux "
                      "minutes ; recommencez depuis l’extension, puis : lexibulle pair list", status=1)
    print(f"« {asked.name} » est {'associé' if approve else 'refusé'}.")
    return 0


def _pairings() -> "Pairings":
    from lexibulle_server.database import NAME, Database
    from lexibulle_server.glossaries import home
    from lexibulle_server.pairing import Pairings
    from lexibulle_server.tokens import Tokens

    database = Database(home() / NAME)
    return Pairings(database, Tokens(database))


def _row(pairing: "Pairing") -> tuple[str, ...]:
    return pairing.code, pairing.name, f"{pairing.expires_in} s", pairing.origin
