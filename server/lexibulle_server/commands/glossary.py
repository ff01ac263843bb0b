"""`lexibulle glossary check FILE`: is this glossary usable, and is anything in it risky?"""

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Final

from lexibulle.glossary import Glossary, GlossaryError, Term
from lexibulle.wording import counted
from lexibulle_server.console import Refused, add_glossaries, listed

if TYPE_CHECKING:
    from lexibulle.forms import Form

DESCRIPTION: Final = """\
Vérifie un fichier de lexique, .toml, .csv ou .xlsx, et dit tout ce qui est à
corriger, seul et à côté du lexique fourni, et de ceux de --glossary, dans l’ordre
de leurs noms comme « lexibulle serve » les lit. Un .csv ou un .xlsx (sa première feuille)
a les colonnes nom et définition, et si l’on veut alias et catégorie (ou name,
definition, aliases, category)."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Vérifie un fichier de lexique."
    actions = parser.add_subparsers(title="Actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="dit si un lexique est utilisable, et ce qui est à corriger",
                               description=DESCRIPTION)
    check.add_argument("file", metavar="FICHIER", help="le lexique, .toml, .csv ou .xlsx")
    add_glossaries(check)
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    from lexibulle_server.glossaries import cautions

    alone, used = _checked(args.file, args.glossary)
    print(_summary(args.file, alone))
    if undefined := sum(source.undefined for source in alone.sources):
        print(f"{counted(undefined, 'ligne')} sans définition, laissée{'s' if undefined > 1 else ''} de côté.")
    for warning in chain(cautions(alone), _warnings([*alone, *(used[overlay.id] for overlay in alone.overlays)])):
        print(f"Attention : {warning}")
    return 0


def _checked(name: str, others: Iterable[str]) -> tuple[Glossary, Glossary]:
    """The glossary alone and as it is used, beside the shipped one and these others."""
    from lexibulle_server.glossaries import load_as_used

    try:
        return load_as_used(name, others)
    except GlossaryError as error:
        raise Refused(f"{counted(len(error.problems), 'problème')} à corriger :\n{listed(error.problems)}",
                      status=1) from error


def _summary(name: str, glossary: Glossary) -> str:
    from lexibulle.forms import forms_of

    forms = len({form.folded for form in forms_of(glossary)})
    changed = f", {counted(len(glossary.overlays), 'complément')}" if glossary.overlays else ""
    found = f"{counted(len(glossary), 'terme')}, {counted(forms, 'forme reconnue')}{changed}"
    return f"{name} : {found}. Tout est correct."


def _warnings(terms: Iterable[Term]) -> Iterator[str]:
    from lexibulle.lexicon import Lexicon

    french = Lexicon.french()
    for term in terms:
        for form in _found_anywhere(term):
            if len(form.folded) == 1 or french.knows(form.folded):
                where = "" if form.text == term.name else f", parmi les formes du terme « {term.name} »,"
                yield (f"« {form.text} »{where} est aussi un mot courant du français et serait souligné à tort. "
                       "Préférez une forme plus précise ou, dans un fichier .toml, donnez-lui context = \"needed\".")


def _found_anywhere(term: Term) -> Iterator["Form"]:
    """The single words, as listed, that are taken in any case and without evidence, with nothing said against them."""
    from lexibulle.folding import fold_words
    from lexibulle.forms import forms_of_term

    listed_forms = {fold_words(form): form for form in (term.name, *(alias.form for alias in term.alias))}
    if term.detect.against or term.detect.never:
        return
    for form in forms_of_term(term):
        is_listed = form.text == listed_forms.get(form.folded) and " " not in form.folded
        if is_listed and form.case == "any" and form.context not in ("needed", "proof"):
            yield form
