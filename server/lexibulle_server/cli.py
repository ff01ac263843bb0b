"""The command line: `lexibulle annotate | check | tag | untag | terms | glossary | token | pair | serve`.

Only the command that is asked for is imported, so that `lexibulle --help` answers at once.
Exit status: 0 done, 1 some inputs failed, 2 wrong use.
"""

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from lexibulle.causes import cause_of
from lexibulle_server.console import FrenchParser, Refused, complain, forget, set_up_streams
from lexibulle_server.database import StoreError

COMMANDS: Final = {
    "annotate": "souligne et explique les termes d’un texte",
    "check": "relit un message avant l’envoi : les mots à éviter ou à expliquer",
    "tag": "explique le jargon de fichiers, de dossiers, de tables de textes",
    "untag": "retire d’un document ce que Lexibulle y a ajouté",
    "terms": "consulte le lexique : liste, fiche d’un terme, recherche",
    "glossary": "vérifie un fichier de lexique",
    "token": "crée, liste et révoque les jetons d’accès au service",
    "pair": "accepte ou refuse les extensions qui demandent à être associées",
    "serve": "ouvre Lexibulle dans le navigateur, sur cet ordinateur",
}
_INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    set_up_streams()
    warnings.filterwarnings("ignore", module="openpyxl")  # see workbook.py
    try:
        return _told(list(sys.argv[1:] if argv is None else argv))
    except BrokenPipeError:
        forget(sys.stdout)
        return 0
    except OSError as error:
        forget(sys.stdout)
        what = f"de {error.filename} " if error.filename else ""
        complain(f"Lecture ou écriture {what}impossible ({cause_of(error)}). Vérifiez la place et les droits, puis "
                 "recommencez.")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _told(argv: Sequence[str]) -> int:
    """One command with all that it says, whichever way it ends."""
    try:
        return _run(argv)
    except Refused as refusal:
        complain(str(refusal))
        return refusal.status
    except StoreError as error:
        complain(str(error))
        return 1
    finally:
        if sys.stdout:
            sys.stdout.flush()


def _run(argv: Sequence[str]) -> int:
    parser = _parser(argv)
    args = parser.parse_args(argv)
    if "run" not in args:
        parser.print_help(sys.stderr)
        return 2
    if not sys.stdout:
        raise Refused("La sortie standard est fermée : la réponse serait perdue. Donnez-lui un fichier ou un "
                      "terminal.", status=1)
    status: int = args.run(args)
    return status


def _parser(argv: Sequence[str]) -> FrenchParser:
    """Every command by name; the arguments of the one that is asked for only."""
    parser = FrenchParser(
        prog="lexibulle",
        description="Lexibulle trouve les mots du métier dans un texte français et les explique.",
        epilog="L’aide d’une commande : lexibulle annotate --help")
    parser.add_argument("--version", action="version", version=_version(), help="montre la version")
    commands = parser.add_subparsers(title="Commandes", metavar="COMMANDE")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        if name in argv[:1]:
            import_module(f"lexibulle_server.commands.{name}").configure(command)
    return parser


def _version() -> str:
    from lexibulle import __version__

    return f"lexibulle {__version__}"


if __name__ == "__main__":
    sys.exit(main())
