"""Cue words compiled: what speaks for a sense, and what speaks for another trade.

A cue is a word or phrase, folded; a final `*` stands for any ending, otherwise a plural s or x is allowed.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick

from lexibulle.automata import automaton
from lexibulle.folding import fold_words
from lexibulle.glossary import Glossary
from lexibulle.paths import data_dir

_KEY_LETTERS = 6  # cues that begin alike (« factur* », « facture ») are one piece of evidence, not two


@dataclass(slots=True)
class Cue:
    """What one pattern says; `key` tells distinct words apart."""

    key: str
    roles: dict[str, bool] = field(default_factory=dict)  # term id: speaks for its sense (True) or against it
    strong: bool = False
    weak: bool = False
    trade: str = ""


Place = tuple[int, int, int]  # number of the cue, folded start (a space), folded end (past the space of a whole word)


@dataclass(frozen=True, slots=True)
class CueIndex:
    """All cues in one automaton: `cues[n]` is what match n of the automaton stands for."""

    automaton: BytesAhoCorasick
    cues: tuple[Cue, ...]

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
    found: dict[tuple[str, bool], Cue] = {}

    def cue(text: str) -> Cue | None:
        folded = fold_words(text)
        if not folded:
            return None
        key = (folded, text.endswith("*"))
        return found.setdefault(key, Cue(folded if " " in folded else folded[:_KEY_LETTERS]))

    def each(words: Iterable[str]) -> Iterable[Cue]:
        return (c for c in map(cue, words) if c is not None)

    for name, words in trades().items():
        for c in each(words):
            c.trade = name
    for c in each(glossary.cues.strong):
        c.strong = True
    for c in each(glossary.cues.weak):
        c.weak = True
    for term in glossary:
        for c in each(term.detect.for_):
            c.roles[term.id] = True
        for c in each(term.detect.against):
            c.roles[term.id] = False
    patterns: dict[bytes, Cue] = {}
    for (folded, stem), c in found.items():
        for ending in ("",) if stem else (" ", "s ", "x "):
            patterns.setdefault(f" {folded}{ending}".encode("latin-1"), c)
    return CueIndex(automaton(patterns), tuple(patterns.values()))

