"""`lexibulle terms list | show ID | search WORDS`."""

import argparse
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lexibulle.glossary import Glossary, Term
from lexibulle.wording import capital, counted
from lexibulle_server.console import Refused, add_glossaries, asked_glossary

if TYPE_CHECKING:
    from lexibulle.cards import Section


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Consulte le lexique."
    actions = parser.add_subparsers(title="Actions", metavar="ACTION", required=True)
    every = actions.add_parser("list", help="tous les termes, chacun avec sa formule claire")
    every.set_defaults(run=run_list)
    show = actions.add_parser("show", help="la fiche d’un terme")
    show.add_argument("id", metavar="ID", help="identifiant du terme (par exemple cold-email), ou son nom")
    show.add_argument("--forms", action="store_true", help="montre aussi toutes les formes reconnues")
    show.set_defaults(run=run_show)
    search = actions.add_parser("search", help="les termes qui contiennent ces mots")
    search.add_argument("words", nargs="+", metavar="MOTS",
                        help="mots cherchés dans les noms et les définitions")
    search.set_defaults(run=run_search)
    for action in (every, show, search):
        add_glossaries(action)


def run_list(args: argparse.Namespace) -> int:
    _print_table(asked_glossary(args.glossary))
    return 0


def run_show(args: argparse.Namespace) -> int:
    glossary = asked_glossary(args.glossary)
    term = _find(args.id, glossary)
    if term is None:
        raise Refused(_unknown(args.id, glossary), status=1)
    print("\n".join([*_card(term, glossary), *(_forms(term) if args.forms else ())]))
    return 0


def run_search(args: argparse.Namespace) -> int:
    from lexibulle.glossary_tables import slug

    words = [word for text in args.words for word in slug(text).split("-") if word]
    ranked = [(rank, number, term) for number, term in enumerate(asked_glossary(args.glossary))
              if (rank := _rank(term, words)) is not None]
    if not words:
        print("Il n’y a rien à chercher : donnez un mot, par exemple lexibulle terms search relance.")
    elif ranked:
        _print_table([term for _, _, term in sorted(ranked, key=lambda item: item[:2])])
    else:
        print(f"Aucun terme ne contient « {' '.join(args.words)} ».")
    return 0


def _find(asked: str, glossary: Glossary) -> Term | None:
    """By id first, then by name or other name, whatever the case, accents and hyphens."""
    from lexibulle.glossary_tables import slug

    for wanted in (asked, slug(asked)):
        if wanted in glossary:
            return glossary[wanted]
    return next((term for term in glossary if slug(asked) in {slug(name) for name in _names(term)}), None)


def _unknown(asked: str, glossary: Glossary) -> str:
    from lexibulle.glossary_tables import slug

    near = get_close_matches(slug(asked), [term.id for term in glossary], n=3)
    hint = (f"Vouliez-vous dire {' ou '.join(near)} ?" if near else
            "Cherchez-le par un mot : lexibulle terms search MOTS")
    return f"« {asked} » n’est pas dans le lexique. {hint}"


def _names(term: Term) -> Iterator[str]:
    yield term.name
    yield from (alias.form for alias in term.alias)
    if term.expansion:
        yield from filter(None, (term.expansion.en, term.expansion.fr))


def _rank(term: Term, words: list[str]) -> int | None:
    """Where every word is found, best place first; None when one is missing."""
    from lexibulle.glossary_tables import slug

    names = " ".join(_names(term))
    parts = (f"{term.id} {term.name}", names, term.plain, term.definition, f"{term.detail} {term.note}")
    everything = ""
    for rank, part in enumerate(parts):
        everything = f"{everything}-{slug(part)}"
        if all(word in everything for word in words):
            return rank
    return None


def _print_table(terms: Iterable[Term]) -> None:
    terms = list(terms)
    ids = max(len(term.id) for term in terms)
    names = max(len(term.name) for term in terms)
    for term in terms:
        print(f"{term.id:{ids}}  {term.name:{names}}  {term.plain or term.definition}".rstrip())


def _card(term: Term, glossary: Glossary) -> Iterator[str]:
    from lexibulle.cards import Section, grammar, headline, sections

    yield " · ".join(filter(None, (headline(term), grammar(term))))
    if term.plain:
        yield capital(term.plain)
    yield term.definition
    for section in sections(term, glossary):
        yield from _section(section)
    if term.alias:
        yield from _section(Section("Autres noms", (", ".join(term.other_names),)))


def _section(section: "Section") -> Iterator[str]:
    yield ""
    yield section.label
    yield from (f"  {line}" for line in section.lines)


def _forms(term: Term) -> Iterator[str]:
    """Everything that is looked for in texts: the names above, their plurals, their spellings."""
    from lexibulle.forms import forms_of_term

    forms = list(dict.fromkeys(form.text for form in forms_of_term(term)))
    yield ""
    yield f"Formes reconnues ({counted(len(forms), 'forme')})"
    yield f"  {', '.join(forms)}"
