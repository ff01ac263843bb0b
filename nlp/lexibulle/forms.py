"""A term to the written forms it takes: plurals, feminines, hyphen, space or nothing, dots, inclusive writing.

Forms are made once, when a glossary is compiled, and are plain data that can be reviewed (`lexibulle terms show ID`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Literal

from lexibulle.folding import fold_words
from lexibulle.glossary import Alias, Case, Context, Glossary, Term, is_acronym

Match = Literal["exact", "form", "alias", "typo"]
LEAST_TYPO_LETTERS = 6  # shorter forms have too many real neighbours (../../tests/bench/QUALITY.md)
SHORT_TYPO_LETTERS = 5  # these may be mistyped where the sense has evidence
_MOST_PLURAL_WORDS = 4
_LEAST_PART = 2

# Words that stay as they are inside a phrase.
SMALL_WORDS = frozenset(
    "a an and au aux avec based by chez d dans de des du en et for in l la le les of off on ou out par per pour s sans "
    "sur the through to un une up vers with".split())


class Gap(Enum):
    """What may stand between two words of a form in the raw text."""

    ANY = "space, hyphen, apostrophe, one line break or nothing"
    DOT = "a dot, as in C.R.M."
    SUFFIX = "an ending set apart, as in lead(s), KPI's, prospect·e·s"


@dataclass(frozen=True, slots=True)
class Form:
    """One way a term is written. `folded` is what the text is searched for; `text` keeps accents and hyphens."""

    term: Term
    text: str
    folded: str
    match: Match
    case: Case
    context: Context
    typos: bool
    gap: Gap = Gap.ANY
    rank: int = 0  # place of its glossary: on the same form the higher wins

    @property
    def words(self) -> list[str]:
        return self.folded.split(" ")


def forms_of(glossary: Glossary) -> Iterator[Form]:
    """Every written form of every term; the same folded text may come from several terms."""
    ranks = {source.id: rank for rank, source in enumerate(glossary.sources)}
    for term in glossary:
        for form in forms_of_term(term, ranks.get(term.glossary, 0)):
            yield form


def forms_of_term(term: Term, rank: int = 0) -> Iterator[Form]:
    """Forms of the name first, then of the aliases, each with its plurals and spellings."""
    name = Alias(term.name, term.lang, term.detect.case, term.detect.context, term.detect.typos)
    seen: set[tuple[str, Gap, Case]] = set()
    listed: list[tuple[Alias, Match]] = [(name, "exact"), *((alias, "alias") for alias in term.alias)]
    for alias, match in listed:
        feminine = term.detect.feminine if match == "exact" else ""
        for form in _forms_of_alias(term, _with_defaults(term, alias), match, feminine, rank):
            if (key := (form.folded, form.gap, form.case)) not in seen:
                seen.add(key)
                yield form


def _with_defaults(term: Term, alias: Alias) -> Alias:
    acronym = is_acronym(alias.form)
    phrase = len(fold_words(alias.form).split()) > 1
    context: Context = "free" if phrase else (term.detect.context or "usual")
    letters = len(fold_words(alias.form).replace(" ", ""))
    return Alias(
        alias.form, alias.lang,
        alias.case or ("upper" if acronym and is_acronym(term.name) and term.detect.case != "any" else "any"),
        alias.context or context,
        alias.typos if alias.typos is not None else not acronym and letters >= SHORT_TYPO_LETTERS)


def _forms_of_alias(term: Term, alias: Alias, match: Match, feminine: str, rank: int) -> Iterator[Form]:
    def form(text: str, folded: str, kind: Match, gap: Gap = Gap.ANY) -> Form:
        typos = bool(alias.typos) and gap is Gap.ANY
        return Form(term, text, folded, kind, alias.case or "any", alias.context or "free", typos, gap, rank)

    variant: Match = "form" if match == "exact" else match
    acronym = is_acronym(alias.form.upper()) and bool(term.is_acronym) and " " not in alias.form
    for number, text in enumerate(_plurals(alias.form)):
        folded = fold_words(text)
        if not folded:
            continue
        yield form(text, folded, match if number == 0 else variant)
        for joined in _joined(folded):
            yield form(text, joined, variant)
    if feminine:
        for text in _plurals(feminine):
            yield form(text, fold_words(text), "form")
    last = fold_words(alias.form)
    if acronym:
        yield form(alias.form, " ".join(last), variant, Gap.DOT)
    if match == "exact" or acronym:
        endings = ["s", *(["e", "e s"] if feminine else [])]
        for ending in endings:
            yield form(alias.form, f"{last} {ending}", variant, Gap.SUFFIX)


def _plurals(text: str) -> Iterator[str]:
    """The form itself, then every way its content words may be plural (« démos produit », « bases de données »)."""
    pieces = _pieces(text)
    choices = [[piece, *_plural(piece)] if _inflects(piece) else [piece] for piece in pieces]
    if sum(len(choice) > 1 for choice in choices) > _MOST_PLURAL_WORDS:
        yield text
        yield "".join(choice[-1] for choice in choices)
        return
    for choice in product(*choices):
        yield "".join(choice)


def _pieces(text: str) -> list[str]:
    """Words and what stands between them, in order."""
    pieces: list[str] = []
    for char in text:
        if pieces and char.isalnum() == pieces[-1][-1].isalnum():
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _inflects(piece: str) -> bool:
    word = fold_words(piece)
    return len(word) > _LEAST_PART and word not in SMALL_WORDS and not word.isdigit()


def _plural(word: str) -> list[str]:
    lower = word.lower()
    if lower.endswith(("s", "x", "z")):
        return []
    if lower.endswith(("eau", "eu")):
        return [word + "x"]
    if lower.endswith("al"):
        return [word + "s", word[:-1] + "ux"]
    return [word + "s"]


def _joined(folded: str) -> Iterator[str]:
    """Two words written as one (« coldemail »); in longer phrases also one missing space at a time."""
    words = folded.split(" ")
    if len(words) > 1:
        yield "".join(words)
    if len(words) > 2:
        for i in range(1, len(words)):
            yield " ".join([*words[: i - 1], words[i - 1] + words[i], *words[i + 1 :]])
