"""Acronyms and anglicisms of a document that the glossary does not explain: what it may lack.

An acronym is two to five capitals inside a line that is not all capitals. An anglicism is a word in small
letters that English has and French has not (« deadline », « quick win »), or one that neither has and that
is made of two words, one of them English (« roadmap »). A passage in English borrows nothing.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lexibulle.annotator import Hit
from lexibulle.lexicon import Lexicon

Kind = Literal["sigle", "anglicisme"]

_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9&]{1,4}(?=s?(?![\w@/&-]))")
_BEFORE: Final = re.compile(r"[\w.@#/&-]")  # what an acronym does not follow
_PLAIN_WORD: Final = re.compile(r"(?<![\w.@#/&])[a-z]{3,20}(?![\w@/])")  # small letters without accents
_ENGLISH: Final = re.compile(r"\b(?:the|of|and|to|with|your|you|for|our|we|is|are|this|that)\b")
_ENGLISH_PASSAGE: Final = 3  # so many of these in one line, and it is written in English
_SHOUTED: Final = 0.6  # share of capitals among the letters from which a line is all capitals
_PHRASE: Final = 3  # most words of one anglicism
_SHORTEST: Final = 4  # letters; a shorter word is only part of a phrase, or a syllable of French
_LINE: Final = 400  # characters on each side that are looked at
_ALONE: Final = 8  # letters; a line of fewer is a cell, not a heading
_HALF: Final = 3  # letters of the English half of a compound
_ROMAN: Final = re.compile(r"[IVXLC]+")
_KNOWN_TO_ALL: Final = frozenset(
    # units and signs, forms of companies, taxes and papers, what everybody's telephone and calendar show
    """EUR USD GO MO KO KM HT TTC TVA SA SAS SARL EURL SASU SCI SNC SIRET SIREN RCS APE RIB IBAN BIC PDG DG DRH
    RH CV CDI CDD RTT CE CSE RDV RSVP PS NB OK FR EN UE EU USA UK TV CD DVD USB GPS SMS PDF URL HTTP HTTPS WWW CSV
    XLS XLSX DOC DOCX PPT PPTX HTML XML JPG PNG ZIP TXT SNCF RATP EDF TGV PME TPE ETI BP CEDEX TEL FAX MME MM ST STE
    ID AM PM""".split())


@dataclass(frozen=True, slots=True)
class Gap:
    """A word as it is written most often, and how often it stands in one document."""

    word: str
    kind: Kind
    hits: int


def find_gaps(texts: Sequence[str], hits: Sequence[Sequence[Hit]], borrowed: Collection[str]) -> list[Gap]:
    """What one document holds and nothing explains; `hits` are those of each text, `borrowed` its words of English."""
    acronyms: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for text, found in zip(texts, hits, strict=True):
        explained = {place for hit in found for place in range(hit.start, hit.end)}
        acronyms.update(_acronyms(text, explained))
        phrases.update(_anglicisms(text, borrowed, explained))
    return [*(Gap(word, "sigle", count) for word, count in acronyms.items()),
            *(Gap(word, "anglicisme", count) for word, count in phrases.items())]


def borrowed_words(texts: Iterable[str]) -> set[str]:
    """The words of some texts that come from English: asked at once for many documents, much quicker than for each."""
    words = sorted({word for text in texts for word in _PLAIN_WORD.findall(text)})
    if not words:
        return set()
    english = Lexicon.english().known_among(words)
    return english | _compounds(set(words) - english - Lexicon.default().known_among(words))


def _acronyms(text: str, explained: set[int]) -> Iterator[str]:
    for match in _ACRONYM.finditer(text):
        start = match.start()
        known = match[0] in _KNOWN_TO_ALL or _ROMAN.fullmatch(match[0]) or start in explained
        if not known and not _BEFORE.match(text, max(0, start - 1), start) and not _is_shouted(_line(text, start)):
            yield match[0]


def _line(text: str, at: int) -> str:
    """The line around an offset, of a bounded length."""
    start, end = max(0, at - _LINE), at + _LINE
    return text[max(start, text.rfind("\n", start, at) + 1) : (text.find("\n", at, end) + 1 or end + 1) - 1]


def _is_shouted(line: str) -> bool:
    """A heading in capitals, whose words are no acronyms."""
    capitals, small = sum(map(str.isupper, line)), sum(map(str.islower, line))
    return capitals > _SHOUTED * (capitals + small) and capitals + small > _ALONE


def _anglicisms(text: str, borrowed: Collection[str], explained: set[int]) -> Iterator[str]:
    """Borrowed words, those that follow one another as one phrase; longer runs are English, not borrowed."""
    run: list[re.Match[str]] = []
    for match in _PLAIN_WORD.finditer(text):
        if match[0] not in borrowed or match.start() in explained:
            continue
        if run and text[run[-1].end() : match.start()] not in (" ", "-"):
            yield from _phrase(run, text)
            run = []
        run.append(match)
    yield from _phrase(run, text)


def _phrase(run: Sequence[re.Match[str]], text: str) -> Iterator[str]:
    phrase = " ".join(match[0] for match in run)
    if len(phrase) >= _SHORTEST and len(run) <= _PHRASE and not _is_english(_line(text, run[0].start())):
        yield phrase


def _is_english(line: str) -> bool:
    return len(_ENGLISH.findall(line)) >= _ENGLISH_PASSAGE


def _compounds(words: set[str]) -> set[str]:
    """Those that are cut into two words, one of them English."""
    cuts = [(word, word[:cut], word[cut:]) for word in words for cut in range(2, len(word) - 1)]
    halves = sorted({half for _, *pair in cuts for half in pair})
    if not halves:
        return set()
    known, english = Lexicon.default().known_among(halves), Lexicon.english().known_among(halves)
    return {word for word, left, right in cuts if left in known and right in known
            and any(half in english and len(half) >= _HALF for half in (left, right))}
