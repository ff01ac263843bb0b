"""Cue words compiled: what speaks for a sense, and what speaks for another trade.

A cue is a word or phrase, folded; a final `*` stands for any ending, otherwise a plural s or x is allowed.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from lexibulle.folding import fold_words
from lexibulle.glossary import Glossary
from lexibulle.paths import data_dir

_LEAST_PLURAL: Final = 4  # letters of a cue that takes a plural
_KEY_LETTERS: Final = 6  # cues that begin alike (« factur* », « facture ») are one piece of evidence, not two
_FIGURE_SIGNS: Final = frozenset({"%", "€", "×"})  # as cues they stand for any rate or amount


@dataclass(slots=True)
class Cue:
    """What one pattern says; `key` tells distinct words apart."""

    key: str
    roles: dict[str, bool] = field(default_factory=dict)  # term id: speaks for its sense (True) or against it
    strong: bool = False
    weak: bool = False
    trade: str = ""


Place = tuple[int, int, int]  # number of a cue, its folded start (a space) and end (past the space of a word)


@dataclass(frozen=True, slots=True)
class CueIndex:
    """All cues in one automaton. Match n means `cues[n]`; the rest is small, for the processor's cache."""

    automaton: BytesAhoCorasick
    cues: tuple[Cue, ...]
    keys: tuple[str, ...]
    shared: bytes  # 1 for the cues that are not only a term's own: words of the field and of other trades
    roles: Mapping[str, Mapping[int, bool]]  # of each term: numbers of the cues for (True) or against it
    figures: frozenset[str]  # ids of the terms that a rate or an amount speaks for

    def find(self, folded: bytes) -> list[Place]:
        """Cues of a folded text in order of their end."""
        return self.automaton.find_matches_as_indexes(folded, overlapping=True)


@lru_cache(maxsize=1)
def trades() -> dict[str, tuple[str, ...]]:
    """Vocabularies of other trades, shared by all glossaries."""
    data = tomllib.loads((data_dir() / "trades.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in data["trades"].items()}


def compile_cues(glossary: Glossary) -> CueIndex:
    """The cues of a glossary's field and terms, and those of the other trades."""
    vocabulary = _Vocabulary()
    for name, words in trades().items():
        for cue in vocabulary.cues(words):
            cue.trade = name
    for cue in vocabulary.cues(glossary.cues.strong):
        cue.strong = True
    for cue in vocabulary.cues(glossary.cues.weak):
        cue.weak = True
    for term in glossary:
        for words, role in ((term.detect.for_, True), (term.detect.against, False)):
            for cue in vocabulary.cues(words):
                cue.roles[term.id] = role
    figures = frozenset(term.id for term in glossary if not _FIGURE_SIGNS.isdisjoint(term.detect.for_))
    return _compiled(vocabulary.patterns(), figures)


def _compiled(patterns: Mapping[bytes, Cue], figures: frozenset[str]) -> CueIndex:
    cues = tuple(patterns.values())
    roles: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    for number, cue in enumerate(cues):
        for term, role in cue.roles.items():
            roles[term][number] = role
    # Tens of thousands of patterns: in a full table nearly every byte would miss the processor's cache.
    automaton = BytesAhoCorasick(list(patterns), implementation=Implementation.ContiguousNFA)
    shared = bytes(bool(cue.strong or cue.weak or cue.trade) for cue in cues)
    return CueIndex(automaton, cues, tuple(cue.key for cue in cues), shared, dict(roles), figures)


class _Vocabulary:
    """One cue for each word or phrase, whoever names it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, bool], Cue] = {}

    def cues(self, words: Iterable[str]) -> Iterator[Cue]:
        for word in words:
            if folded := fold_words(word):
                key = folded if " " in folded else folded[:_KEY_LETTERS]
                yield self._found.setdefault((folded, word.endswith("*")), Cue(key))

    def patterns(self) -> dict[bytes, Cue]:
        """What is searched for: whole words with their plurals, and stems."""
        patterns: dict[bytes, Cue] = {}
        for (folded, stem), cue in self._found.items():
            plural = (" ",) if len(folded) < _LEAST_PLURAL else (" ", "s ", "x ")  # « plu » is no « plus »
            for ending in ("",) if stem else plural:
                patterns.setdefault(f" {folded}{ending}".encode("latin-1"), cue)
        return patterns
