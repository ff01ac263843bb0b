"""Raw text to folded text, with the way back.

Folded text is ASCII: words of `a-z` and `0-9`, one space between two words, one at each end. Case, accents,
hyphens, apostrophes, punctuation, every kind of white space, bold letters and ligatures are folded away;
soft hyphens, zero-width characters, combining marks and the hyphen of a word cut at a line end vanish.
A letter of another alphabet becomes `OTHER_LETTER`, which no written form contains.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPACE: Final = 0x20
OTHER_LETTER: Final = 0x7F
_VANISH: Final = 0xFF
_EXPAND: Final = 0xFE

# Signs that are told apart, for the borders of sentences and chunks; folded, they are spaces as all others.
NEWLINE: Final = 0x1E
STOP: Final = 0x1F  # . ! ? …
BLANK: Final = 0x21  # white space that is not a line break
_HYPHEN: Final = 0x22
_LAST_SIGN: Final = 0x2F  # digits and letters come after it
LINE_FEED: Final = 0x0A
_LAST_BLANK: Final = 0x3000
_LAST_LOWER: Final = 0x180  # from here on, and in other alphabets, case is not looked at

# Letters that Unicode does not decompose, as French writers type them.
_EXPANSIONS: Final = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss"}
_PLAIN: Final = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"}
_LIGATURES: Final = range(0xFB00, 0xFB07)
# Where a compatibility letter may stand for a plain one: letters with accents, full-width and
# mathematical alphabets. Signs such as ™ or ² decompose to letters too, but are not read as such.
_LETTER_RANGES: Final = (
    range(0x80, 0x2100), range(0x2102, 0x2150), range(0x2C60, 0x2C80), range(0xA720, 0xA800),
    range(0xFF10, 0xFF5B), range(0x1D400, 0x1D800))
_READ_ONE_BY_ONE: Final = (
    range(0x80, 0x2FFF), range(0x3005, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x10000),
    range(0x1D400, 0x1D800))
# Alphabets that hold nothing for us, taken whole (start included, end excluded).
_LETTERS_ONLY: Final = ((0x3400, 0xA000), (0xAC00, 0xD800), (0x10000, 0x1D000), (0x20000, 0x32000))
_KEYCAP: Final = 0x20E3  # ends an emoji such as 1️⃣, whose digit is no part of the next word
_APOSTROPHE_LETTERS: Final = "ʹʻʼʽˈˊˋ"  # letters to Unicode, apostrophes to those who type them
APOSTROPHES: Final = f"'’´`‘′{_APOSTROPHE_LETTERS}"
_TAGS: Final = (0xE0000, 0xE0200)
_LETTERS_OF: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"})
_VANISHING: Final = frozenset({"Mn", "Me", "Cf"})

_HYPHENATION: Final = re.compile(r"(?<=[^\W\d_])[-\u00AD\u2010\u2011]\r?\n[ \t]{0,8}(?=[^\W\d_])")
_HASHTAG: Final = re.compile(r"#(\w{3,80})")
_HUMP: Final = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-zà-ÿ]{2})")


def _expansion(char: str) -> str:
    if ord(char) in _LIGATURES:
        return unicodedata.normalize("NFKD", char)
    return _EXPANSIONS[char]


def _folded_letter(char: str) -> int:
    """The byte for one letter or digit outside ASCII."""
    plain = _PLAIN.get(char) or unicodedata.normalize("NFKD", char)
    base = plain[0].lower()
    if base.isascii() and base.isalnum() and all(unicodedata.combining(c) for c in plain[1:]):
        return ord(base)
    return OTHER_LETTER


@lru_cache(maxsize=1)
def _tables() -> tuple[bytes, NDArray[np.uint8], NDArray[np.bool_]]:
    """The sign or letter of the first 256 code points, as `bytes.translate` wants them, and of all; small letters."""
    signs = _folding_table()
    small = np.array([chr(point).islower() for point in range(_LAST_LOWER)] + [False])
    return signs[:256].tobytes(), signs, small


def _folding_table() -> NDArray[np.uint8]:
    fold = np.full(0x110000, SPACE, dtype=np.uint8)
    for char in filter(str.isalnum, map(chr, range(0x80))):
        fold[ord(char)] = ord(char.lower())
    for start, end in _LETTERS_ONLY:
        fold[start:end] = OTHER_LETTER
    fold[slice(*_TAGS)] = _VANISH
    for point in chain(*_READ_ONE_BY_ONE):
        category = unicodedata.category(chr(point))
        if category in _LETTERS_OF:
            fold[point] = OTHER_LETTER
        elif category in _VANISHING:
            fold[point] = _VANISH
    for point in chain(*_LETTER_RANGES):
        if fold[point] == OTHER_LETTER:
            fold[point] = _folded_letter(chr(point))
    fold[[0xAD, 0x200B, 0xFEFF]] = _VANISH
    fold[[_KEYCAP, *(ord(sign) for sign in _APOSTROPHE_LETTERS)]] = SPACE
    fold[[*map(ord, _EXPANSIONS), *_LIGATURES]] = _EXPAND
    fold[[point for point in range(_LAST_BLANK + 1) if chr(point).isspace()]] = BLANK
    fold[[ord(char) for char in "\n\r\x0b\x0c\x85\u2028\u2029"]] = NEWLINE
    fold[[ord(char) for char in ".!?…"]] = STOP
    fold[[ord(char) for char in "-\u2010\u2011"]] = _HYPHEN
    return fold


class Folded:
    """`data[i]` is the folded letter that stands for code point `positions[i]` of `text`.

    The first and the last byte are spaces that stand for the borders of the text (positions 0 and len(text)).
    `encoded` and `array` are `data` as bytes; `at` is `positions`, quicker to read one by one; `spaces` are the offsets
    of all spaces: word k is `data[spaces[k] + 1 : spaces[k + 1]]`. Of the text itself, `codes` are the code points;
    `signs[i + 1]` is the sign or letter of code point i, after the last one a NEWLINE; `marks` are the offsets of the
    stops and line breaks.
    """

    def __init__(
        self, text: str, codes: NDArray[np.unsignedinteger], signs: NDArray[np.uint8], marks: NDArray[np.int64],
        array: NDArray[np.uint8], positions: NDArray[np.int64], spaces: NDArray[np.int64],
    ) -> None:
        self.text = text
        self.array = array
        self.encoded = array.tobytes()
        self.data = self.encoded.decode("ascii")
        self.positions = positions
        self.at = positions.data
        self.spaces = spaces
        self.codes = codes
        self.signs = signs
        self.marks = marks

    def is_lower(self, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether small letters stand at these offsets of the text; past its end, what stands last counts."""
        return _tables()[2].take(self.codes.take(offsets, mode="clip"), mode="clip")

    def first_at(self, offset: int, low: int, high: int) -> int:
        """The first folded offset, from `low` to `high`, that stands for a raw offset or for what follows it."""
        return bisect_left(self.at, offset, low, high)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw code point span of the folded bytes `start:end`, which begin and end with a word character."""
        first: int = self.at[start]
        last: int = self.at[end - 1] + 1
        text = self.text
        while last < len(text) and ord(text[last]) >= 0x300 and unicodedata.combining(text[last]):
            last += 1  # the accent of a decomposed last letter belongs to it
        return first, last


def fold(text: str) -> Folded:
    """Fold a text; linear in its length, whatever its characters (lone surrogates and NUL included)."""
    codes = _codes(text)
    written = _signs(codes)
    signs = np.frombuffer(written, np.uint8)
    marks = (signs[1:-1] <= STOP).nonzero()[0]
    folded = _without_hyphenation(text, signs, marks)
    humps = _humps(text) if "#" in text else []
    positions: NDArray[np.int64] | None = None  # each byte stands for its own character, but for the first
    if humps or folded is not signs or _VANISH in written:
        folded, positions = _parted_and_joined(folded, humps)
    kept = _worth_keeping(folded)
    array = folded[kept]
    if positions is None:
        positions = kept.nonzero()[0]
        positions -= 1
    else:
        positions = positions[kept]
    positions[0] = 0
    if _EXPAND in written:
        array, positions = _expanded(text, array, positions)
    spaces = (array <= _LAST_SIGN).nonzero()[0]
    array[spaces] = SPACE
    return Folded(text, codes, signs, marks, array, positions, spaces)


def _codes(text: str) -> NDArray[np.unsignedinteger]:
    """The code points of a text."""
    codes: NDArray[np.unsignedinteger] = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(codes) > len(text):  # two units a character: emoji, bold letters
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes


def _signs(codes: NDArray[np.unsignedinteger]) -> bytearray:
    """The sign or letter of each code point, between a space and a line break."""
    latin, all_signs, _ = _tables()
    signs = bytearray(b" " + codes.astype(np.uint8).tobytes().translate(latin) + bytes((NEWLINE,)))
    others = (codes > 0xFF).nonzero()[0]
    np.frombuffer(signs, np.uint8)[others + 1] = all_signs.take(codes[others])
    return signs


def _worth_keeping(folded: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """All but a sign after a sign."""
    blank = folded <= _LAST_SIGN
    keep = np.ones(len(folded), dtype=np.bool_)
    np.logical_and(blank[1:], blank[:-1], out=keep[1:])
    np.logical_not(keep[1:], out=keep[1:])
    return keep


def _without_hyphenation(text: str, signs: NDArray[np.uint8], marks: NDArray[np.int64]) -> NDArray[np.uint8]:
    """« segmen-⏎tation » is one word: its hyphen and line break vanish. The same array where there is none."""
    before = signs.take(marks)
    ends = marks[(before == _HYPHEN) | (before == _VANISH)].tolist()
    cuts = [cut for end in ends if (cut := _HYPHENATION.match(text, end - 1))]
    if not cuts:
        return signs
    folded = signs.copy()
    for cut in cuts:
        folded[cut.start() + 1 : cut.end() + 1] = _VANISH
    return folded


def _humps(text: str) -> list[int]:
    """« #ColdEmail » is two words: where the words of a hashtag begin, in folded bytes."""
    return [tag.start(1) + hump.start() + 1
            for tag in _HASHTAG.finditer(text) for hump in _HUMP.finditer(tag[1])]


def _parted_and_joined(folded: NDArray[np.uint8], humps: list[int]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Spaces of no width go in at the humps, vanishing characters go; also the code point behind each byte."""
    positions = np.insert(np.arange(-1, len(folded) - 1), humps, [hump - 1 for hump in humps])
    folded = np.insert(folded, humps, SPACE)
    seen = folded != _VANISH
    return folded[seen], positions[seen]


def _expanded(
    text: str, array: NDArray[np.uint8], positions: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Ligatures become their letters, which all stand for the same code point."""
    data = array.tobytes()
    pieces: list[bytes] = []
    places: list[NDArray[np.int64]] = []
    begin, ligature = 0, data.find(_EXPAND)
    while ligature >= 0:
        letters = _expansion(text[positions[ligature]]).encode()
        pieces += data[begin:ligature], letters
        places += [positions[begin : ligature + 1], *[positions[ligature : ligature + 1]] * (len(letters) - 1)]
        begin = ligature + 1
        ligature = data.find(_EXPAND, begin)
    expanded = bytearray(b"".join([*pieces, data[begin:]]))
    return np.frombuffer(expanded, np.uint8), np.concatenate([*places, positions[begin:]])


_PLAIN_ASCII: Final = re.compile(r"[a-z0-9]+")


def fold_words(text: str) -> str:
    """Folded words of a written form or cue, separated by single spaces, without the border spaces.

    What `fold` makes of one line without hashtags, but no arrays: thousands of short forms are folded when a glossary
    is compiled.
    """
    lower = text.lower()
    if lower.isascii():
        return " ".join(_PLAIN_ASCII.findall(lower))
    if _FRENCH.issuperset(lower):
        return " ".join(_PLAIN_ASCII.findall(lower.translate(_FRENCH_FOLDED)))
    return fold(text).data.strip()


_FRENCH: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 '’-.,/&()*«»àâäçéèêëîïôöùûüÿœæ\u00A0")
_FRENCH_FOLDED: Final = str.maketrans({
    **dict(zip("àâäçéèêëîïôöùûüÿ", "aaaceeeeiioouuuy", strict=True)), "œ": "oe", "æ": "ae"})
