"""Short ways to ask what is found, for tables of cases."""

from functools import cache

from lexibulle import Annotator, Glossary, Hit
from lexibulle.glossary import Alias, Detect, Term

Found = list[tuple[str, str]]
"""Surface and term id of each hit, in order of the text."""


@cache
def default_annotator() -> Annotator:
    """One annotator of the default glossary for a whole run."""
    return Annotator(Glossary.default())


def hits(text: str, *, typos: bool = True) -> list[Hit]:
    return default_annotator().annotate(text, typos=typos)


def found(text: str, annotator: Annotator | None = None) -> Found:
    return [(hit.surface, hit.term.id) for hit in (annotator or default_annotator()).annotate(text)]


def surfaces(text: str, annotator: Annotator | None = None) -> list[str]:
    return [surface for surface, _ in found(text, annotator)]


def terms(text: str, annotator: Annotator | None = None) -> list[str]:
    return [term for _, term in found(text, annotator)]


def verdicts(text: str, term: str) -> list[str]:
    """Reasons of all candidates of a term in a text, those that are left out included."""
    result = default_annotator().annotate_page([text], explain=True).results[0]
    return [hit.reason for hit in [*result.hits, *result.rejected] if hit.term.id == term]


def term(name: str, *alias: str, lang: str = "fr", detect: Detect | None = None) -> Term:
    """A term with a name and aliases, and nothing else of interest."""
    listed = tuple(Alias(form) for form in alias)
    return Term("essai", name, "Une définition.", lang=lang, alias=listed, detect=detect or Detect())


def annotator_of(*listed: Term) -> Annotator:
    """The annotator of a small glossary."""
    return Annotator(Glossary(id="essai", name="Essai", version="1", terms=listed))
