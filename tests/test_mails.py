"""What of a message is a quote or a signature, and what only looks like one."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, repeated
from lexibulle.mails import skipped
from test_linear import MOST_SECONDS
from texts import TEXTS, nfd

BODY = "Bonjour,\n\nVoici notre proposition.\n"
REPLY = "Merci, nous regardons.\nJean\n"
LINES = [BODY, REPLY, "> cité\n", "\n", "Cordialement,\n", "Paul Martin\n", "-- \n", "De : Jean\n",
         "Envoyé : lundi\n", "À : Paul\n", "Objet : devis\n",
         "Le lun. 3 mars 2026 à 10:12, Jean <j@acme.fr> a écrit :\n", "-----Message d’origine-----\n",
         "Envoyé de mon iPhone\n", "PS : à lundi\n", "________________________________\n"]


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.kind, text[part.start : part.end].strip()) for part in skipped(text)]


INTRODUCTIONS = [
    "Le lun. 3 mars 2026 à 10:12, Jean Dupont <jean@acme.fr> a écrit :",  # Gmail
    "Le lun. 3 mars 2026 à 10:12, Jean Dupont <jean@acme.fr> a\nécrit\u00A0:",  # wrapped
    "Le 3 mars 2026 à 10:12, Jean Dupont a écrit :",  # Apple
    "Le 03/03/2026 à 10:12, Jean Dupont a écrit\u00A0:",  # Thunderbird
    "Le lundi 3 mars 2026 à 10 h 12, Jean Dupont a écrit :",
    "Le 3 mars 2026, Jean Dupont <jean@acme.fr> a écrit :",
    "2026-03-03 10:12 GMT+01:00 Jean Dupont <jean@acme.fr>:",  # Gmail, formerly
    "On Tue, Mar 3, 2026 at 10:12 AM Jean Dupont <jean@acme.fr> wrote:",
    "-----Message d’origine-----\nDe : Jean Dupont",
    "-----Message d'origine-----",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "---------- Message transféré ---------",
    "Début du message réexpédié :",
    "De : Jean Dupont <jean@acme.fr>\nEnvoyé : mardi 3 mars 2026\nÀ : Paul Martin\nObjet : RE: devis",
    "De\u00A0: Jean Dupont\nEnvoyé\u00A0: mardi\nÀ\u00A0: Paul Martin\nCc\u00A0: Zoé\nObjet\u00A0: RE: devis",
    "________________________________\nDe : Jean Dupont\nEnvoyé : mardi\nÀ : Paul\nObjet : RE: devis",
    "*De :* Jean Dupont\n*Envoyé :* mardi\n*À :* Paul\n*Objet :* devis",
    "From: Jean Dupont\nSent: Tuesday\nTo: Paul Martin\nSubject: RE: quote",
    "De : Jean Dupont\nDate : mardi 3 mars 2026 à 10:12\nÀ : Paul Martin\nObjet : devis",  # Apple, Proton
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_what_follows_an_introduction_is_quoted(introduction: str) -> None:
    text = f"{BODY}\n{introduction}\n\n{REPLY}"

    assert parts(text) == [("quote", f"{introduction}\n\n{REPLY}".strip())]


@pytest.mark.parametrize("text", [*INTRODUCTIONS, "Envoyé de mon iPhone", "À bientôt,\nZoé", "Bien à vous,\nPaul"])
@pytest.mark.parametrize(
    "written", [nfd, lambda text: text.replace(" ", "\u00A0"), lambda text: text.replace("’", "'")])
def test_way_of_writing_changes_nothing(text: str, written: Callable[[str], str]) -> None:
    text = f"{BODY}\n{text}\n"

    assert [kind for kind, _ in parts(written(text))] == [kind for kind, _ in parts(text)] != []


@pytest.mark.parametrize(
    "text",
    [
        "Le client a écrit :\nNous voulons un devis.\n\nJe réponds demain.",
        "Le 3 mars, le client a écrit : « Nous voulons un devis. »",
        "Le 3 mars à 10:12, le client a écrit :\n« Nous voulons un devis. »\nJe réponds demain.",
        "Le rendez-vous de 10:12 est confirmé : venez.",
        "De : 10 à 20 personnes\nLieu : Paris\nPrix : 100 €",
        "De : Paul\nÀ : Jean\nObjet : devis\n\nBonjour, voici un lead.",  # the writer's own headers
        "Objet : relance du devis\n\nBonjour",
        "Offre :\n- De : 100 €\n- À : 200 €\n- Objet : CRM",
        "-- Message d’origine",
        "---------\nUn titre\n---------",
        "x > 3 et y > 4",
        "On Monday he wrote: come.",
    ],
)
def test_prose_is_no_quote(text: str) -> None:
    assert skipped(text) == []


def test_marked_lines_are_quoted_with_their_introduction_and_blanks() -> None:
    text = f"{INTRODUCTIONS[0]}\n> Bonjour,\n>\n\n> Combien ?\nCent euros.\n>> Quand ?\nDemain.\n"

    assert parts(text) == [
        ("quote", f"{INTRODUCTIONS[0]}\n> Bonjour,\n>\n\n> Combien ?"), ("quote", ">> Quand ?")]


def test_quotes_go_on_under_an_answer_below() -> None:
    """Marked lines end where their marks end; an introduction without marks opens the rest."""
    text = f"Oui.\n{INTRODUCTIONS[2]}\n> Bonjour\n\nEt voici.\n\n{INTRODUCTIONS[0]}\n{REPLY}"

    assert parts(text) == [
        ("quote", f"{INTRODUCTIONS[2]}\n> Bonjour"), ("quote", f"{INTRODUCTIONS[0]}\n{REPLY}".strip())]


SIGNATURES = [
    "-- \nPaul Martin\nResponsable CRM et lead generation\n06 00 00 00 00",
    "--\nPaul Martin",
    "Cordialement,\nPaul Martin\nDirecteur commercial\nwww.acme.fr",
    "Bien cordialement\n\nPaul MARTIN",
    "Cordialement, Paul\nResponsable des leads",
    "Bien à vous,\nP. de La Tour\nAccount Manager",
    "Belle journée à vous !\nZoé",
    "Merci d’avance,\nÉlodie Le Goff\nSDR – Acme",
    "Cdlt\nPM",
    "Je vous prie d’agréer, Madame, mes salutations distinguées.\n\nPaul Martin\nDirecteur",
    "Best regards,\nPaul Martin\nHead of Sales",
    "Cordialement",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon Galaxy S23",
    "Envoyé à partir de Outlook pour Android",
    "Télécharger Outlook pour iOS",
    "Sent from my iPhone",
    "Cordialement,\nPaul Martin\n\nAcme, le pipeline qui avance\n10 rue du Lac",
    "Cordialement,\nPaul Martin\nPensez au pipeline avec nous !\n\nCe message est confidentiel. Détruisez-le.",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_is_left_out(signature: str) -> None:
    assert parts(f"{BODY}\n{signature}\n") == [("signature", signature)]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_stands_before_a_quote(signature: str) -> None:
    text = f"{BODY}\n{signature}\n\n{INTRODUCTIONS[0]}\n{REPLY}"

    assert [kind for kind, _ in parts(text)] == ["signature", "quote"]


@pytest.mark.parametrize(
    "text",
    [
        "Bien à vous\n\nde choisir un lead.\nLa suite est claire.",
        "Bien à vous de voir.\nPaul",
        "Cordialement\n\nVoici les leads du mois, comme promis.\n",
        "Bonne journée\nLes leads du mois\n- un\n- deux\n",
        "Envoyé de mon bureau, ce devis vaut relance.",
        "Envoyé de mon iPhone. Je relance le lead demain matin.",
        "Meilleures ventes\nPaul Martin",
        "Un tiret -- puis un lead\nPaul",
        "--\n" + "Une ligne de texte qui compte, encore un lead.\n" * 20,
    ],
)
def test_prose_is_no_signature(text: str) -> None:
    assert skipped(f"{BODY}{text}") == []


def test_postscript_is_the_writers() -> None:
    text = f"{BODY}\nCordialement,\nPaul Martin\nDirecteur\n\nPS : je relance le lead.\n"

    assert parts(text) == [("signature", "Cordialement,\nPaul Martin\nDirecteur")]


def test_real_thread_is_the_answer_on_top() -> None:
    """Of a mail with its own headers, an answer, a signature and a forwarded conversation."""
    text = (Path(__file__).parent / "prose" / "fil-emails.txt").read_text("utf-8")

    assert [(kind, part.splitlines()[0][:20]) for kind, part in parts(text)] == [
        ("signature", "Bien cordialement,"), ("quote", "Le mer. 19 nov. à 09"), ("signature", "--"),
        ("quote", "De : Bastien Mercier")]


@given(TEXTS | st.lists(st.sampled_from(LINES)).map("".join))
def test_parts_are_whole_lines_in_order_and_apart(text: str) -> None:
    starts = {0, len(text)}
    for line in text.splitlines(keepends=True):
        starts.add(max(starts - {len(text)}) + len(line))
    end = 0
    for part in skipped(text):
        assert end <= part.start < part.end <= len(text)
        assert {part.start, part.end} <= starts
        end = part.end


MAILS = {
    line.strip(): repeated(line)
    for line in (*LINES, "De : a\nDate : b\n", "Le 3 à 10:12\n", "Le " * 100 + "\n",
                 "a écrit " * 40 + "\n", "Cordialement,\nPaul\nx\n")}


@pytest.mark.parametrize("name", [*HOSTILE, *MAILS])
def test_time_is_linear_on_hostile_texts(name: str) -> None:
    text = (HOSTILE | MAILS)[name](200_000)
    start = time.process_time()
    skipped(text)
    assert time.process_time() - start < MOST_SECONDS
