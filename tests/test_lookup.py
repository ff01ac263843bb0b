"""The terms nearest to a selection."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from found import annotator_of, default_annotator, term
from lexibulle import Glossary
from lexibulle.lookup import MOST, Lookup
from texts import TEXTS


@cache
def lookup() -> Lookup:
    return Lookup(default_annotator())


def near(text: str) -> list[str]:
    return [found.term.id for found in lookup().nearest(text)]


@pytest.mark.parametrize(
    ("text", "term_id"),
    [
        ("MQL", "mql"),
        ("mql", "mql"),
        (" « closing » ", "closing"),
        ("Closing.", "closing"),
        ("l’ICP", "icp"),
        ("les leads", "lead"),
        ("roi", "roi"),  # asked for, so no sense is needed
        ("KPI's", "kpi"),
        ("LEAD SCORING", "lead-scoring"),
        ("noshow", "no-show"),
        ("démo", "demo-produit"),
        ("relancé", "relance"),
        ("retour sur investissement", "roi"),
        ("lead qualifié par le marketing", "mql"),
        # one slip
        ("closign", "closing"),
        ("un calendli", "calendly"),
        # more than one, or a small word left out
        ("segmantassion", "segmentation"),
        ("sequance de prospecsion", "sequence-de-prospection"),
        ("taux ouverture", "taux-d-ouverture"),
        ("retour sur l’investisement", "roi"),
        # part of a selection that is too long
        ("notre nouveau funnel de l’année", "funnel"),
    ],
)
def test_nearest_term_comes_first(text: str, term_id: str) -> None:
    assert near(text)[:1] == [term_id]


@pytest.mark.parametrize(
    "text",
    ["", " ", "???", "SDR", "ROAS", "CAC 40", "leader", "objectif", "prospectus", "chat", "maison", "marketing",
     "client", "account", "de", "pain", "base", "taux", "taux de couverture", "prospecter", "je relance", "zorglub",
     "営業", "x" * 200])
def test_nothing_near_is_no_answer(text: str) -> None:
    assert near(text) == []


def test_beginning_of_a_name_is_near() -> None:
    assert set(near("lead")[1:]) == {"lead-magnet", "lead-scoring", "lead-nurturing"}


def test_selection_with_several_terms_has_them_all() -> None:
    found = lookup().nearest("nos MQL ne répondent plus aux cold emails")

    assert {(near.term.id, near.surface) for near in found} == {("mql", "MQL"), ("cold-email", "cold emails")}


def test_exact_goes_before_form_alias_typo_and_the_rest() -> None:
    asked = ("closing", "closings", "clôture de vente", "closign", "segmantassion", "on parle d’un closing tardif")
    scores = [lookup().nearest(text)[0].score for text in asked]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_every_name_and_alias_finds_its_term(glossary: Glossary) -> None:
    for entry in glossary:
        for form in (entry.name, f"les {entry.name}", *(alias.form for alias in entry.alias)):
            assert entry.id in near(form), form


def test_five_at_most() -> None:
    annotator = annotator_of(*(term(f"zorglub {letter}x") for letter in "abcdefgh"))

    assert len(Lookup(annotator).nearest("zorglub")) <= MOST


@given(TEXTS | st.text(max_size=200))
def test_answers_are_sorted_distinct_and_from_the_selection(text: str) -> None:
    found = lookup().nearest(text)

    assert [near.score for near in found] == sorted((near.score for near in found), reverse=True)
    assert len({near.term.id for near in found}) == len(found) <= MOST
    assert all(0 < near.score <= 1 and near.surface in text for near in found)
