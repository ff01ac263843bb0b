"""« taux d’ouverture et de clic » names two rates, the second one without its head."""

from dataclasses import replace

import pytest

from found import Found, annotator_of, found, hits, surfaces, term

OPEN, CLICK, ANSWER, CONVERSION = ("taux-d-ouverture", "taux-de-clic", "taux-de-reponse", "taux-de-conversion")


def in_sales(text: str) -> Found:
    return found(f"Sur la newsletter aux clients, {text} de la campagne.")


@pytest.mark.parametrize(("text", "expected"), [
    ("les taux d’ouverture et de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d'ouverture et de clics", [("taux d'ouverture", OPEN), ("de clics", CLICK)]),
    ("le taux d’ouverture ou de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("le taux d’ouverture et le taux de clic", [("taux d’ouverture", OPEN), ("taux de clic", CLICK)]),
    ("les taux de clic et d’ouverture", [("taux de clic", CLICK), ("d’ouverture", OPEN)]),
    ("les taux de clic et d'ouverture", [("taux de clic", CLICK), ("d'ouverture", OPEN)]),
    ("les taux d’ouverture, de clic et de réponse",
     [("taux d’ouverture", OPEN), ("de clic", CLICK), ("de réponse", ANSWER)]),
    ("les taux d’ouverture, de clic, de réponse et de conversion",
     [("taux d’ouverture", OPEN), ("de clic", CLICK), ("de réponse", ANSWER), ("de conversion", CONVERSION)]),
    ("les taux d’ouverture/de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d’ouverture / clic", [("taux d’ouverture", OPEN), ("clic", CLICK)]),
    ("les taux d’ouverture et clic", [("taux d’ouverture", OPEN), ("clic", CLICK)]),
    ("les taux d’ouverture, puis de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d’ouverture et/ou de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d’ouverture\u00A0et de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d’ouverture\net de clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d’ouverture et\nde clic", [("taux d’ouverture", OPEN), ("de clic", CLICK)]),
    ("les taux d’ouverture  et  de  clic", [("taux d’ouverture", OPEN), ("de  clic", CLICK)]),
    ("les taux de réponse ou de conversion", [("taux de réponse", ANSWER), ("de conversion", CONVERSION)]),
    ("les taux d’ouverture et de re\u0301ponse", [("taux d’ouverture", OPEN), ("de re\u0301ponse", ANSWER)]),
    ("les taux d’ouverture et de reponse", [("taux d’ouverture", OPEN), ("de reponse", ANSWER)]),
    ("les taux d’ouverture (et de clic)", [("taux d’ouverture", OPEN)]),
])
def test_later_members_of_a_list_are_found(text: str, expected: Found) -> None:
    assert in_sales(text)[: len(expected)] == expected


@pytest.mark.parametrize("text", [
    "le taux d’ouverture et de chômage", "le taux d’ouverture et de satisfaction",
    "le taux d’ouverture et le clic", "le taux d’ouverture et un clic",
    "le taux d’ouverture. De clic en clic", "le taux d’ouverture ; de clic",
    "le taux d’ouverture\n\net de clic", "le taux d’ouverture\n- de clic",
    "le taux d’ouverture | de clic", "le taux d’ouverture et Clic",
    "le taux d’ouverture, Réponse Express", "le taux d’ouverture et d’ouverture",
    "le taux d’ouverture et de clic-clac", "le taux d’ouverture et de cliquer",
    "le taux d’ouverture mais de clic", "le taux d’ouverture et de clicx",
    "le taux d’ouverture sans clic", "le taux d’ouverture par clic",
])
def test_what_is_no_member_is_not_found(text: str) -> None:
    assert in_sales(text) == [("taux d’ouverture", OPEN)]


@pytest.mark.parametrize("text", [
    "le taux de chômage et de clic", "le taux de satisfaction et d’ouverture", "un taux et de clic",
    "une réponse et de clic", "le clic et la réponse", "l’ouverture et la réponse du client",
])
def test_a_list_without_a_term_at_its_head_has_no_members(text: str) -> None:
    assert not {CLICK, OPEN, ANSWER} & {term_id for _, term_id in found(f"Aux clients : {text}.")}


@pytest.mark.parametrize("text", [
    "Le taux d’ouverture de la vanne et de clic", "Le taux d’ouverture des magasins, de clic et de réponse",
])
def test_a_head_of_another_sense_has_no_members(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("up et cross-sell aux clients", [("cross-sell", "cross-sell")]),
    ("cold call et email aux clients", [("cold call", "cold-call")]),
    ("cold call et cold email aux clients", [("cold call", "cold-call"), ("cold email", "cold-email")]),
    ("MQL/SQL du marketing", [("MQL", "mql"), ("SQL", "sql")]),
    ("MQL et SQL du marketing", [("MQL", "mql"), ("SQL", "sql")]),
    ("MQL (Marketing Qualified Lead) du marketing", [("MQL", "mql"), ("Marketing Qualified Lead", "mql")]),
    ("lead scoring et nurturing du marketing", [("lead scoring", "lead-scoring"), ("nurturing", "lead-nurturing")]),
    ("inbound et outbound marketing", [("inbound", "inbound"), ("outbound marketing", "outbound")]),
    ("leads/prospects du salon", [("leads", "lead"), ("prospects", "prospect")]),
    ("leads, prospects et MQL du salon", [("leads", "lead"), ("prospects", "prospect"), ("MQL", "mql")]),
])
def test_other_lists_are_read_word_by_word(text: str, expected: Found) -> None:
    assert [hit for hit in found(f"Pour nos commerciaux : {text}.") if hit in expected] == expected


def test_members_lie_in_the_text_and_say_where_they_come_from() -> None:
    text = "🙂 Les taux d’ouverture, de clic et de réponse de la newsletter."
    first, *members = hits(text)

    assert len(members) == 2
    for hit in members:
        assert text[hit.start : hit.end] == hit.surface
        assert hit.match == "form"
        assert first.surface in hit.reason
        assert hit.confidence <= first.confidence


def test_a_member_is_given_once() -> None:
    text = "taux d’ouverture et de clic, taux de clic et d’ouverture, taux de clic"
    found_there = hits(f"Pour la newsletter : {text}")

    assert [hit.surface for hit in found_there] == [
        "taux d’ouverture", "de clic", "taux de clic", "d’ouverture", "taux de clic"]


@pytest.mark.parametrize(("text", "expected"), [
    ("une note d’accueil et de suivi", ["note d’accueil", "de suivi"]),
    ("une note de suivi ou d’accueil", ["note de suivi", "d’accueil"]),
    ("une note d’accueil et de départ", ["note d’accueil"]),
    ("une fiche d’accueil et de suivi", ["fiche d’accueil"]),
])
def test_heads_are_learned_from_the_glossary(text: str, expected: list[str]) -> None:
    """Two terms with one head share it in a list; a head of one term only does not."""
    names = ("Note d’accueil", "Note de suivi", "Fiche d’accueil")
    entries = [replace(term(name), id=f"t{i}") for i, name in enumerate(names)]

    assert surfaces(text, annotator_of(*entries)) == expected
