"""`lexibulle glossary check FILE`: is this glossary usable, and is anything in it risky?"""

import argparse
from collections.abc import Iterator

from lexibulle.glossary import Glossary, GlossaryError, Term
from lexibulle.wording import counted
from lexibulle_server.console import Refused, listed

DESCRIPTION = """\
Vérifie un fichier de lexique, .toml, .csv ou .xlsx, et dit tout ce qui est à
corriger. Un .csv ou un .xlsx (sa première feuille) a les colonnes name et definition,
et si l’on veut aliases et category (ou nom, définition, synonymes, catégorie)."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Vérifie un fichier de lexique."
    actions = parser.add_subparsers(title="Actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="dit si un lexique est utilisable, et ce qui est à corriger",
                               description=DESCRIPTION)
    check.add_argument("file", metavar="FICHIER", help="le lexique, .toml, .csv ou .xlsx")
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    glossary = _checked(args.file)
    print(_summary(args.file, glossary))
    for warning in _warnings(glossary):
        print(f"Attention : {warning}")
    return 0


def _checked(name: str) -> Glossary:
    """The glossary, once it has stood its own check and the one beside the shipped glossary."""
    from lexibulle_server.glossaries import unreadable

    try:
        glossary = Glossary.load(name)
        if glossary.overlays:
            Glossary.combine([Glossary.default(), glossary])
        return glossary
    except GlossaryError as error:
        raise Refused(f"{counted(len(error.problems), 'problème')} à corriger :\n{listed(error.problems)}",
                      status=1) from error
    except OSError as error:
        raise Refused(f"{name} : {unreadable(error)}", status=1) from error


def _summary(name: str, glossary: Glossary) -> str:
    from lexibulle.forms import forms_of

    forms = len({form.folded for form in forms_of(glossary)})
    changed = f", {counted(len(glossary.overlays), 'complément')}" if glossary.overlays else ""
    found = f"{counted(len(glossary), 'terme')}, {counted(forms, 'forme reconnue')}{changed}"
    return f"{name} : {found}. Tout est correct."


def _warnings(glossary: Glossary) -> Iterator[str]:
    from lexibulle.folding import fold_words
    from lexibulle.lexicon import Lexicon

    french = Lexicon.french()
    for term in glossary:
        if _matches_anywhere(term) and french.knows(fold_words(term.name)):
            yield (f"« {term.name} » est aussi un mot courant du français et serait souligné à tort. "
                   "Préférez une forme plus précise ou, dans un fichier .toml, ajoutez "
                   'detect = { context = "needed" }.')


def _matches_anywhere(term: Term) -> bool:
    """Is the name taken in any case and without evidence, with nothing said against it?"""
    from lexibulle.forms import forms_of_term

    name = next(forms_of_term(term))
    is_guarded = bool(term.detect.against or term.detect.never) or name.context in ("needed", "proof")
    return name.case == "any" and not is_guarded
