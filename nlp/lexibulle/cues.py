"""Cue words compiled: what speaks for a sense, and what speaks for another trade.

A cue is a word or phrase, folded; a final `*` stands for any ending, otherwise a plural is allowed.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from mypy_extensions import mypyc_attr

from lexibulle.folding import fold_words
from lexibulle.glossary import Glossary
from lexibulle.trades import vocabularies

_LEAST_PLURAL: Final = 4  # letters of a cue that takes a plural
_KEY_LETTERS: Final = 6  # cues that begin alike (« factur* », « facture ») are one piece of evidence, not two
_FIGURE_SIGNS: Final = frozenset({"%", "€", "×"})  # as cues they stand for any rate or amount

NOBODY: Final = -1  # number of no candidate


class Cue:
    """What one pattern says; `key` tells distinct words apart.

    `pro` and `con` are the sets of terms for and against whose sense it speaks, a bit each (`CueIndex.bits`): this is
    asked thousands of times a page. It is `strong` or `weak` for the whole field, and of a `trade` or of none.
    """

    __slots__ = ("con", "key", "pro", "strong", "trade", "weak")

    def __init__(self, key: str) -> None:
        self.key = key
        self.pro = 0
        self.con = 0
        self.strong = False
        self.weak = False
        self.trade = ""

    def joined(self, other: "Cue") -> "Cue":
        """What both say of one pattern: « deals » is the plural of the cue « deal », and may be a cue by itself."""
        both = Cue(self.key)
        both.pro = self.pro | other.pro & ~self.con
        both.con = self.con | other.con & ~self.pro
        both.strong, both.weak = self.strong or other.strong, self.weak or other.weak
        both.trade = self.trade or other.trade
        return both


@mypyc_attr(acyclic=True)
class Occurrence:
    """A cue where it stands in a text: its folded start (the space before it) and end (past the space of a word).

    One that `is_silent` speaks for nothing. `mention` is the number of the candidate it begins in, or NOBODY, and
    `form` the folded form of that one. `label` is how it is named to a reader, once it was.
    """

    __slots__ = ("begin", "cue", "end", "form", "is_silent", "label", "mention")

    def __init__(self, cue: Cue, begin: int, end: int) -> None:
        self.cue = cue
        self.begin = begin
        self.end = end
        self.is_silent = False
        self.mention = NOBODY
        self.form = ""
        self.label: Label | None = None


Label = tuple[str, str]  # in lower case, to tell labels apart, and « de … »


@dataclass(frozen=True)
class CueIndex:
    """What each pattern of the automaton says, by its number; those from `len(cues)` on are none."""

    cues: tuple[Cue, ...]
    bits: Mapping[str, int]  # the bit of each term that has cues of its own
    common: frozenset[str]  # keys of words of any office
    figures: frozenset[str]  # ids of the terms that a rate or an amount speaks for
    before: Mapping[str, Mapping[str, bool]]  # of each term: words that speak for (True) or against it just before
    rivals: Mapping[str, frozenset[str]]  # of each term that names them: the trades in which it means something else
    rivalled: Mapping[str, Sequence[str]]  # of each trade: those terms
    known_trades: frozenset[str]
    longest: int  # folded letters of the longest cue, with the spaces around it
    _by_code: dict[str, str] = field(default_factory=dict)  # filled when it is first asked for

    @classmethod
    def of(cls, patterns: Mapping[bytes, Cue], glossary: Glossary) -> "CueIndex":
        """Of the cues of these patterns, in their order, and of what the terms of the glossary say."""
        cues = tuple(patterns.values())
        figures = frozenset(term.id for term in glossary if not _FIGURE_SIGNS.isdisjoint(term.detect.for_))
        common = frozenset(cue.key for cue in cues if cue.weak)
        trades = frozenset(cue.trade for cue in cues if cue.trade)
        rivals = _rivals(glossary)
        rivalled = {trade: [term for term, others in rivals.items() if trade in others] for trade in trades}
        return cls(cues, _bits(glossary), common, figures, _before(glossary), rivals, rivalled, trades,
                   max(map(len, patterns), default=0))

    @property
    def by_code(self) -> Mapping[str, str]:
        """Key of each cue by the code that stands for it in a context. (`cached_property` keeps nothing, compiled.)"""
        if not self._by_code:
            self._by_code.update({code(cue.key): cue.key for cue in self.cues})
        return self._by_code


def _bits(glossary: Glossary) -> dict[str, int]:
    """None for terms without cues, so that those of the first sixty with some make one machine number."""
    heard = [term.id for term in glossary if term.detect.for_ or term.detect.against]
    return {term: 1 << number for number, term in enumerate(heard)}


def _before(glossary: Glossary) -> dict[str, Mapping[str, bool]]:
    said = {term.id: {fold_words(word): role
                      for words, role in ((term.detect.before_for, True), (term.detect.before_against, False))
                      for word in words}
            for term in glossary}
    return {term: words for term, words in said.items() if words}


def _rivals(glossary: Glossary) -> dict[str, frozenset[str]]:
    return {term.id: frozenset(term.detect.trades) for term in glossary if term.detect.trades is not None}


def code(key: str) -> str:
    """Short stand-in for a cue of ours; not a way back to any word of the text."""
    return format(zlib.crc32(key.encode()) & 0xFFFFF, "x")


def cue_patterns(glossary: Glossary) -> dict[bytes, Cue]:
    """What is searched for: the cues of a glossary's field and terms, and those of the other trades."""
    vocabulary = _Vocabulary()
    for name, words in vocabularies().items():
        for cue in vocabulary.cues(words):
            cue.trade = name
    for cue in vocabulary.cues(glossary.cues.strong):
        cue.strong = True
    for cue in vocabulary.cues(glossary.cues.weak):
        cue.weak = True
    bits = _bits(glossary)
    for term in glossary:
        for cue in vocabulary.cues(term.detect.for_):
            cue.pro |= bits[term.id]
        for cue in vocabulary.cues(term.detect.against):
            cue.con |= bits[term.id]
            cue.pro &= ~bits[term.id]
    return vocabulary.patterns()


def whole_words(glossary: Glossary) -> set[str]:
    """Folded cues of one word that a glossary writes out: they are words, so no typos."""
    of_terms = (words for term in glossary for words in (term.detect.for_, term.detect.against))
    cues = set(chain(glossary.cues.strong, glossary.cues.weak, *of_terms))
    return {fold_words(cue) for cue in cues if " " not in cue and not cue.endswith("*")}


def _endings(word: str) -> tuple[str, ...]:
    """The endings of a whole word: none, and those of its plural."""
    if len(word) < _LEAST_PLURAL:  # « plu » is no « plus »
        return (" ",)
    return (" ", "s ", "x ") if word.endswith("u") else (" ", "s ")  # « tableaux », « jeux », « bijoux »


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
        """Whole words with their plurals, and stems."""
        patterns: dict[bytes, Cue] = {}
        for (folded, stem), cue in self._found.items():
            for ending in ("",) if stem else _endings(folded):
                pattern = f" {folded}{ending}".encode("latin-1")
                patterns[pattern] = patterns[pattern].joined(cue) if pattern in patterns else cue
        return patterns
