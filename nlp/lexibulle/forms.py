"""A term to the written forms it takes: plurals, feminines, hyphen, space or nothing, dots, inclusive writing.

Forms are made once, when a glossary is compiled, and are plain data that can be reviewed (`lexibulle terms show ID`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, product
from typing import Final, Literal

from lexibulle.folding import fold_words
from lexibulle.glossary import Alias, Case, Context, Glossary, Term, is_acronym, usual_case

Match = Literal["exact", "form", "alias", "typo"]
LEAST_TYPO_LETTERS: Final = 6  # shorter forms have too many real neighbours (../../tests/quality)
SHORT_TYPO_LETTERS: Final = 5  # these may be mistyped where the sense has evidence
_MOST_PLURAL_WORDS: Final = 4
_LEAST_PART: Final = 2

# Words that stay as they are inside a phrase.
SMALL_WORDS: Final = frozenset(
    "a an and au aux avec based by chez d dans de des du en et for in l la le les of off on ou out par per pour s sans "
    "sur the through to un une up vers with".split())
_PARTICLES: Final = frozenset({"in", "off", "out", "up"})


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
    acronym: bool = False  # the letters of an acronym, not its expansion
    feminine: bool = False  # also a verb form (« prospecte »): counts only after an article
    caps_context: Context | None = None  # what stands in for `context` where everything is in capitals

    @property
    def words(self) -> list[str]:
        return self.folded.split(" ")

    @property
    def has_own_head(self) -> bool:
        """A phrase that begins with another word than the name: « la prise de brief » says nothing of « la brief »."""
        if self.match in ("exact", "form") or len(self.text.split()) == 1:
            return False
        head, name = (fold_words(text).partition(" ")[0].rstrip("sx") for text in (self.text, self.term.name))
        return head != name


def forms_of(glossary: Glossary) -> Iterator[Form]:
    """Every written form of every term; the same folded text may come from several terms."""
    ranks = {source.id: rank for rank, source in enumerate(glossary.sources)}
    for term in glossary:
        yield from forms_of_term(term, ranks.get(term.glossary, 0))


def forms_of_term(term: Term, rank: int = 0) -> Iterator[Form]:
    """Forms of the name first, then of the aliases; what is written as listed goes before what is run together."""
    name = Alias(term.name, term.lang, term.detect.case, term.detect.context, term.detect.typos)
    listed: list[tuple[Alias, Match]] = [(name, "exact"), *((alias, "alias") for alias in term.alias)]
    listed += [(replace(alias, form=twin), "alias" if match == "alias" else "form")
               for alias, match in listed if (twin := _mail_twin(alias.form)) != alias.form]
    makers = [_Maker(term, _with_defaults(term, alias), match, rank) for alias, match in listed]
    seen: set[tuple[str, Gap, Case]] = set()
    for form in chain(*(maker.as_listed() for maker in makers), *(maker.run_together() for maker in makers)):
        if form.folded and (key := (form.folded, form.gap, form.case)) not in seen:
            seen.add(key)
            yield form


def _mail_twin(form: str) -> str:
    """« email » written « e-mail », and the other way round."""
    if re.search(r"\be-mail", form, re.IGNORECASE):
        return re.sub(r"\b(e)-mail", r"\1mail", form, flags=re.IGNORECASE)
    return re.sub(r"\b(e)mail", r"\1-mail", form, flags=re.IGNORECASE)


def _with_defaults(term: Term, alias: Alias) -> Alias:
    acronym = is_acronym(alias.form)
    phrase = len(fold_words(alias.form).split()) > 1
    context: Context = "free" if phrase else (term.detect.context or "usual")
    return Alias(
        alias.form.replace(".", "") if acronym else alias.form, alias.lang,
        alias.case or usual_case(alias.form, term.detect.case),
        alias.context or context,
        alias.typos if alias.typos is not None else not acronym)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the written forms of one name or alias."""

    term: Term
    alias: Alias
    match: Match
    rank: int

    def as_listed(self) -> Iterator[Form]:
        """The form itself, its plurals and its feminine, then dotted and inclusive writings."""
        for number, text in enumerate(_plurals(self.alias.form)):
            yield self._form(text, fold_words(text), self.match if number == 0 else self._variant)
        feminine = self.term.detect.feminine if self.match == "exact" else ""
        if feminine:
            yield from (replace(self._form(text, fold_words(text), "form"), feminine=True)
                        for text in _plurals(feminine))
        folded = fold_words(self.alias.form)
        if self._acronym:
            yield self._form(self.alias.form, " ".join(folded), self._variant, Gap.DOT)
        if self.match == "exact" or self._acronym:
            for ending in ("s", "e", "e s", "es") if feminine else ("s",):
                yield self._form(self.alias.form, f"{folded} {ending}", self._variant, Gap.SUFFIX)

    def run_together(self) -> Iterator[Form]:
        """Two words written as one (« coldemail »); in a longer phrase also one missing space, which is a typo."""
        plurals = list(_plurals(self.alias.form))
        for text in plurals:
            words = fold_words(text).split(" ")
            if len(words) > 1:
                yield self._form(text, "".join(words), self._variant)
            if "-" in text and len(words) > 2:
                closed = text.replace("-", "")
                yield self._form(closed, fold_words(closed), self._variant)
        if self.alias.typos:
            for text in dict.fromkeys((plurals[0], plurals[-1])):
                yield from (self._form(text, joined, "typo") for joined in _joined_once(fold_words(text)))

    @property
    def _acronym(self) -> bool:
        return self.term.is_acronym and is_acronym(self.alias.form.upper())

    @property
    def _caps_context(self) -> Context | None:
        """In a text all in capitals an acronym proves no more than its lower-case form does."""
        if self.alias.case != "upper":
            return None
        lower = [alias.context for alias in self.term.alias
                 if alias.case == "lower" and alias.form == self.alias.form.lower()]
        return lower[0] if lower and lower[0] else "needed"

    @property
    def _variant(self) -> Match:
        return "form" if self.match == "exact" else self.match

    def _form(self, text: str, folded: str, match: Match, gap: Gap = Gap.ANY) -> Form:
        alias = self.alias
        long_enough = len(folded.replace(" ", "")) >= SHORT_TYPO_LETTERS
        typos = bool(alias.typos) and long_enough and gap is Gap.ANY and match != "typo"
        return Form(self.term, text, folded, match, alias.case or "any", alias.context or "free", typos, gap, self.rank,
                    self._acronym, caps_context=self._caps_context)


def _plurals(text: str) -> Iterator[str]:
    """The form itself, then every way its content words may be plural (« démos produit », « bases de données »)."""
    pieces = _pieces(text)
    choices = [[piece, *_plural(piece)] if _inflects(piece) else [piece] for piece in pieces]
    if len(pieces) > 1 and fold_words(pieces[-1]) in _PARTICLES:
        choices[-1] = [pieces[-1], pieces[-1] + "s"]  # « des follow-ups », « les opt-ins »
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
    if lower.endswith(("ch", "sh")):
        return [word + "s", word + "es"]
    return [word + "s"]


def _joined_once(folded: str) -> Iterator[str]:
    """A phrase of three words or more with one space missing."""
    words = folded.split(" ")
    for i in range(1, len(words) if len(words) > 2 else 0):
        yield " ".join([*words[: i - 1], words[i - 1] + words[i], *words[i + 1 :]])
