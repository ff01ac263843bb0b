"""Candidates one typing slip away from a form.

A word is looked at only when no lexicon knows it. One slip leaves one half of a word as it was, so it is compared
by rapidfuzz with the words of the forms that begin or end alike; and the rest of the phrase must stand as written.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from rapidfuzz.distance import OSA

from lexibulle.folding import Folded
from lexibulle.forms import LEAST_TYPO_LETTERS, SHORT_TYPO_LETTERS, Form
from lexibulle.lexicon import Lexicon, word_hashes
from lexibulle.matching import Candidate, Reader, case_holds, gaps_hold, marks

_LEAST_WORD: Final = 4  # letters of the mistyped word, inside a phrase
_LEAST_PHRASE: Final = 5  # letters of a phrase whose short words may be mistyped
_LEAST_TOKEN: Final = 3  # letters as mistyped: « cold cal »
_LONGEST_WORD: Final = 40
_POSSESSIVES: Final = frozenset(
    "mon ton son notre votre leur mes tes ses nos vos leurs un une ce cet cette ces".split())
_ROWS: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn")  # of a French keyboard

_distance: Final = OSA.distance  # looked up once

FormWord = tuple[Form, int]  # a form and the number of one of its words
Item = TypeVar("Item")


def _next_keys() -> dict[str, str]:
    """The keys left, right, above and below each key."""
    keys = {(x, y): key for y, row in enumerate(_ROWS) for x, key in enumerate(row)}
    return {key: "".join(keys.get(place, "") for place in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)))
            for (x, y), key in keys.items()}


_NEXT_KEYS: Final = _next_keys()


@dataclass(frozen=True, slots=True)
class TypoIndex:
    """`places[w]` are the forms that hold word w; `heads` and `tails` the words with that first or last half."""

    places: dict[str, tuple[FormWord, ...]]
    heads: dict[str, tuple[str, ...]]
    tails: dict[str, tuple[str, ...]]
    lexicon: Lexicon  # what is no typo: the words of the language, of all forms, and others that the glossary knows


def compile_typos(forms: Iterable[Form], known: Iterable[str], lexicon: Lexicon) -> TypoIndex:
    """Index the forms that allow typos, by their words; folded words that are `known` are no typos, nor are those of
    the lexicon.
    """
    places: defaultdict[str, list[FormWord]] = defaultdict(list)
    own = set(known)
    for form in forms:
        words = form.words
        own.update(words)
        if form.typos:
            for number, word in enumerate(words):
                if may_be_mistyped(form, word):
                    places[word].append((form, number))
    heads: defaultdict[str, list[str]] = defaultdict(list)
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for word in places:
        heads[word[: _head(len(word))]].append(word)
        tails[word[-_tail(len(word)) :]].append(word)
    return TypoIndex(_frozen(places), _frozen(heads), _frozen(tails), lexicon.including(sorted(own)))


def _head(length: int) -> int:
    """Letters of the first half; with the last one it leaves out a letter, so that no swap touches both."""
    return length // 2


def _tail(length: int) -> int:
    return (length - 1) // 2


def _frozen(lists: dict[str, list[Item]]) -> dict[str, tuple[Item, ...]]:
    return {key: tuple(found) for key, found in lists.items()}


def may_be_mistyped(form: Form, word: str) -> bool:
    """Whether this word of the form is long enough for its slips to be told from other words."""
    if len(form.words) == 1:
        return len(word) >= SHORT_TYPO_LETTERS
    return len(word) >= _LEAST_WORD and len(form.folded) - len(form.words) + 1 >= _LEAST_PHRASE


def find(reader: Reader, index: TypoIndex) -> list[Candidate]:
    """Typo candidates of a text."""
    unknown = _unknown_words(reader.folded, index.lexicon)
    return [candidate
            for number, word in unknown.items()
            for close in _close_words(word, index)
            for form, place in index.places[close]
            if (candidate := _aligned(reader, form, place, number, unknown)) is not None]


def _unknown_words(folded: Folded, lexicon: Lexicon) -> dict[int, str]:
    """By number, the words that are long enough and that the lexicon does not know."""
    starts, ends = folded.spaces[:-1] + 1, folded.spaces[1:]
    lengths = ends - starts
    fits = (lengths >= _LEAST_TOKEN).nonzero()[0]
    known = lexicon.known(word_hashes(folded.array, starts.take(fits), ends.take(fits)))
    numbers = fits[~known]
    data = folded.data
    spans = zip(numbers.tolist(), starts.take(numbers).tolist(), ends.take(numbers).tolist(), strict=True)
    return {number: data[start:end] for number, start, end in spans if end - start <= _LONGEST_WORD}


def _close_words(word: str, index: TypoIndex) -> list[str]:
    """The words of forms that are one slip away: as long, or a letter longer or shorter."""
    length, heads, tails = len(word), index.heads, index.tails
    near: list[str] = []
    if found := heads.get(word[: _head(length - 1)]):
        near += found
    if found := heads.get(word[: _head(length + 1)]):
        near += found
    if found := tails.get(word[-_tail(length - 1) :]):
        near += found
    if found := tails.get(word[-_tail(length + 1) :]):
        near += found
    return sorted({other for other in near
                   if -1 <= len(other) - length <= 1 and _distance(word, other, score_cutoff=1) == 1})


def _aligned(reader: Reader, form: Form, place: int, number: int, strange: Container[int]) -> Candidate | None:
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


def _word_holds(folded: Folded, number: int, wanted: str, form: Form, strange: Container[int]) -> bool:
    start, end = int(folded.spaces[number]) + 1, int(folded.spaces[number + 1])
    written = folded.data[start:end]
    if written == wanted:
        return True
    return (number in strange and may_be_mistyped(form, wanted)
            and _distance(written, wanted, score_cutoff=1) <= 1)


def _plausible(reader: Reader, form: Form, word: str, surface: str, start: int) -> bool:
    """A single word: same first letter or long, no code and no proper name (a capital inside a sentence)."""
    if any(map(str.isdigit, word)) or reader.text[start - 1 : start] == "`":
        return False
    if len(form.folded) < LEAST_TYPO_LETTERS + 2 and not (
            _begins_alike(word, form.folded) and (surface.isascii() or _accents(surface) <= _accents(form.text))):
        return False
    return (not surface[0].isupper() or surface.isupper() or form.term.detect.proper
            or _is_common_noun(reader, start))


def _begins_alike(word: str, wanted: str) -> bool:
    """Whether the first letters are the same, or slipped as fingers do: swapped, left out, on the next key."""
    if word[0] == wanted[0] or word[:2] == wanted[1::-1]:
        return True
    if len(word) < len(wanted):
        return len(wanted) >= LEAST_TYPO_LETTERS
    return word[1:] == wanted[1:] and word[0] in _NEXT_KEYS.get(wanted[0], "")


def _accents(text: str) -> Counter[str]:
    """How often each accent is written, wherever a slip has moved it."""
    return Counter(mark for _, mark in marks(text))


def _is_common_noun(reader: Reader, start: int) -> bool:
    """Whether a capital may be one of a sentence start, or of a name used as a word (« mon Calendy »)."""
    before = reader.text[max(0, start - 12) : start].lower().split()
    return _opens_sentence(reader.text, start) or (bool(before) and before[-1] in _POSSESSIVES)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start].rstrip(" \t\u00A0\u202F«“\"'’*_>([-–—•·|#")
    return not before or before[-1] in ".!?…:;\n\r" or not before[-1].isalnum()
