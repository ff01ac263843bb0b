"""The third list: real French words, of a list the lexicon was not built from, one slip from a form's word.

None of them may be taken for a typo. wfrench is under the GPL: read where it is installed, never shipped."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lexibulle.folding import fold_words
from rapidfuzz.distance import OSA

FRENCH = Path("/usr/share/dict/french")
NOT_MEASURED = "not measured (needs the package wfrench)"


def shorter(word: str) -> set[str]:
    """The word, and the word without one of its letters: two words one slip apart share one of these."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def near(form_words: Iterable[str], real_words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(real word, word of a form) at OSA distance 0 or 1 after folding; each real word once.

    `form_words` come as they are written, with plurals: « relancé » is near « relance », itself left out."""
    written = {word.lower() for word in form_words}
    within = defaultdict[str, set[str]](set)
    for word in written:
        for part in fold_words(word).split():
            for key in shorter(part):
                within[key].add(part)
    reals = [word for word in real_words if word.isalpha() and word.lower() not in written]
    for real, folded in zip(reals, fold_words(" ".join(reals)).split(), strict=True):
        candidates = set[str]().union(*(within.get(key, ()) for key in shorter(folded)))
        reached = [word for word in candidates if OSA.distance(folded, word) <= 1]
        if reached:
            yield real, min(reached)


def wrongly_taken(form_words: Iterable[str], is_taken: Callable[[str], bool], source: Path = FRENCH) -> str:
    """One line for the report: how many real words in reach `is_taken` gives away, and which."""
    if not source.is_file():
        return NOT_MEASURED
    reach = list(near(form_words, source.read_text("utf-8").split()))
    taken = [f"{real} → {word}" for real, word in reach if is_taken(real)]
    return f"{len(taken)} of {len(reach)} real words in reach taken for a typo: {', '.join(taken) or 'none'}"
