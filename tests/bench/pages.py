"""French pages for the measurements: our own sentences, with names, numbers and words that change.

`sales.txt` and `ordinary.txt` hold the sentences, one a line: `[…]` marks a term of the glossary, `{…}` is a
slot that is filled from `words.txt` or with an invented name. A page depends on nothing but its size, density
and number, and no two pages are alike, so that no cache has seen one before.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

HERE: Final = Path(__file__).parent
DENSE: Final = 40  # words for one term
SPARSE: Final = 500
WARM_UP: Final = 1_000_000  # pages from this number on are never measured

_SLOT: Final = re.compile(r"\{(\w+)\}")
_MARKED: Final = re.compile(r"\[([^\]]+)\]")
_ELISION: Final = re.compile(r"\b([DdNn]e|[Qq]ue) (?=[aeiouyœéèêàAEIOUYŒÉÈÊ])")
_CONSONANTS: Final = "b br c ch cl d dr f fl g gr h j l m n p pl qu r s t tr v".split()
_VOWELS: Final = "a ai an au e eau é en i in o ou on u".split()
_ENDINGS: Final = "ard aud eau el er et ier in is on ot ou our y".split()
_TENSES: Final = {"il": "ait", "ils": "aient", "ant": "ant", "nous": "ons", "vous": "ez", "futur": "era",
                  "futurs": "eront"}
_WRAP: Final = 72


@dataclass(frozen=True, slots=True)
class Page:
    """A text and the places (start, end) where a term of the glossary is known to stand."""

    text: str
    marked: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        return len(self.text.encode())


def pages(number: int, size: int, words_per_term: int, first: int = 0) -> list[Page]:
    """So many different pages of about `size` bytes; the same numbers give the same pages."""
    return [page(size, words_per_term, seed) for seed in range(first, first + number)]


def page(size: int, words_per_term: int, seed: int) -> Page:
    """One page in paragraphs, some of them wrapped as in an e-mail and some set as lists."""
    random = dice(f"{size} {words_per_term} {seed}")
    paragraphs: list[str] = []
    length = 0
    for sentences in _paragraphs(random, words_per_term):
        paragraph = _joined(sentences, random)
        paragraphs.append(paragraph)
        length += len(paragraph.encode())
        if length >= size:
            break
    return _without_marks("\n\n".join(paragraphs))


def dice(seed: str) -> Random:
    return Random(seed)  # noqa: S311  # the same pages for everybody, and no secret


def _paragraphs(random: Random, words_per_term: int) -> Iterator[list[str]]:
    """Paragraphs without end; one about sales, with its terms, whenever enough words have gone by."""
    decks = {name: _deck(random, sentences) for name, sentences in _corpus().items()}
    words = random.randrange(words_per_term)
    terms = 0
    while True:
        kinds = ("term", "sales", "term") if words >= words_per_term * (terms + 1) else ("ordinary",)
        sentences = [_filled(next(decks[random.choice(kinds)]), random) for _ in range(random.randrange(2, 6))]
        words += sum(len(sentence.split()) for sentence in sentences)
        terms += sum(sentence.count("[") for sentence in sentences)
        yield sentences


def _deck(random: Random, sentences: list[str]) -> Iterator[str]:
    """All sentences in random order, again and again."""
    while True:
        yield from random.sample(sentences, len(sentences))


@cache
def _corpus() -> dict[str, list[str]]:
    sales = (HERE / "sales.txt").read_text("utf-8").splitlines()
    return {"term": [line for line in sales if "[" in line],
            "sales": [line for line in sales if "[" not in line],
            "ordinary": (HERE / "ordinary.txt").read_text("utf-8").splitlines()}


@cache
def _words() -> dict[str, list[str]]:
    entries = (HERE / "words.txt").read_text("utf-8").replace("\n  ", " ").splitlines()
    return {name: words.split() for name, _, words in (entry.partition(":") for entry in entries)}


def _filled(sentence: str, random: Random) -> str:
    filled = _SLOT.sub(lambda slot: _fill(slot[1], random), sentence)
    return _ELISION.sub(lambda word: word[1][:-1] + "’", filled)


def _fill(slot: str, random: Random) -> str:
    made: dict[str, Callable[[], str]] = {
        "n": lambda: str(random.randrange(2, 100)),
        "date": lambda: str(random.randrange(2, 24)),
        "big": lambda: f"{random.randrange(1, 100)}\u202F{random.randrange(1000):03}",
        "last": lambda: _name(random),
        "firm": lambda: _name(random),
        "mail": lambda: f"{_name(random).lower()}@{_name(random).lower()}.fr",
        "url": lambda: f"https://www.{_name(random).lower()}.fr/{_name(random).lower()}/{random.randrange(1000)}",
    }
    if slot in _TENSES:
        return random.choice(_words()["stem"]) + _TENSES[slot]
    return made[slot]() if slot in made else random.choice(_words()[slot])


def _name(random: Random) -> str:
    return (syllables(random, random.choice((1, 1, 2))) + random.choice(_ENDINGS)).capitalize()


def syllables(random: Random, number: int) -> str:
    """The beginning of a word that could be French; an ending with a vowel may follow."""
    opened = (random.choice(_CONSONANTS) + random.choice(_VOWELS) for _ in range(number))
    return "".join(opened) + random.choice("lmnrtv")


def _joined(sentences: list[str], random: Random) -> str:
    """The sentences of a paragraph: mostly run on, some wrapped as in an e-mail, some one a line."""
    layout = random.random()
    if layout < 0.1:
        return "- " + "\n- ".join(sentences)
    paragraph = " ".join(sentences)
    return _wrapped(paragraph) if layout < 0.3 else paragraph


def _without_marks(text: str) -> Page:
    """The page that a marked text stands for."""
    pieces: list[str] = []
    marked: list[tuple[int, int]] = []
    length = 0
    for number, piece in enumerate(_MARKED.split(text)):
        if number % 2:
            marked.append((length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return Page("".join(pieces), tuple(marked))


def _wrapped(paragraph: str) -> str:
    return re.sub(rf"([^\n]{{{_WRAP},}}?) ", r"\1\n", paragraph)
