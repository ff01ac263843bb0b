"""Realistic single slips of a written form, the same for the same seed: what the detector is measured with.

A missing accent is no slip (it is folded away). Places are drawn evenly, so the first letter is hit more
often than people hit it: the measure errs on the hard side. « ss » for « c » is two edits."""

import random
import re
from collections.abc import Callable, Iterator

from lexibulle.folding import fold_words

ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")  # AZERTY, letters only
WORD = re.compile(r"[^\W\d_]{4,}")  # nobody can tell a slip in « de » from another word
VOWEL = "[aeiouyàâéèêëîïôùûœ]"
SOUNDS_ALIKE = (
    (r"c(?=[eéèêiîy])", "s"),
    (r"c(?=[eéèêiîy])", "ss"),
    (r"s(?=[eéèêiîy])", "c"),
    (rf"(?<={VOWEL})s(?={VOWEL})", "ss"),
    (r"ss", "s"),
    (r"f", "ph"),
    (r"ph", "f"),
    (r"er$", "é"),
    (r"é$", "er"),
    (r"é(e?s?)$", r"er\1"),
    (r"([ntl])\1", r"\1"),
    (rf"(?<={VOWEL})([ntl])(?={VOWEL})", r"\1\1"),
)


def swapped(word: str) -> Iterator[str]:
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def doubled(word: str) -> Iterator[str]:
    for i, letter in enumerate(word):
        yield word[:i] + letter + word[i:]


def missing(word: str) -> Iterator[str]:
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def next_key(word: str) -> Iterator[str]:
    for i, letter in enumerate(word):
        for key in neighbours(letter):
            yield word[:i] + key + word[i + 1 :]


def neighbours(letter: str) -> Iterator[str]:
    """The keys left, right, above and below."""
    for y, row in enumerate(ROWS):
        if (x := row.find(letter.lower())) >= 0:
            yield from row[max(x - 1, 0) : x] + row[x + 1 : x + 2]
            yield from (other[x] for other in ROWS[max(y - 1, 0) : y + 2] if other != row and x < len(other))


def respelled(word: str) -> Iterator[str]:
    for pattern, spelling in SOUNDS_ALIKE:
        for found in re.finditer(pattern, word):
            yield word[: found.start()] + found.expand(spelling) + word[found.end() :]


def joined(form: str) -> Iterator[str]:
    """A hyphen, a space or an apostrophe left out."""
    for found in re.finditer(r"\b[-\s'’]+\b", form):
        yield form[: found.start()] + form[found.end() :]


def in_words(slip: Callable[[str], Iterator[str]], form: str) -> Iterator[str]:
    for word in WORD.finditer(form):
        for spoilt in slip(word.group()):
            yield form[: word.start()] + spoilt + form[word.end() :]


def slips(
    form: str, rng: random.Random, n: int, is_word: Callable[[str], bool] = frozenset[str]().__contains__
) -> list[str]:
    """At most `n` different slips, each kind as likely as another; none that folding undoes or that makes
    a known word (`is_word` gets folded words)."""
    pools = [list(in_words(kind, form)) for kind in (swapped, doubled, missing, next_key, respelled)]
    pools.append(list(joined(form)))
    before, found = fold_words(form).split(), dict[str, None]()
    while len(found) < n and (pools := [pool for pool in pools if pool]):
        pool = rng.choice(pools)
        slip = pool.pop(rng.randrange(len(pool)))
        after = fold_words(slip).split()
        if after != before and not any(is_word(word) for word in set(after) - set(before)):
            found[slip] = None
    return list(found)
