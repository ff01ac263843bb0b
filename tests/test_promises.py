"""Promises 1 to 4 of the architecture, for every text."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexibulle import Annotator, Glossary, Hit
from texts import TEXTS, WORDY, nfd

ANNOTATOR = Annotator(Glossary.default())


def terms(hits: list[Hit]) -> list[str]:
    return [hit.term.id for hit in hits]


@given(TEXTS)
def test_hits_lie_in_the_text_sorted_and_apart(text: str) -> None:
    end = 0
    for hit in ANNOTATOR.annotate(text, min_confidence=0.0):
        assert end <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.surface
        end = hit.end


@given(TEXTS)
def test_hits_carry_confidence_and_reason(text: str) -> None:
    for hit in ANNOTATOR.annotate(text):
        assert 0.5 <= hit.confidence <= 1
        assert hit.reason.strip()
        assert hit.match in ("exact", "form", "alias", "typo")


@given(TEXTS)
def test_same_text_gives_the_same_answer(text: str) -> None:
    assert ANNOTATOR.annotate(text) == ANNOTATOR.annotate(text)


@given(WORDY)
def test_decomposed_accents_change_nothing(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert terms(ANNOTATOR.annotate(composed)) == terms(ANNOTATOR.annotate(nfd(composed)))


@pytest.mark.parametrize("sign", ["’", "ʼ", "´"])
@given(text=WORDY)
def test_kind_of_apostrophe_changes_nothing(sign: str, text: str) -> None:
    assert terms(ANNOTATOR.annotate(text)) == terms(ANNOTATOR.annotate(text.replace("'", sign).replace("’", sign)))


@pytest.mark.parametrize("space", ["\u00A0", "\u202F", "  ", "\t"])
@given(text=WORDY)
def test_kind_of_space_changes_nothing(space: str, text: str) -> None:
    assert terms(ANNOTATOR.annotate(text)) == terms(ANNOTATOR.annotate(text.replace(" ", space)))


@given(TEXTS)
def test_space_in_front_moves_every_hit_by_one(text: str) -> None:
    moved = [(hit.start - 1, hit.end - 1, hit.term.id) for hit in ANNOTATOR.annotate(" " + text)]
    assert moved == [(hit.start, hit.end, hit.term.id) for hit in ANNOTATOR.annotate(text)]


@given(st.lists(TEXTS, max_size=5))
def test_many_texts_are_each_alone(texts: list[str]) -> None:
    assert ANNOTATOR.annotate_many(texts) == [ANNOTATOR.annotate(text) for text in texts]


@given(st.lists(TEXTS, max_size=5))
def test_page_gives_offsets_of_each_text(texts: list[str]) -> None:
    page = ANNOTATOR.annotate_page(texts, min_confidence=0.0, explain=True)
    assert len(page.results) == len(texts)
    assert len(page.context.encode()) <= 2048
    for text, result in zip(texts, page.results, strict=True):
        for hit in [*result.hits, *result.rejected]:
            assert text[hit.start : hit.end] == hit.surface


@given(st.text(max_size=3000), TEXTS)
def test_any_context_is_survived(context: str, text: str) -> None:
    assert len(ANNOTATOR.annotate_page([text], context).results) == 1


def test_acronym_is_never_matched_with_a_typo() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for term in Glossary.default():
        if term.is_acronym:
            for i in range(len(term.name)):
                slips = {term.name[:i] + letter + term.name[i + 1 :] for letter in alphabet} - {term.name}
                text = " ".join(sorted(slips))
                assert all(hit.match != "typo" for hit in ANNOTATOR.annotate(text))


def test_eight_threads_give_the_answers_of_one() -> None:
    texts = [f"l'ICP de l’ABM n° {i} : relance du lead, démo-produit, MQL→SQL, co-closing" for i in range(200)]
    alone = [ANNOTATOR.annotate(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ANNOTATOR.annotate, texts * 4)) == alone * 4


def test_a_megabyte_of_one_letter_is_read() -> None:
    assert ANNOTATOR.annotate("a" * 1_000_000) == []
