"""Is this a word of French or of English? Then it is never a typo of a term.

The word lists ship as Bloom filters (`data/lexicon/*.bloom`, made by `data/lexicon/build.py`): a word of the
lists is always known, another word is taken for known less than once in a thousand times (everyday French: in
four hundred).

Layout: a power of two of bits, at most 2^24; bit i is bit `i & 7`, counted from the lowest, of byte `i >> 3`
(numpy's `packbits` with `bitorder="little"`). A word sets three of them: of 2^24, those that bits 0-23, 20-43
and 40-63 of its hash name; a smaller lexicon takes the lower bits of each.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from lexibulle.paths import data_dir

BITS: Final = 1 << 24  # of the largest lexicon
PROBES: Final = (0, 20, 40)  # where in the hash the number of a bit begins
BASE: Final = 0x9E3779B97F4A7C15  # odd, so that no letter of a word is ever multiplied away
MIX: Final = 0xD6E8FEB86659FD93
WINDOW: Final = 8  # letters that are hashed at a time
LONGEST: Final = 64  # of the letters of a word that count, but for its last window
_LAST_BITS: Final = np.uint8(7)


# Of a window of so many letters, what lies beyond them is not looked at.
_MASKS: Final = np.array([(1 << 8 * letters) - 1 for letters in range(WINDOW + 1)], np.uint64)
_SHIFTS: Final = np.array([8 * (WINDOW - letters) for letters in range(WINDOW + 1)], np.uint64)


def word_hashes(
    folded: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """One hash for each word `folded[start:end]`, in the order of the text, wherever the word stands.

    A word is read as numbers of eight letters, the last of them its last eight: nearly all words are two numbers.
    """
    windows, lengths = _windows(folded), ends - starts
    hashes = windows[starts + WINDOW]
    hashes &= _MASKS.take(lengths, mode="clip")
    _mix(hashes, BASE, 32)
    for begin in range(WINDOW, min(int(lengths.max(initial=0)), LONGEST) - WINDOW, WINDOW):
        long = (lengths > begin + WINDOW).nonzero()[0]
        longer = hashes[long] ^ windows[starts[long] + begin + WINDOW]
        _mix(longer, BASE, 32)
        hashes[long] = longer
    last = windows[ends]
    last >>= _SHIFTS.take(lengths, mode="clip")
    hashes ^= last
    _mix(hashes, MIX, 29)
    return hashes


def _windows(folded: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The number that the WINDOW bytes before each place make, and before the end and so many bytes after it."""
    padded = np.zeros(len(folded) + 2 * WINDOW, np.uint8)
    padded[WINDOW:-WINDOW] = folded
    return np.ndarray((len(padded) - WINDOW + 1,), "<u8", padded.data, strides=(1,))


def _mix(hashes: NDArray[np.uint64], factor: int, shift: int) -> None:
    """Spread every letter over all bits, in place."""
    hashes *= np.uint64(factor)
    hashes ^= hashes >> np.uint64(shift)


class Lexicon:
    """The known words; immutable, so shared by threads."""

    __slots__ = ("bits",)

    def __init__(self, bits: NDArray[np.uint8]) -> None:
        if len(bits).bit_count() != 1 or len(bits) > BITS // 8:
            raise ValueError(f"a lexicon has a power of two of bytes up to {BITS // 8}, not {len(bits)}")
        self.bits = bits
        bits.flags.writeable = False

    @classmethod
    def of(cls, hashes: NDArray[np.uint64], size: int = BITS) -> Self:
        """The lexicon of exactly these words (and of those that collide with them), of `size` bits."""
        flags = np.zeros(size, np.bool_)
        for places in _probes(hashes, size):
            flags[places] = True
        return cls(np.packbits(flags, bitorder="little"))

    @classmethod
    def load(cls, path: Path) -> Self:
        return cls(np.fromfile(path, np.uint8))

    @staticmethod
    def default() -> "Lexicon":
        """Every word of French and of English: what is never a typo."""
        return _shipped("known.bloom")

    @staticmethod
    def french() -> "Lexicon":
        """The everyday words of French: what a glossary should not highlight wherever it stands."""
        return _shipped("french.bloom")

    @staticmethod
    def english() -> "Lexicon":
        """The words of English that French has not: what a French text has borrowed."""
        return _shipped("english.bloom")

    def known(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """For each hash of `word_hashes`: is its word in the lists?"""
        found = np.ones(len(hashes), np.uint8)
        for places in _probes(hashes, 8 * len(self.bits)):
            found &= self.bits.take(places >> 3) >> (places.astype(np.uint8) & _LAST_BITS)
        return found.view(np.bool_)

    def known_among(self, words: Sequence[str]) -> set[str]:
        """Those of some folded words that are in the lists."""
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        ends = np.cumsum(lengths)
        letters = np.frombuffer("".join(words).encode("latin-1"), np.uint8)
        return {words[i] for i in np.flatnonzero(self.known(word_hashes(letters, ends - lengths, ends))).tolist()}

    def knows(self, word: str) -> bool:
        """The same for one word, already folded."""
        return bool(self.known_among([word]))


def _probes(hashes: NDArray[np.uint64], size: int) -> Iterator[NDArray[np.int64]]:
    """For each probe, the number of the bit of each hash; `size` is a power of two."""
    mask = np.uint64(size - 1)
    return ((hashes >> np.uint64(begin) & mask).view(np.int64) for begin in PROBES)


@cache
def _shipped(name: str) -> Lexicon:
    return Lexicon.load(data_dir() / "lexicon" / name)
