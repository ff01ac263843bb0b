"""Sentences as people write them."""

import time

import pytest
from hypothesis import given

from hostile import HOSTILE
from lexibulle.sentences import sentences
from test_linear import MOST_SECONDS
from texts import TEXTS


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\t", []),
        ("Un lead. Deux leads !  Trois ?", ["Un lead.", "Deux leads !", "Trois ?"]),
        ("Il a dit « Oui ! » Puis rien.", ["Il a dit « Oui ! »", "Puis rien."]),
        ("« Quoi ? » dit-il.", ["« Quoi ? » dit-il."]),
        ("Je vois M. Dupont. Et Mme. Roux.", ["Je vois M. Dupont.", "Et Mme. Roux."]),
        ("Voir p. ex. Acme, J. Martin, oct. 2026.", ["Voir p. ex. Acme, J. Martin, oct. 2026."]),
        ("Devis, salon, etc. Nous signons.", ["Devis, salon, etc.", "Nous signons."]),
        ("Devis, etc. pour vous.", ["Devis, etc. pour vous."]),
        ("Version 2.0 sur www.acme.fr. Fin…", ["Version 2.0 sur www.acme.fr.", "Fin…"]),
        ("Vraiment ?! Oui...", ["Vraiment ?!", "Oui..."]),
        ("Bonjour,\n\nVoici :\n- un lead\n- deux\n", ["Bonjour,", "Voici :", "- un lead", "- deux"]),
        ("une ligne coupée\npar le logiciel", ["une ligne coupée\npar le logiciel"]),
        ("Je vous remercie de votre accueil chaleureux, et je transmets à\nPaul vos remarques.",
         ["Je vous remercie de votre accueil chaleureux, et je transmets à\nPaul vos remarques."]),
        ("Titre\nTexte", ["Titre", "Texte"]),
        ("Fin.\nles clients", ["Fin.", "les clients"]),
        ("Un\r\n\r\nDeux\u2028Trois", ["Un", "Deux", "Trois"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, found: list[str]) -> None:
    assert split(text) == found


@given(TEXTS)
def test_sentences_hold_the_whole_text_but_white_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_split(name: str) -> None:
    start = time.process_time()
    sentences(HOSTILE[name](200_000))
    assert time.process_time() - start < MOST_SECONDS
