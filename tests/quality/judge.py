"""The third list: real French words, of a list the lexicon was not built from, one slip from a form's word.

None of them may be taken for a typo. wfrench is under the GPL: read where it is installed, never shipped."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.distance import OSA

from lexibulle import Annotator, Glossary
from lexibulle.folding import fold_words
from lexibulle.forms import Gap, forms_of_term
from quality.figures import Part
from quality.planted import written_forms
from quality.sentences import NEUTRAL, SALES, touching

FRENCH = Path("/usr/share/dict/french")
NOT_MEASURED = "not measured (needs the package wfrench)"
WORD = re.compile(r"[^\W\d_]+")


def shorter(word: str) -> set[str]:
    """The word, and the word without one of its letters: two words one slip apart share one of these."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def near(form_words: Iterable[str], real_words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(real word, word of a form) at OSA distance 0 or 1 after folding; each real word once.

    `form_words` come as they are written, with plurals: « relancé » is near « relance », itself left out."""
    written = {word.lower() for word in form_words}
    within = defaultdict[str, set[str]](set)
    for folded in set(fold_words(" ".join(written)).split()):
        for key in shorter(folded):
            within[key].add(folded)
    reals = [word for word in real_words if word.isalpha() and word.lower() not in written]
    for real, folded in zip(reals, fold_words(" ".join(reals)).split(), strict=True):
        candidates = set[str]().union(*(within.get(key, ()) for key in shorter(folded)))
        reached = [word for word in candidates if OSA.distance(folded, word) <= 1]
        if reached:
            yield real, min(reached)


def form_words(glossary: Glossary) -> set[str]:
    """Words of all forms as they are written, and what is run together (« coldemail »)."""
    forms = [form for term in glossary for form in forms_of_term(term) if form.gap is Gap.ANY]
    texts = {form.text for form in forms} | {form.folded for form in forms if " " not in form.folded}
    return {word for text in texts for word in WORD.findall(text)}


def part(annotator: Annotator, glossary: Glossary) -> Part:
    if not FRENCH.is_file():
        return Part(f"{NOT_MEASURED}.")
    pairs = list(near(form_words(glossary), FRENCH.read_text("utf-8").split()))
    phrases = list(in_phrases(pairs, glossary))
    lines = [
        _taken(annotator, "alone in a neutral sentence", pairs, NEUTRAL),
        _taken(annotator, "alone in a sales sentence", pairs, SALES[0]),
        _taken(annotator, "in one of our phrases, in the place of its word", phrases, SALES[0]),
    ]
    intro = "Real words of a list the lexicon was not made of, one slip from ours; none may be taken for it."
    return Part("\n".join([intro, "", *lines]))


def in_phrases(pairs: Iterable[tuple[str, str]], glossary: Glossary) -> Iterator[tuple[str, str]]:
    """(phrase with the real word, phrase): the first phrase of ours that holds the word, unless ours too."""
    ours = {form.folded for term in glossary for form in forms_of_term(term)}
    phrases = dict[str, str]()
    for _, phrase in written_forms(glossary):
        words = fold_words(phrase).split()
        phrases = dict.fromkeys(words if len(words) > 1 else (), phrase) | phrases
    for real, word in pairs:
        pieces = re.split(r"(\W+)", phrases.get(word, ""))
        changed = "".join(real if fold_words(piece) == word else piece for piece in pieces)
        if changed and fold_words(changed) not in ours:
            yield changed, phrases[word]


def _taken(annotator: Annotator, where: str, pairs: list[tuple[str, str]], sentence: str) -> str:
    """Those where a hit covers what is planted whole."""
    taken = [f"{real} → {ours} ({hit.match})" for real, ours in pairs
             for hit in touching(annotator, real, sentence) if len(hit.surface) >= len(real)]
    return f"- {where}: {len(taken)} of {len(pairs)}: {', '.join(taken) or 'none'}"
