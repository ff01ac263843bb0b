"""What the report needs to know of some documents: counts that add up, and no sentence unless asked for.

Every unit of work brings one; the journal keeps it as JSON; the report adds them up.
"""

import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from heapq import nlargest
from operator import itemgetter
from typing import Any, Final, Self

from lexibulle.annotator import Hit
from lexibulle.batch.gaps import Gap, Kind
from lexibulle.sentences import sentences

HEAVIEST: Final = 10  # documents that are kept by name
_PLACES: Final = 5  # places that are named for one word of one document
_QUOTED: Final = 120  # characters of a sentence on each side of the word
_WORDS: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FIRST_WORD: Final = re.compile(r"\A\S*\s*")
_LAST_WORD: Final = re.compile(r"\s*\S*\Z")
_PLURAL: Final = re.compile(r"(?<=\w{3})[sx]\b")


@dataclass(slots=True)
class TermCount:
    """How often one term was met; `spellings` counts each written form, in its singular."""

    documents: int = 0
    hits: int = 0
    spellings: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class GapCount:
    kind: Kind
    documents: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """One term in one document: how often, where first, and the sentence when it was asked for."""

    term: str
    surface: str
    count: int
    places: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Heavy:
    """A document with the words to replace and to explain in it."""

    name: str
    avoid: int
    explain: int
    words: tuple[Word, ...]

    @property
    def weight(self) -> tuple[int, int]:
        return self.avoid, self.explain


@dataclass(slots=True)
class Counts:
    """Over so many documents: their words, the hits among them, and those to avoid or explain before a client."""

    documents: int = 0
    words: int = 0
    hits: int = 0
    avoid: int = 0
    explain: int = 0

    def count(self, other: "Counts") -> None:
        self.documents += other.documents
        self.words += other.words
        self.hits += other.hits
        self.avoid += other.avoid
        self.explain += other.explain


@dataclass(slots=True)
class Tally(Counts):
    """Counts, and what was met. Terms are keyed `glossary:id`; `heaviest` has the worst document first.

    `unread` says which parts of one document could not be read, and why; it is not added up.
    """

    terms: dict[str, TermCount] = field(default_factory=dict)
    gaps: dict[str, GapCount] = field(default_factory=dict)
    heaviest: list[Heavy] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, other: Self) -> None:
        self.count(other)
        for key, term in other.terms.items():
            mine = self.terms.setdefault(key, TermCount())
            mine.documents += term.documents
            mine.hits += term.hits
            for form, count in term.spellings.items():
                mine.spellings[form] = mine.spellings.get(form, 0) + count
        for word, gap in other.gaps.items():
            known = self.gaps.setdefault(word, GapCount(gap.kind))
            known.documents += gap.documents
            known.hits += gap.hits
        self.heaviest = nlargest(HEAVIEST, [*self.heaviest, *other.heaviest], key=lambda heavy: heavy.weight)

    def to_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        data: dict[str, Any] = json.loads(text)
        data["terms"] = {key: TermCount(**term) for key, term in data["terms"].items()}
        data["gaps"] = {word: GapCount(**gap) for word, gap in data["gaps"].items()}
        data["heaviest"] = [
            Heavy(heavy["name"], heavy["avoid"], heavy["explain"],
                  tuple(Word(**{**word, "places": tuple(word["places"])}) for word in heavy["words"]))
            for heavy in data["heaviest"]]
        return cls(**data)


@dataclass(frozen=True)
class Found:
    """One text of a document: where it stands (« page 2 », empty if unknown), and its hits."""

    text: str
    place: str
    hits: Sequence[Hit]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Their spans, looked for once for all the words that are quoted."""
        return sentences(self.text)

    def sentence_around(self, hit: Hit) -> str:
        """The sentence of a hit, cut between words where it is long; a hit in several has all of them."""
        start, _ = self.sentences[bisect_right(self.sentences, hit.start, key=itemgetter(0)) - 1]
        _, end = self.sentences[bisect_left(self.sentences, hit.end, key=itemgetter(1))]
        before, after = self.text[start : hit.start], self.text[hit.end : end]
        if len(before) > _QUOTED:
            before = _FIRST_WORD.sub("… ", before[-_QUOTED:])
        if len(after) > _QUOTED:
            after = _LAST_WORD.sub(" …", after[:_QUOTED], count=1)
        return " ".join(f"{before}{self.text[hit.start : hit.end]}{after}".split())


def tally_of(name: str, found: Sequence[Found], gaps: Sequence[Gap], *, quotes: bool = False) -> Tally:
    """The tally of one document."""
    hits = [hit for part in found for hit in part.hits]
    registers = Counter(hit.term.client for hit in hits)
    tally = Tally(1, sum(len(_WORDS.findall(part.text)) for part in found), len(hits),
                  registers["avoid"], registers["explain"], _terms(hits),
                  {gap.word: GapCount(gap.kind, 1, gap.hits) for gap in gaps})
    if tally.avoid or tally.explain:
        tally.heaviest = [Heavy(name, tally.avoid, tally.explain, _words(found, quotes))]
    return tally


def key_of(hit: Hit) -> str:
    return f"{hit.term.glossary}:{hit.term.id}"


def spelling(surface: str) -> str:
    """How a term is written, apart from capitals, accents typed in two pieces, line breaks and the plural."""
    plain = unicodedata.normalize("NFC", surface).replace("'", "’")
    plain = plain if plain.isupper() else plain.lower()
    return _PLURAL.sub("", " ".join(plain.split()))


def _terms(hits: Sequence[Hit]) -> dict[str, TermCount]:
    terms: dict[str, TermCount] = {}
    for hit in hits:
        term = terms.setdefault(key_of(hit), TermCount(documents=1))
        term.hits += 1
        if hit.match != "typo":
            form = spelling(hit.surface)
            term.spellings[form] = term.spellings.get(form, 0) + 1
    return terms


def _words(found: Sequence[Found], quotes: bool) -> tuple[Word, ...]:
    """The words to replace, then those to explain, the most frequent first."""
    places: dict[str, list[tuple[Found, Hit]]] = {}
    for part in found:
        for hit in part.hits:
            if hit.term.client in ("avoid", "explain"):
                places.setdefault(key_of(hit), []).append((part, hit))
    ordered = sorted(places.items(), key=lambda item: (item[1][0][1].term.client, -len(item[1])))
    return tuple(_word(key, met, quotes) for key, met in ordered)


def _word(key: str, met: Sequence[tuple[Found, Hit]], quotes: bool) -> Word:
    part, hit = met[0]
    named = tuple(dict.fromkeys(place.place for place, _ in met if place.place))[:_PLACES]
    return Word(key, hit.surface, len(met), named, part.sentence_around(hit) if quotes else "")
