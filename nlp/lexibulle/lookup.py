"""The terms nearest to a few words that somebody has selected; their sense is not judged.

What stands in the selection as written, or with one slip, comes from the same automaton and the same rules as in
texts. Only then are names compared as a whole, under the same promise: a word of the language is never a slip.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from rapidfuzz import fuzz, process

from lexibulle.annotator import Annotator
from lexibulle.folding import fold_words
from lexibulle.forms import SMALL_WORDS, Form, Gap
from lexibulle.glossary import Term
from lexibulle.lexicon import Lexicon
from lexibulle.matching import Candidate

MOST: Final = 5
_PENALTY: Final = {"exact": 0.0, "form": 0.01, "alias": 0.02, "typo": 0.08}
_LEAST_COVERED: Final = 0.5  # score of a term that is a small part of a long selection
_LEAST_FUZZY: Final = 80.0  # of 100, by rapidfuzz; below, names that share only a syllable come in
_FUZZY_WEIGHT: Final = 0.9
_BEGINNING: Final = 0.6  # « cold » for « cold email »
_LEAST_LETTERS: Final = 5  # shorter words have too many neighbours
_MOST_COMPARED: Final = 50
_ARTICLES: Final = frozenset(
    "l d la le les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos "
    "leur leurs the a an".split())


@dataclass(frozen=True, slots=True)
class Near:
    """A term near a selection: `score` from 0 to 1, and the part of the selection it was found in."""

    term: Term
    score: float
    surface: str


class Lookup:
    """Immutable once made: share it between threads."""

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator
        self._everyday, self._known = Lexicon.french(), Lexicon.default()
        self._forms: defaultdict[str, list[Form]] = defaultdict(list)
        self._beginnings: defaultdict[str, list[Form]] = defaultdict(list)
        for form in annotator.forms:
            if form.gap is Gap.ANY and form.match != "typo":
                self._forms[form.folded].append(form)
                if form.match == "exact":
                    for beginning in accumulate(form.words[:-1], lambda *words: " ".join(words)):
                        self._beginnings[beginning].append(form)

    def nearest(self, text: str, most: int = MOST) -> list[Near]:
        """The terms nearest to a selection, best first; none when nothing is near."""
        words = _without_article(fold_words(text).split())
        whole = text.strip()
        found = [*self._inside(text, words), *self._alike(whole, words), *self._longer(whole, words)]
        best: dict[tuple[str, str], Near] = {}
        for near in sorted(found, key=lambda near: -near.score):
            best.setdefault((near.term.glossary, near.term.id), near)
        return list(best.values())[:most]

    def _inside(self, text: str, words: list[str]) -> list[Near]:
        """Terms that stand in the selection: the more of it they cover, the nearer."""
        letters = max(1, sum(map(len, words)))
        return [Near(candidate.form.term, _covering(candidate, letters), text[candidate.start : candidate.end])
                for candidate in self._annotator.candidates(text)]

    def _alike(self, text: str, words: list[str]) -> list[Near]:
        """Terms whose name resembles the selection as a whole."""
        asked = " ".join(words)
        if named := [Near(form.term, _FUZZY_WEIGHT, text) for form in self._forms.get(asked, ())]:
            return named
        if len(asked) < _LEAST_LETTERS:
            return []
        near = process.extract(asked, self._forms.keys(), scorer=fuzz.token_sort_ratio, limit=_MOST_COMPARED,
                               score_cutoff=_LEAST_FUZZY)
        known = _known_words(words, self._known)
        return [Near(form.term, _FUZZY_WEIGHT * score / 100, text) for name, score, _ in near
                if known <= set(name.split()) for form in self._forms[name]]

    def _longer(self, text: str, words: list[str]) -> list[Near]:
        """Terms whose own name begins with the selection, unless that is everyday French (« base », « pain »)."""
        if _known_words(words, self._everyday):
            return []
        return [Near(form.term, _BEGINNING, text) for form in self._beginnings.get(" ".join(words), ())]


def _known_words(words: list[str], lexicon: Lexicon) -> set[str]:
    """The words that the language knows, small ones apart: none of them is a slip of another."""
    content = [word for word in words if word not in SMALL_WORDS]
    return lexicon.known_among(content) if content else set()


def _without_article(words: list[str]) -> list[str]:
    first = next((number for number, word in enumerate(words) if word not in _ARTICLES), 0)
    return words[first:]


def _covering(candidate: Candidate, letters: int) -> float:
    covered = min(1.0, len(candidate.form.folded.replace(" ", "")) / letters)
    return (_LEAST_COVERED + (1 - _LEAST_COVERED) * covered) - _PENALTY[candidate.match]
