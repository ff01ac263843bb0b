"""The draft check: what the client will not understand, and what is left alone."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings

from found import annotator_of, default_annotator, term
from hostile import HOSTILE
from lexibulle import Annotator, Glossary
from lexibulle.drafts import DraftCheck, check
from test_linear import MOST_SECONDS
from texts import TEXTS

DRAFT = """Bonjour,

Suite à votre demande, je prépare une démo. Nos leads passent par un CRM, et le closing suit.
Notre taux de conversion est bon.

Cordialement,
Paul Martin
Responsable pipeline

Le lun. 3 mars 2026 à 10:12, Jean Dupont <jean@acme.fr> a écrit :
> Quel est votre churn ?
"""


def checked(text: str, thread: str = "") -> DraftCheck:
    return check(default_annotator(), text, thread)


def words(text: str, thread: str = "") -> list[tuple[str, str]]:
    """Surface and advice of each word to revise."""
    return [(word.hit.surface, word.advice) for word in checked(text, thread).words]


def test_draft_has_its_words_by_sentence_in_reading_order() -> None:
    result = checked(DRAFT)

    assert [(DRAFT[s.start : s.end], [(w.hit.surface, w.advice) for w in s.words]) for s in result.sentences] == [
        ("Nos leads passent par un CRM, et le closing suit.",
         [("leads", "avoid"), ("CRM", "explain"), ("closing", "avoid")]),
        ("Notre taux de conversion est bon.", [("taux de conversion", "explain")])]
    assert result.verdict == "4 mots à revoir avant l’envoi"


def test_offsets_are_those_of_the_draft() -> None:
    for word in checked(DRAFT).words:
        assert DRAFT[word.hit.start : word.hit.end] == word.hit.surface


def test_signature_and_quote_are_skipped() -> None:
    assert [(part.kind, DRAFT[part.start : part.start + 2]) for part in checked(DRAFT).skipped] == [
        ("signature", "Co"), ("quote", "Le")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", "Rien à revoir"),
        ("Bonjour, je vous propose une démo.", "Rien à revoir"),  # « ok »
        ("Votre lead attend.", "1 mot à revoir avant l’envoi"),
        ("Un lead, deux leads.", "2 mots à revoir avant l’envoi"),
    ],
)
def test_verdict_counts_the_words(text: str, verdict: str) -> None:
    assert checked(text).verdict == verdict


def test_a_word_of_the_client_is_not_counted() -> None:
    text = "Notre churn baisse, nos leads montent."

    assert words(text) == [("churn", "explain"), ("leads", "avoid")]
    assert words(text, thread="Et votre churn ?") == [("leads", "avoid")]
    assert words(f"{text}\n\n> Et votre taux de churn ?") == [("leads", "avoid")]
    assert words(text, thread="Bonjour") == words(text)


def test_a_word_of_our_signature_is_not_the_clients() -> None:
    assert words("Nos leads.\n\n-- \nPaul\nResponsable leads") == [("leads", "avoid")]


def test_an_explained_word_is_not_counted() -> None:
    assert words("Notre churn (part de clients perdus) baisse. Le churn est bas.") == []
    assert words("Notre part de clients perdus (churn) baisse.") == []
    assert words("Notre churn (bien plus bas) baisse.") == [("churn", "explain")]
    assert words("Nos leads (contacts qui se sont manifestés) montent.") == [("leads", "avoid")]


def test_what_we_propose_is_never_to_be_revised(glossary: Glossary) -> None:
    """Each word replaced by its plain wording, or by the official term, leaves nothing to say."""
    for entry in glossary:
        official = entry.official.term.partition("(")[0] if entry.official else entry.plain
        text = f"Nous parlons de {entry.plain}. Puis de {official}."
        assert words(text) == [], entry.id


def test_plural_of_what_we_propose_is_plain_too() -> None:
    assert words("Les clients potentiels et les rendez-vous manqués.") == []


def test_sense_is_read_in_the_conversation() -> None:
    """The thread is evidence; the word itself does not come from it."""
    assert words("Le SQL attend.") == []
    assert words("Le SQL attend.", thread="Nos MQL et nos leads du salon.") == [("SQL", "avoid")]


def test_no_term_crosses_from_the_draft_into_a_quote() -> None:
    assert words("Voici le lead\n> scoring du mois") == [("lead", "avoid")]


def test_term_over_a_line_break_is_in_one_sentence() -> None:
    (sentence,) = checked("Un Cold\nEmail part. Fin.").sentences

    assert [word.hit.surface for word in sentence.words] == ["Cold\nEmail"]
    assert (sentence.start, sentence.end) == (0, len("Un Cold\nEmail part."))


def test_term_without_advice_is_to_be_explained() -> None:
    result = check(annotator_of(term("zorglub")), "Notre zorglub est prêt.")

    assert [word.advice for word in result.words] == ["explain"]


def test_a_team_decides_what_its_clients_understand(tmp_path: Path, glossary: Glossary) -> None:
    """A company that sells to sales teams overrides the advice."""
    own = tmp_path / "equipe.toml"
    own.write_text('schema = 1\nid = "equipe"\n[[term]]\nid = "lead"\nclient = "ok"\n'
                   '[[term]]\nid = "churn"\nclient = "avoid"\n', "utf-8")
    annotator = Annotator(Glossary.combine([glossary, Glossary.load(own)]))

    result = check(annotator, "Nos leads montent, notre churn baisse.")

    assert [(word.hit.surface, word.advice) for word in result.words] == [("churn", "avoid")]


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_words_lie_in_their_sentences_in_order_and_apart(text: str, thread: str) -> None:
    result = checked(text, thread)
    end = 0
    for sentence in result.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert sentence.words
        at = sentence.start
        for word in sentence.words:
            assert at <= word.hit.start < word.hit.end <= sentence.end
            assert text[word.hit.start : word.hit.end] == word.hit.surface
            at = word.hit.end
        end = sentence.end
    assert result.verdict.startswith(f"{len(result.words) or 'Rien'} ")


@pytest.mark.parametrize("name", [
    "letters", "full stops", "line breaks", "spaces", "quoted lines", "bullets", "terms in one sentence",
    "terms, one a sentence", "terms, one a line", "acronyms"])
def test_time_is_linear_on_hostile_drafts(name: str) -> None:
    text = HOSTILE[name](100_000)
    start = time.process_time()
    checked(text)
    assert time.process_time() - start < 2 * MOST_SECONDS
