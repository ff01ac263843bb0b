"""The context of a page: small, without a word of the text, harmless when it has been tampered with."""

import base64
import itertools
import json
import zlib
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from found import annotator_of, default_annotator, term
from lexibulle import Glossary
from lexibulle.context import read_context, write_context
from lexibulle.glossary import Expansion, Term
from lexibulle.scene import Page
from texts import TEXTS

MOST_BYTES = 2000
CANARIES = "ornithorynque zygomatique Vandenbroucke 0612345678 jean@exemple.fr coquelicot hypogée".split()
PAGE = [
    "Nos commerciaux suivent {} leads et MQL pour ornithorynque, le client zygomatique de Vandenbroucke.",
    "Le SQL de Vandenbroucke (0612345678, jean@exemple.fr) va dans le pipeline, devis coquelicot.",
    "L’ICP (Ideal Customer Profile) de coquelicot ; intervention hypogée percutanée (IHP) de l’hypogée.",
    "Le chirurgien et le patient, infarctus, la guitare, le concert et le peloton d’ornithorynque.",
]


def context_of(texts: list[str], context: str | None = None, title: str = "") -> str:
    return default_annotator().annotate_page(texts, context, title=title).context


def answer(context: str | None, text: str = "Je regarde le SQL et l’ICP.") -> list[str]:
    (result,) = default_annotator().annotate_page([text], context).results
    return [hit.surface for hit in result.hits] + ["?"] * result.undecided


def opened(context: str) -> Any:
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(context)))


def closed(data: Any) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(data).encode(), 9)).decode()


# ---- small and silent ----------------------------------------------------

def everything() -> str:
    """Every name, alias and cue of the default glossary, once."""
    glossary = Glossary.default()
    words = [word for entry in glossary for word in (
        entry.name, *(alias.form for alias in entry.alias), *entry.detect.for_, *entry.detect.against)]
    return " ".join(word.rstrip("*") for word in (*words, *glossary.cues.strong, *glossary.cues.weak))


EVERYTHING = everything()
IDS = {entry.id for entry in Glossary.default()}


@pytest.mark.parametrize("texts", [[], [""], ["Il fait beau."], PAGE, [EVERYTHING], PAGE * 20])
def test_a_context_is_small(texts: list[str]) -> None:
    assert len(context_of(texts).encode()) <= MOST_BYTES


def test_a_context_stays_small_from_call_to_call() -> None:
    words, context = EVERYTHING.split(), ""
    for i in range(0, len(words), 400):
        context = context_of([" ".join(words[i : i + 400])], context)
        assert len(context.encode()) <= MOST_BYTES


def test_a_context_of_a_large_glossary_is_small() -> None:
    entries = [replace(term(f"Mot{i}xyz"), id=f"un-identifiant-plutot-long-numero-{i}") for i in range(400)]
    page = annotator_of(*entries).annotate_page([" ".join(entry.name for entry in entries)])

    assert len(page.results[0].hits) == 400
    assert len(page.context.encode()) <= MOST_BYTES


def acronyms(count: int) -> list[Term]:
    """AAB « Alpha Alpha Bravo », AHC « Alpha Hotel Canal »…"""
    words = ["Alpha", "Bravo", "Canal", "Delta", "Enjeu", "Fusion", "Grappe", "Hotel", "Index", "Joker"]
    listed = Random(1).sample(list(itertools.product(words, repeat=3)), count)  # noqa: S311  # same each time
    named = [("".join(word[0] for word in phrase), " ".join(phrase)) for phrase in listed]
    return [replace(term(name, lang="en"), id=name.lower(), expansion=Expansion(en=phrase)) for name, phrase in named]


@pytest.mark.parametrize("count", [100, 400, 900])
def test_a_context_of_many_definitions_is_read_back(count: int) -> None:
    entries = acronyms(count)
    annotator = annotator_of(*entries)
    text = "\n".join(f"Le {entry.name} ({entry.expansion.en}) est prêt." for entry in entries if entry.expansion)

    context = annotator.annotate_page([text]).context

    assert len(context) <= MOST_BYTES
    assert len(opened(context)["d"]) >= 100
    page = read_context(context, annotator._fingerprint, annotator._index.cues, annotator._term_ids)
    assert page.definitions == opened(context)["d"]


@settings(max_examples=60)
@given(counts=st.tuples(st.integers(0, 300), st.integers(0, 600)), length=st.integers(1, 300),
       letters=st.sampled_from(["ab", "abcdefghijklmnopqrstuvwxyz-0123456789"]), seed=st.integers(0, 2**32))
def test_every_context_is_small_and_read_back(
    counts: tuple[int, int], length: int, letters: str, seed: int
) -> None:
    """Whatever ids a glossary has, and however many of its terms, definitions and cues a page shows."""
    annotator, random = default_annotator(), Random(seed)  # noqa: S311  # hypothesis chooses
    index = annotator._index.cues
    cues = random.sample([cue.key for cue in index.cues], 500)
    terms, defined = ({"".join(random.choices(letters, k=length)) for _ in range(count)} for count in counts)
    definitions = {term: random.random() < 0.5 for term in defined}
    trades = {name: set(random.sample(cues, 30)) for name in index.known_trades}

    context = write_context(Page(set(cues), trades, terms, definitions), annotator._fingerprint)
    page = read_context(context, annotator._fingerprint, index, terms | defined)

    assert len(context) <= MOST_BYTES
    assert page.strong
    assert page.trades
    assert page.terms <= terms
    assert page.definitions.items() <= definitions.items()
    if counts[0] <= 100 and length * sum(counts) < 500:
        assert (page.terms, page.definitions) == (terms, definitions)


@pytest.mark.parametrize("title", ["", "Vandenbroucke et le zygomatique : les leads d’ornithorynque"])
def test_no_word_of_the_text_is_in_the_context(title: str) -> None:
    context = context_of(PAGE, title=title)
    inside = json.dumps(opened(context), ensure_ascii=False).casefold()

    for canary in CANARIES:
        assert canary.casefold() not in inside
        assert canary.casefold()[:6] not in inside
        assert canary not in context


@given(TEXTS)
def test_a_context_holds_no_more_than_ids_and_numbers(text: str) -> None:
    for value in words_of(opened(context_of([text]))):
        assert value in IDS or len(value) <= 40
        assert " " not in value


def words_of(data: Any) -> list[str]:
    """All strings inside a decoded context that are not its own short keys."""
    if isinstance(data, dict):
        return [word for key, value in data.items() for word in [*words_of(key), *words_of(value)]]
    if isinstance(data, list):
        return [word for value in data for word in words_of(value)]
    return [data] if isinstance(data, str) else []


def test_texts_that_differ_in_plain_words_only_have_one_context() -> None:
    texts = ["Le MQL de Dupont est chez le commercial.", "Le MQL de Martin est chez le commercial."]

    assert len({context_of([text]) for text in texts}) == 1


def test_the_same_page_gives_the_same_context() -> None:
    assert context_of(PAGE) == context_of(PAGE)


def test_a_context_fits_a_url_and_a_header() -> None:
    assert context_of(PAGE).isascii()
    assert set(context_of(PAGE)).isdisjoint(" \n\r\t\"'<>&")


# ---- useful ----------------------------------------------------

def test_a_context_says_what_was_seen() -> None:
    assert answer(None) == ["?", "?"]
    assert answer(context_of(["Nos MQL et nos leads sont chez les commerciaux."])) == ["SQL", "ICP"]


def test_a_context_remembers_a_definition() -> None:
    theirs = context_of(["L’intervention coronaire percutanée (ICP) est sûre."])
    ours = context_of(["L’ICP (Ideal Customer Profile) est prêt."])

    assert "ICP" not in answer(theirs)
    assert "ICP" in answer(ours)


def test_the_words_of_another_trade_on_the_page_are_remembered() -> None:
    text = "Un lead est là."
    music = context_of(["Le guitariste, le batteur, le bassiste et le chanteur ouvrent le concert."])

    assert answer(None, text) == ["lead"]
    assert answer(music, text) == []


def test_order_of_calls_is_that_of_one_call() -> None:
    results = default_annotator().annotate_page(PAGE).results
    together = [[hit.surface for hit in result.hits] for result in results]
    context = None
    apart: list[list[str]] = []
    for _ in range(2):  # the second time the page is known whole
        apart = []
        for text in PAGE:
            page = default_annotator().annotate_page([text], context)
            context = page.context
            apart.append([hit.surface for hit in page.results[0].hits])

    assert apart == together


# ---- harmless ----------------------------------------------------

GOOD = context_of(PAGE)
ALONE = answer(None)
BROKEN = {
    "empty": "", "blank": " ", "a word": "contexte", "no base64": "é" * 40,
    "half of it": GOOD[: len(GOOD) // 2], "too long": GOOD + "A" * 4000, "surrogates": "\ud800" * 20,
    "NUL": "\x00" * 20, "no zlib": base64.urlsafe_b64encode(b"pas du tout").decode(),
    "no JSON": base64.urlsafe_b64encode(zlib.compress(b"{pas du json")).decode(),
    "no UTF-8": base64.urlsafe_b64encode(zlib.compress(b'{"g": "\xff\xfe"}')).decode(),
    "a list": closed([1, 2]), "a text": closed("texte"), "nothing": closed(None), "a number": closed(3),
    "an empty table": closed({}),
    "a bomb": base64.urlsafe_b64encode(zlib.compress(b'{"g": "' + b"a" * 1_000_000, 9)).decode(),
    "lists without end": base64.urlsafe_b64encode(zlib.compress(b"[" * 1_000_000, 9)).decode(),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_understood_is_ignored(case: str) -> None:
    assert answer(BROKEN[case]) == ALONE


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("icp"))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=20)


@given(changes=st.dictionaries(st.sampled_from(list(opened(GOOD))), VALUES, min_size=1))
def test_a_context_with_other_values_fails_nowhere(changes: dict[str, Any]) -> None:
    tampered = closed({**opened(GOOD), **changes})
    page = default_annotator().annotate_page(["Je regarde le SQL et l’ICP."], tampered)

    assert len(page.context.encode()) <= MOST_BYTES
    assert all(0 <= hit.confidence <= 1 for hit in page.results[0].hits)


@given(st.integers(0, len(GOOD) - 1), st.sampled_from("AZaz09-_=é"))
def test_a_context_with_one_sign_changed_fails_nowhere(place: int, sign: str) -> None:
    assert len(answer(GOOD[:place] + sign + GOOD[place + 1 :])) == 2


@given(st.binary(max_size=1500))
def test_any_packed_bytes_fail_nowhere(raw: bytes) -> None:
    assert answer(base64.urlsafe_b64encode(zlib.compress(raw)).decode()) == ALONE


def test_nothing_that_was_put_in_comes_out_again() -> None:
    """A tampered context is no way to have the service carry text."""
    data = opened(GOOD)
    for key, value in data.items():
        if isinstance(value, list):
            data[key] = [*value, "coquelicot"]
        elif isinstance(value, dict):
            data[key] = {**value, "coquelicot": ["coquelicot"]}
    (again,) = [default_annotator().annotate_page(["Il fait beau."], closed(data)).context]

    assert "coquelicot" not in json.dumps(opened(again))


def test_a_context_of_another_glossary_is_ignored() -> None:
    other = annotator_of(term("MQL"), term("Devis")).annotate_page(["Le MQL et le devis"]).context

    assert answer(other) == ALONE
