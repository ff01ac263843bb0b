"""The systems that are measured: what people write first, the same repaired, what resembles us, and ours.

Each is made once, then called with a text, and gives (start, end, term) in code points for what it finds.
"""

from collections.abc import Sequence
from importlib import import_module, util
from typing import Any, Final

import spacy
import spacy.lang.fr  # before Lexibulle, which would load it in its own way
from spacy.matcher import PhraseMatcher

from bench.pages import DENSE, SPARSE, WARM_UP, pages
from lexibulle import Annotator
from lexibulle.glossary import Glossary

Found = list[tuple[int, int, str]]

NAIVE: Final = "spaCy `PhraseMatcher`, new"
AGED: Final = "spaCy `PhraseMatcher`, after 1,000 pages"
REPAIRED: Final = "the same, tokenizer cache repaired"
WARM: Final = "the same, every word seen before"
SPACZZ: Final = "spaczz `FuzzyMatcher`"
OURS: Final = "Lexibulle, all features"
_LARGE_CACHE: Final = 10_000_000


class System:
    """What is measured; what it does before a turn or before a page is off the clock."""

    def __call__(self, text: str) -> Found:
        raise NotImplementedError

    def before_turn(self) -> None:
        pass

    def before_page(self, text: str) -> None:
        pass


class Phrases(System):
    """`spacy.blank("fr")` and a PhraseMatcher on lower case: exact names, no forms, no senses, no typos."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.make()

    def make(self) -> None:
        self.nlp = spacy.blank("fr")
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        for name in self.names:
            self.matcher.add(name, [self.nlp.make_doc(name)])

    def __call__(self, text: str) -> Found:
        doc = self.nlp(text)
        spans = (doc[start:end] for _, start, end in self.matcher(doc))
        return [(span.start_char, span.end_char, span.text) for span in spans]


class Naive(Phrases):
    """What people write first, as it is in a command or in a young process: made anew for each turn."""

    def before_turn(self) -> None:
        self.make()
        for page in pages(3, 20_000, DENSE, first=WARM_UP):
            self(page.text)


class Aged(Phrases):
    """The same late in its life: of each page it keeps the words before the first special token (#13950)."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        for density in (DENSE, SPARSE):
            for page in pages(500, 2_000, density, first=WARM_UP):
                self(page.text)


class Repaired(Phrases):
    """The same with a cache that works: new chunks are tokenised one by one.

    A chunk read alone meets no special token before it, so it stays in the cache, and the whole text is then
    put together from cached chunks. It never forgets a word: its memory grows with what it reads.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        old: Any = self.nlp.tokenizer
        self.nlp.tokenizer = type(old)(
            self.nlp.vocab, rules=old.rules, prefix_search=old.prefix_search, suffix_search=old.suffix_search,
            infix_finditer=old.infix_finditer, token_match=old.token_match, url_match=old.url_match,
            max_cache_size=_LARGE_CACHE)
        self.seen: set[str] = set()

    def __call__(self, text: str) -> Found:
        self.learn(text)
        return super().__call__(text)

    def learn(self, text: str) -> None:
        new = set(text.split()) - self.seen
        for chunk in new:
            self.nlp.tokenizer(chunk)
        self.seen |= new


class Warm(Repaired):
    """The repaired one at its best: it has learned the words of each page before the clock starts."""

    def before_page(self, text: str) -> None:
        self.learn(text)


class Spaczz(System):
    """spaczz with its default settings: every n-gram compared with every name."""

    def __init__(self, names: Sequence[str]) -> None:
        self.nlp = spacy.blank("fr")
        self.matcher: Any = import_module("spaczz.matcher").FuzzyMatcher(self.nlp.vocab)
        for name in names:
            self.matcher.add(name, [self.nlp.make_doc(name)])

    def __call__(self, text: str) -> Found:
        doc = self.nlp(text)
        spans = ((doc[start:end], name) for name, start, end, *_ in self.matcher(doc))
        return [(span.start_char, span.end_char, name) for span, name in spans]


class Ours(System):
    """Lexibulle as it is delivered: forms, aliases, typos, senses, coordinations, reasons."""

    def __init__(self, glossary: Glossary) -> None:
        self.annotator = Annotator(glossary)

    def __call__(self, text: str) -> Found:
        return [(hit.start, hit.end, hit.term.id) for hit in self.annotator.annotate(text)]


def systems(glossary: Glossary) -> dict[str, System]:
    """All systems that are installed, made for the terms of a glossary."""
    names = [term.name for term in glossary]
    made: dict[str, System] = {
        NAIVE: Naive(names), AGED: Aged(names), REPAIRED: Repaired(names), WARM: Warm(names)}
    if util.find_spec("spaczz"):
        made[SPACZZ] = Spaczz(names)
    return made | {OURS: Ours(glossary)}


def same_tokens(made: dict[str, System], text: str) -> bool:
    """Whether the naive and the repaired tokenizer cut a text alike."""
    pieces = []
    for name in (NAIVE, REPAIRED):
        system = made[name]
        assert isinstance(system, Phrases)
        pieces.append([(token.text, token.idx) for token in system.nlp(text)])
    return pieces[0] == pieces[1]
