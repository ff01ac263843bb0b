"""Is this a word of French or of English? Then it is never a typo of a term.

The word lists ship as Bloom filters (`data/lexicon/*.bloom`, made by `data/lexicon/build.py`): a word of the
lists is always known, another word is taken for known less than once in a thousand times.

Layout (Putze, Sanders, Singler 2007: one block a word, so that only one place of the memory is read): a power of two
of blocks of 64 bits, little-endian, at most 2^18. The highest bits of its hash name the block of a word, the
twelve lowest the mask (`_masks`) whose bits it sets there.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from lexibulle.paths import data_dir

BITS: Final = 1 << 24  # of the largest lexicon
_BLOCK_BITS: Final = 64
_MASKS: Final = 1 << 12  # different masks, few enough for the processor's nearest cache
_BITS_OF_A_MASK: Final = 5
BASE: Final = 0x9E3779B97F4A7C15  # odd, so that no letter of a word is ever multiplied away
MIX: Final = 0xD6E8FEB86659FD93
WINDOW: Final = 8  # letters that are hashed at a time
LONGEST: Final = 64  # of the letters of a word that count, but for its last window

# Of a window of so many letters, what lies beyond them is not looked at.
_LETTERS: Final = np.array([(1 << 8 * letters) - 1 for letters in range(WINDOW + 1)], np.uint64)


def word_hashes(
    folded: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """One hash for each word `folded[start:end]`, in the order of the text, wherever the word stands.

    A word is read as numbers of eight letters, the last of them its last eight: nearly all words are two numbers.
    """
    windows, lengths = _windows(folded), ends - starts
    last = windows[starts + WINDOW]  # and first: of a word of eight letters or fewer they are the same
    last &= _LETTERS.take(lengths, mode="clip")
    hashes = last.copy()
    _mix(hashes, BASE, 32)
    long = (lengths > WINDOW).nonzero()[0]
    last[long] = windows[ends.take(long)]
    for begin in range(WINDOW, LONGEST - WINDOW, WINDOW):
        long = long[lengths.take(long) > begin + WINDOW]
        if not len(long):
            break
        longer = hashes[long] ^ windows[starts[long] + begin + WINDOW]
        _mix(longer, BASE, 32)
        hashes[long] = longer
    hashes ^= last
    _mix(hashes, MIX, 29)
    return hashes


def hashes_of(words: Sequence[str]) -> NDArray[np.uint64]:
    """One hash for each of some folded words."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ends = np.cumsum(lengths)
    letters = np.frombuffer("".join(words).encode("latin-1"), np.uint8)
    return word_hashes(letters, ends - lengths, ends)


def _windows(folded: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The number that the WINDOW bytes before each place make, and before the end and so many bytes after it."""
    padded = bytes(WINDOW) + folded.tobytes() + bytes(WINDOW)
    return np.ndarray((len(padded) - WINDOW + 1,), "<u8", padded, strides=(1,))


def _mix(hashes: NDArray[np.uint64], factor: int, shift: int) -> None:
    """Spread every letter over all bits, in place."""
    hashes *= np.uint64(factor)
    hashes ^= hashes >> np.uint64(shift)


class Lexicon:
    """The known words; immutable, so shared by threads."""

    __slots__ = ("blocks",)

    def __init__(self, blocks: NDArray[np.uint64]) -> None:
        if len(blocks).bit_count() != 1 or len(blocks) > BITS // _BLOCK_BITS:
            raise ValueError(f"a lexicon has a power of two of blocks up to {BITS // _BLOCK_BITS}, not {len(blocks)}")
        self.blocks = blocks
        blocks.flags.writeable = False

    @classmethod
    def of(cls, hashes: NDArray[np.uint64], size: int = BITS) -> Self:
        """The lexicon of exactly these words (and of those that collide with them), of `size` bits."""
        return cls(_with(np.zeros(size // _BLOCK_BITS, np.uint64), hashes))

    @classmethod
    def load(cls, path: Path) -> Self:
        content = path.read_bytes()
        if len(content) % 8:
            raise ValueError(f"{path.name} has {len(content)} bytes, which are no whole blocks")
        return cls(np.frombuffer(content, "<u8").astype(np.uint64))

    def save(self, path: Path) -> None:
        path.write_bytes(self.blocks.astype("<u8").tobytes())

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
        masks = _mask(hashes)
        blocks = self.blocks.take(_block(hashes, len(self.blocks)))
        blocks &= masks
        found: NDArray[np.bool_] = blocks == masks
        return found

    def including(self, words: Sequence[str]) -> "Lexicon":
        """A lexicon that knows some folded words too."""
        return Lexicon(_with(self.blocks.copy(), hashes_of(words)))

    def known_among(self, words: Sequence[str]) -> set[str]:
        """Those of some folded words that are in the lists."""
        return {words[i] for i in np.flatnonzero(self.known(hashes_of(words))).tolist()}

    def knows(self, word: str) -> bool:
        """The same for one word, already folded."""
        return bool(self.known_among([word]))


def _with(blocks: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The same blocks, in which the words of these hashes are known now."""
    np.bitwise_or.at(blocks, _block(hashes, len(blocks)), _mask(hashes))
    return blocks


def _block(hashes: NDArray[np.uint64], blocks: int) -> NDArray[np.int64]:
    """The number of the block of each hash; `blocks`, how many there are, is a power of two."""
    return (hashes >> np.uint64(64 - blocks.bit_length() + 1)).view(np.int64)


def _mask(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The bits of its block that each hash stands for."""
    return _masks().take((hashes & np.uint64(_MASKS - 1)).view(np.int64))


@cache
def _masks() -> NDArray[np.uint64]:
    """_MASKS numbers of _BITS_OF_A_MASK bits each (two may fall together), six bits of a hash for each of them."""
    numbers = np.arange(1, _MASKS + 1, dtype=np.uint64)
    _mix(numbers, BASE, 32)
    _mix(numbers, MIX, 29)
    masks = np.zeros(_MASKS, np.uint64)
    for first in range(0, 6 * _BITS_OF_A_MASK, 6):
        masks |= np.uint64(1) << (numbers >> np.uint64(first) & np.uint64(_BLOCK_BITS - 1))
    return masks


@cache
def _shipped(name: str) -> Lexicon:
    return Lexicon.load(data_dir() / "lexicon" / name)
