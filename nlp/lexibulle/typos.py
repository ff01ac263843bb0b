"""Candidates one typing slip away from a form.

A word is looked at only when no lexicon knows it. It is then compared with the words of the forms through
their deletions (symmetric delete, Garbe 2012: two words one slip apart share a string obtained by deleting at
most one letter of each), checked by rapidfuzz, and the rest of the phrase must stand as written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from lexibulle.folding import Folded
from lexibulle.forms import LEAST_TYPO_LETTERS, SHORT_TYPO_LETTERS, Form
from lexibulle.lexicon import BITS, Lexicon, deletion_hashes, word_hashes
from lexibulle.matching import Candidate, Reader, accents_hold, case_holds, gaps_hold

_LEAST_WORD = 4  # letters of the mistyped word, inside a phrase
_LEAST_PHRASE = 6  # letters of a phrase whose short words may be mistyped
_LEAST_TOKEN = 3  # letters as mistyped: « cold cal »
_LONGEST_WORD = 40
_POSSESSIVES = frozenset(
    "mon ton son notre votre leur mes tes ses nos vos leurs un une ce cet cette ces".split())
_LEAST_BITS = 1 << 10
_AT_A_TIME = 1000  # words hashed at once, so that they fit one block of `hashing`

Place = tuple[Form, int]  # a form and the number of one of its words


@dataclass(frozen=True, slots=True)
class TypoIndex:
    """`places[w]` are the forms that hold word w; `deletions[d]` the words that d comes from."""

    places: dict[str, tuple[Place, ...]]
    deletions: dict[str, tuple[str, ...]]
    near: Lexicon  # of the keys of `deletions`
    own: NDArray[np.uint64]  # hashes of the words of all forms, which are no typos, sorted


def compile_typos(forms: Iterable[Form]) -> TypoIndex:
    """Index the forms that allow typos, by their words."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    own: set[str] = set()
    for form in forms:
        own.update(form.words)
        if form.typos:
            for number, word in enumerate(form.words):
                if may_be_mistyped(form, word):
                    places[word].append((form, number))
    deletions: defaultdict[str, list[str]] = defaultdict(list)
    for word in places:
        for shorter in {word, *_deletions(word)}:
            deletions[shorter].append(word)
    return TypoIndex({word: tuple(found) for word, found in places.items()},
                     {shorter: tuple(words) for shorter, words in deletions.items()},
                     _lexicon_of(deletions), _sorted_hashes(own))


def may_be_mistyped(form: Form, word: str) -> bool:
    """Whether this word of the form is long enough for its slips to be told from other words."""
    if len(form.words) == 1:
        return len(word) >= SHORT_TYPO_LETTERS
    return len(word) >= _LEAST_WORD and len(form.folded) - len(form.words) + 1 >= _LEAST_PHRASE


def _deletions(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _sorted_hashes(words: Iterable[str]) -> NDArray[np.uint64]:
    data, starts, ends = _joined([word.encode("latin-1") for word in words])
    return np.sort(word_hashes(data, starts, ends))


def _lexicon_of(words: Collection[str]) -> Lexicon:
    """A filter with 16 bits a word, which lets one stranger in 170 pass."""
    data, starts, ends = _joined([word.encode("latin-1") for word in words])
    size = min(BITS, max(_LEAST_BITS, 1 << (16 * len(words)).bit_length()))
    return Lexicon.of(word_hashes(data, starts, ends), size)


def _joined(words: list[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Words as one array, with the start and end of each."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ends = np.cumsum(lengths)
    return np.frombuffer(b"".join(words), np.uint8), ends - lengths, ends


def _among(hashes: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which hashes are among the known ones (sorted)."""
    if len(known) == 0:
        return np.zeros(len(hashes), np.bool_)
    found: NDArray[np.bool_] = known[np.searchsorted(known, hashes).clip(max=len(known) - 1)] == hashes
    return found


def find(reader: Reader, index: TypoIndex, lexicon: Lexicon) -> list[Candidate]:
    """Typo candidates of a text."""
    unknown, words = _unknown_words(reader.folded, index, lexicon)
    strange = set(unknown)
    return [candidate
            for i in _near_words(words, index)
            for close in _close_words(words[i].decode("latin-1"), index)
            for form, place in index.places[close]
            if (candidate := _aligned(reader, form, place, unknown[i], strange)) is not None]


def _unknown_words(folded: Folded, index: TypoIndex, lexicon: Lexicon) -> tuple[list[int], list[bytes]]:
    """The words (number and letters) that are long enough, that no lexicon knows and that no form holds."""
    starts, ends = folded.spaces[:-1] + 1, folded.spaces[1:]
    lengths = ends - starts
    fits = np.flatnonzero((lengths >= _LEAST_TOKEN) & (lengths <= _LONGEST_WORD))
    hashes = word_hashes(folded.array, starts.take(fits), ends.take(fits))
    strange = np.flatnonzero(~lexicon.known(hashes))
    strange = strange[~_among(hashes.take(strange), index.own)]
    numbers = fits.take(strange)
    data = folded.data
    spans = zip(starts[numbers].tolist(), ends[numbers].tolist(), strict=True)
    return numbers.tolist(), [data[start:end] for start, end in spans]


def _near_words(words: list[bytes], index: TypoIndex) -> list[int]:
    """Numbers of the words that share a deletion with a word of a form; a few wrong ones do no harm."""
    near: set[int] = set()
    for first in range(0, len(words), _AT_A_TIME):
        data, starts, ends = _joined(words[first : first + _AT_A_TIME])
        owner = np.repeat(np.arange(len(starts)), ends - starts)
        shorter = deletion_hashes(data, starts.take(owner), ends.take(owner))
        near.update((owner[index.near.known(shorter)] + first).tolist())
        near.update((np.flatnonzero(index.near.known(word_hashes(data, starts, ends))) + first).tolist())
    return sorted(near)


def _close_words(word: str, index: TypoIndex) -> list[str]:
    deletions = index.deletions
    near: set[str] = set()
    for shorter in (word, *_deletions(word)):
        if shorter in deletions:
            near.update(deletions[shorter])
    return sorted(other for other in near if OSA.distance(word, other, score_cutoff=1) == 1)


def _aligned(reader: Reader, form: Form, place: int, number: int, strange: set[int]) -> Candidate | None:
    """The candidate if the other words of the form stand around the mistyped one, one slip away at most."""
    folded = reader.folded
    spaces = folded.spaces
    words = form.words
    begin = number - place
    if begin < 0 or begin + len(words) >= len(spaces):
        return None
    for offset, wanted in enumerate(words):
        if offset != place and not _word_holds(folded, begin + offset, wanted, form, strange):
            return None
    first, last = int(spaces[begin]) + 1, int(spaces[begin + len(words)])
    start, end = folded.span(first, last)
    surface = reader.text[start:end]
    if (not gaps_hold(folded, first, last) or not case_holds(form, surface)
            or not reader.stands_alone(start, end)
            or (len(words) == 1 and not _plausible(reader, form, folded.data[first:last], surface, start))):
        return None
    return Candidate(start, end, first, last, form, "typo")


def _word_holds(folded: Folded, number: int, wanted: str, form: Form, strange: set[int]) -> bool:
    start, end = int(folded.spaces[number]) + 1, int(folded.spaces[number + 1])
    written = folded.data[start:end].decode("latin-1")
    if written == wanted:
        return True
    return (number in strange and may_be_mistyped(form, wanted)
            and OSA.distance(written, wanted, score_cutoff=1) <= 1)


def _plausible(reader: Reader, form: Form, word: bytes, surface: str, start: int) -> bool:
    """A single word: same first letter or long, and no proper name (a capital inside a sentence)."""
    if any(chr(byte).isdigit() for byte in word):
        return False
    if len(form.folded) < LEAST_TYPO_LETTERS + 2 and chr(word[0]) != form.folded[0]:
        return False
    if not accents_hold(surface, form.text) and len(form.folded) < LEAST_TYPO_LETTERS + 2:
        return False
    return (not surface[0].isupper() or surface.isupper() or form.term.detect.proper
            or _is_common_noun(reader, start))


def _is_common_noun(reader: Reader, start: int) -> bool:
    """Whether a capital may be one of a sentence start, or of a name used as a word (« mon Calendy »)."""
    before = reader.text[max(0, start - 12) : start].lower().split()
    return _opens_sentence(reader.text, start) or (bool(before) and before[-1] in _POSSESSIVES)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start].rstrip(" \t\u00A0\u202F«“\"'’*_>([-–—•·|#")
    return not before or before[-1] in ".!?…:;\n\r" or not before[-1].isalnum()
