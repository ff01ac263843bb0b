"""Before a mail is sent: which of its words will the client not understand?

The draft is only read. Quoted replies and the signature are not checked, and neither are words that the client
has used in the conversation, words that the draft itself explains, and the plain wording that we would propose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from lexibulle.annotator import Annotator, Hit
from lexibulle.folding import fold_words
from lexibulle.glossary import Term
from lexibulle.mails import Skipped, skipped
from lexibulle.sentences import sentences

Advice = Literal["avoid", "explain"]
_BESIDE: Final = 12  # characters between a word and its explanation: « le churn (la part de clients perdus) »

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word to replace (`avoid`) or to explain (`explain`); its hit counts in code points of the draft."""

    hit: Hit
    advice: Advice


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with something to revise. `start` included, `end` excluded, in code points of the draft."""

    start: int
    end: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Sentences to revise, in reading order, and what was not checked."""

    sentences: tuple[Sentence, ...]
    skipped: tuple[Skipped, ...]

    @property
    def words(self) -> list[Word]:
        return [word for sentence in self.sentences for word in sentence.words]

    @property
    def verdict(self) -> str:
        """« 4 mots à revoir avant l’envoi », or « Rien à revoir »."""
        count = len(self.words)
        return f"{count} mot{'s' * (count > 1)} à revoir avant l’envoi" if count else "Rien à revoir"


def check(annotator: Annotator, text: str, thread: str = "") -> DraftCheck:
    """What to revise in a draft that answers `thread`, the earlier messages if there are any."""
    left_out = skipped(text)
    parts = list(_parts(text, left_out))
    page = annotator.annotate_page([thread, *(text[start:end] for start, end, _ in parts)])
    hits = [result.hits for result in page.results]
    known = set(_terms(hits[0]))
    for (_, _, kind), found in zip(parts, hits[1:], strict=True):
        known.update(_terms(found) if kind == "quote" else ())
    checked: list[Sentence] = []
    for (start, end, kind), found in zip(parts, hits[1:], strict=True):
        if not kind:
            words = _to_revise(text[start:end], found, known)
            checked += (_moved(sentence, start) for sentence in _by_sentence(text[start:end], words))
    return DraftCheck(tuple(checked), tuple(left_out))


def advice_on(term: Term) -> Advice | None:
    """What to do with a term in a client's mail. One whose glossary does not say is to be explained."""
    if term.client == "ok":
        return None
    return "avoid" if term.client == "avoid" else "explain"


def _parts(text: str, left_out: Iterable[Skipped]) -> Iterator[tuple[int, int, str]]:
    """The whole text in order, each part with the kind of what is left out, or ""."""
    start = 0
    for part in left_out:
        if start < part.start:
            yield start, part.start, ""
        yield part.start, part.end, part.kind
        start = part.end
    if start < len(text):
        yield start, len(text), ""


def _terms(hits: Iterable[Hit]) -> Iterator[tuple[str, str]]:
    return ((hit.term.glossary, hit.term.id) for hit in hits)


def _to_revise(text: str, hits: Iterable[Hit], known: set[tuple[str, str]]) -> list[Word]:
    """The words to revise in a part; a term that the part explains is known from there on."""
    words = []
    for hit in hits:
        advice = advice_on(hit.term)
        if advice is None or _is_plain(hit) or (hit.term.glossary, hit.term.id) in known:
            continue
        if advice == "explain" and _is_explained(text, hit):
            known.update(_terms([hit]))
            continue
        words.append(Word(hit, advice))
    return words


@dataclass(frozen=True, slots=True)
class _Wording:
    """What we propose instead of a term, folded, and its words without their plural."""

    folded: str
    stems: frozenset[str]


@lru_cache(maxsize=4096)
def _wording(text: str) -> _Wording:
    """Remembers the wordings of the glossary; nothing of a draft comes here."""
    folded = fold_words(text)
    return _Wording(folded, _stems(folded))


def _proposals(term: Term) -> list[_Wording]:
    """The plain wording, and the official term without its abbreviation."""
    official = term.official.term.partition("(")[0] if term.official else ""
    return [_wording(text) for text in (term.plain, official) if text]


def _stems(folded: str) -> frozenset[str]:
    return frozenset(word if len(word) < 4 else word.rstrip("sx") for word in folded.split())


def _is_plain(hit: Hit) -> bool:
    """Whether the word is (a part of) what we would propose: « client potentiel », « rendez-vous manqué »."""
    said = _stems(fold_words(hit.surface))
    return any(said <= proposal.stems for proposal in _proposals(hit.term))


def _is_explained(text: str, hit: Hit) -> bool:
    """Whether a proposal of ours stands right before or after the word."""
    proposals = _proposals(hit.term)
    reach = max((len(proposal.folded) for proposal in proposals), default=0) + _BESIDE
    before, after = text[max(0, hit.start - reach) : hit.start], text[hit.end : hit.end + reach]
    beside = fold_words(before), fold_words(after)
    return any(proposal.folded in side for proposal in proposals for side in beside)


def _by_sentence(text: str, words: list[Word]) -> Iterator[Sentence]:
    """The sentences that hold these words; sentences that share a word are one."""
    spans = iter(sentences(text) if words else ())
    start = end = 0
    inside: list[Word] = []
    for word in words:
        if word.hit.start >= end:
            if inside:
                yield Sentence(start, end, tuple(inside))
            inside = []
            start, end = next(span for span in spans if span[1] > word.hit.start)
        while word.hit.end > end:
            end = next(spans)[1]
        inside.append(word)
    if inside:
        yield Sentence(start, end, tuple(inside))


def _moved(sentence: Sentence, offset: int) -> Sentence:
    """A sentence of a part, with the offsets of the draft."""
    words = tuple(Word(word.hit._replace(start=word.hit.start + offset, end=word.hit.end + offset), word.advice)
                  for word in sentence.words)
    return Sentence(sentence.start + offset, sentence.end + offset, words)
