"""Slow, obvious twins judge the fast implementations."""

import unicodedata

import numpy as np
from hypothesis import given
from rapidfuzz.distance import OSA

from lexibulle import Glossary, automaton, matching, selection, typos
from lexibulle.cues import cue_patterns, whole_words
from lexibulle.folding import fold
from lexibulle.forms import Form, Gap
from lexibulle.index import compile_index
from lexibulle.lexicon import Lexicon
from lexibulle.matching import Candidate, Reader, Rule
from texts import TEXTS, WORDY

LEXICON = Lexicon.default()
INDEX = compile_index(Glossary.default(), LEXICON)
TYPOS = typos.compile_typos(INDEX.forms, whole_words(Glossary.default()), LEXICON)
PATTERNS = sorted({*cue_patterns(Glossary.default()), *(f" {form.folded} ".encode() for form in INDEX.forms)})
CONTIGUOUS = automaton.contiguous(PATTERNS)
SEARCH = automaton.compile_search(PATTERNS, b" taux de clic ")  # the other one, where there is a wheel of it
FORMS: dict[tuple[str, ...], list[Form]] = {}
for form in INDEX.forms:
    FORMS.setdefault(tuple(form.words), []).append(form)
LONGEST = max(map(len, FORMS))


def found(candidates: list[Candidate]) -> set[tuple[int, int, str]]:
    return {(c.start, c.end, c.form.term.id) for c in candidates}


def matched(reader: Reader) -> tuple[list[Candidate], list[Rule]]:
    return matching.find(reader, INDEX, INDEX.find(reader.folded.encoded))


def obvious_candidates(text: str) -> set[tuple[int, int, str]]:
    """Every form tried at every word, one word after the other."""
    folded = fold(text)
    reader = Reader(folded)
    words = folded.data.split()
    starts, offset = [], 1
    for word in words:
        starts.append(offset)
        offset += len(word) + 1
    hits = set()
    for i in range(len(words)):
        for n in range(1, LONGEST + 1):
            for form in FORMS.get(tuple(words[i : i + n]), ()):
                first, last = starts[i], starts[i] + len(" ".join(words[i : i + n]))
                candidate = matching._candidate(reader, form, first, last)
                if candidate is not None:
                    hits.add((candidate.start, candidate.end, form.term.id))
                    break
    return hits


@given(TEXTS)
def test_automaton_finds_what_trying_every_word_finds(text: str) -> None:
    fast, _ = matched(Reader(fold(text)))
    assert found(fast) == obvious_candidates(text)


def obvious_fold(text: str) -> str:
    """Words of a text of letters and spaces, character by character."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    letters = [char.lower() if char.isalnum() else " " for char in plain if not unicodedata.combining(char)]
    return " ".join("".join(letters).split())


@given(WORDY)
def test_folding_agrees_with_a_character_by_character_one(text: str) -> None:
    simple = "".join(char for char in text if char.isalpha() or char in " '’")
    assert fold(simple).data.strip() == obvious_fold(simple)


@given(TEXTS)
def test_folded_offsets_lead_back_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.positions) == len(folded.data)
    assert np.all(np.diff(folded.positions) >= 0)
    assert folded.data[:1] == folded.data[-1:] == " "
    assert "  " not in folded.data


@given(TEXTS)
def test_two_automata_find_the_same(text: str) -> None:
    folded = fold(text).encoded
    assert SEARCH(folded) == CONTIGUOUS(folded)


@given(TEXTS)
def test_close_words_are_those_one_slip_away(text: str) -> None:
    folded = fold(text)
    for word in typos._unknown_words(folded, TYPOS.lexicon).values():
        close = {other for other in TYPOS.places if OSA.distance(word, other) == 1}
        assert sorted(close) == typos._close_words(word, TYPOS)


def obvious_selection(candidates: list[Candidate]) -> list[Candidate]:
    chosen: list[Candidate] = []
    for candidate in sorted(candidates, key=selection.order):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)


@given(TEXTS)
def test_selection_is_the_obvious_one(text: str) -> None:
    reader = Reader(fold(text))
    candidates = matched(reader)[0] + typos.find(reader, TYPOS)
    assert selection.select(candidates) == obvious_selection(candidates)


def test_odd_forms_are_few() -> None:
    """Endings set apart and dotted acronyms exist for names only."""
    odd = [form for form in INDEX.forms if form.gap is not Gap.ANY]
    assert 0 < len(odd) < len(INDEX.forms) / 3
