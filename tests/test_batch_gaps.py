"""What the glossary lacks: acronyms and anglicisms that nothing explains."""

import pytest

from found import annotator_of, default_annotator, term
from lexibulle import Annotator
from lexibulle.batch.gaps import Gap, borrowed_words, find_gaps


def gaps_of(*texts: str, annotator: Annotator | None = None) -> list[Gap]:
    hits = [(annotator or default_annotator()).annotate(text) for text in texts]
    return find_gaps(texts, hits, borrowed_words(texts))


def gaps(text: str) -> list[str]:
    return sorted(gap.word for gap in gaps_of(text))


@pytest.mark.parametrize(("text", "found"), [
    ("Le SDR et l’AE préparent le QBR.", ["AE", "QBR", "SDR"]),
    ("Les SDRs sont trois.", ["SDR"]),
    ("Le R&D de l’an dernier", ["R&D"]),
    ("La deadline et le workflow sont prêts.", ["deadline", "workflow"]),
    ("Un quick win, un follow-up.", ["follow", "quick win"]),
    ("La roadmap, le mindset et l’onboarding", ["mindset", "onboarding", "roadmap"]),
])
def test_word_that_nothing_explains_is_missed(text: str, found: list[str]) -> None:
    assert gaps(text) == found


@pytest.mark.parametrize("text", [
    "Nos MQL et le CRM : douze leads, un funnel.",  # in the glossary
    "La TVA, le PDF et le RDV de 14 h",  # known to everybody
    "NOTRE OFFRE POUR ACME EN BREF",  # a heading in capitals
    "Louis XIV et le chapitre III",
    "le parking, le marketing, le week-end",  # words of French by now
    "Grenoble, Dupont et Microsoft",
    "We need the team to meet our customer and the deadline of this workflow.",  # English, not borrowed
    "Écrivez à sdr@roadmap.com ou sur https://deadline.io/workflow",
    "relançassions, péripatéticien, coquecigrue",  # rare French
    "entreprsie, rendezvou, propspection",  # slips
])
def test_word_that_needs_no_entry_is_left_alone(text: str) -> None:
    assert gaps(text) == []


def test_word_of_the_own_glossary_is_explained() -> None:
    own = annotator_of(term("SDR"), term("roadmap"))
    text = "Le SDR suit la roadmap."
    assert gaps_of(text, annotator=own) == []


def test_gaps_are_counted_over_all_texts() -> None:
    found = gaps_of("Le SDR.", "Un SDR, une deadline.")
    assert [(gap.word, gap.kind, gap.hits) for gap in found] == [("SDR", "sigle", 2), ("deadline", "anglicisme", 1)]
