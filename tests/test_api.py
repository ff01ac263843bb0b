"""`/v1/check` and `/v1/lookup`: their answers and refusals. The rest of the contract is in test_app.py."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexibulle import Annotator, Glossary
from lexibulle.drafts import check
from texts import TEXTS

DRAFT = "🙂 Nos leads passent par un CRM.\n\n> Et votre churn ?\n\nCordialement,\nPaul Martin\n"
OF_A_HIT = ("start", "end", "surface", "match", "confidence", "reason")
CHECK, LOOKUP = "/v1/check", "/v1/lookup"


def ask(client: FlaskClient, path: str, **body: Any) -> Any:
    """The answer to a request that is right, kept by nobody."""
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    assert response.headers["Cache-Control"] == "no-store"
    return response.get_json()


def test_check_has_verdict_sentences_and_what_is_skipped(client: FlaskClient, glossary: Glossary) -> None:
    answer = ask(client, CHECK, text=DRAFT)
    (sentence,) = answer["sentences"]

    assert (answer["count"], answer["verdict"]) == (2, "2 mots à revoir avant l’envoi")
    assert (sentence["start"], sentence["end"]) == (0, 32)
    assert [(word["start"], word["end"], word["term"], word["advice"]) for word in sentence["words"]] == [
        (7, 12, "lead", "avoid"), (28, 31, "crm", "explain")]
    assert sentence["words"][0]["plain"] == glossary["lead"].plain
    assert sentence["words"][1]["official"] == "gestion des relations avec la clientèle"
    assert answer["skipped"] == [{"start": 34, "end": 53, "kind": "quote"},
                                 {"start": 54, "end": 80, "kind": "signature"}]
    assert list(answer["terms"]) == ["lead", "crm"]
    assert set(answer) == {"offset_unit", "glossary_version", "engine", "count", "verdict", "sentences", "skipped",
                           "terms"}


def test_check_gives_the_words_of_the_library(client: FlaskClient, annotator: Annotator) -> None:
    words = ask(client, CHECK, text=DRAFT, offset_unit="codepoint")["sentences"][0]["words"]

    assert [{key: word[key] for key in OF_A_HIT} for word in words] == [
        {key: getattr(word.hit, key) for key in OF_A_HIT} for word in check(annotator, DRAFT).words]


def test_word_without_official_term_has_none(client: FlaskClient) -> None:
    (word,) = ask(client, CHECK, text="Notre churn baisse.")["sentences"][0]["words"]

    assert "official" not in word


def test_words_of_the_thread_are_not_counted(client: FlaskClient) -> None:
    answer = ask(client, CHECK, text="Notre churn baisse.", thread="Et votre churn ?")

    assert (answer["count"], answer["verdict"], answer["sentences"]) == (0, "Rien à revoir", [])


def test_lookup_answers_with_cards_best_first(client: FlaskClient) -> None:
    answer = ask(client, LOOKUP, text="les leads")

    assert answer["matches"][0] == {
        "term": "lead", "glossary": "prospection-b2b", "score": 0.99, "surface": "leads"}
    assert answer["terms"]["lead"]["name"] == "Lead"
    assert set(answer) == {"glossary_version", "engine", "matches", "terms"}


def test_nothing_near_is_an_empty_answer(client: FlaskClient) -> None:
    answer = ask(client, LOOKUP, text="SDR")

    assert (answer["matches"], answer["terms"]) == ([], {})


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        (CHECK, [], [""]),
        (CHECK, {}, ["/text"]),
        (CHECK, {"text": None}, ["/text"]),
        (CHECK, {"text": 1, "thread": [], "offset_unit": "bytes"}, ["/text", "/thread", "/offset_unit"]),
        (CHECK, {"text": "a" * 200_001, "thread": "a" * 200_001}, ["/text", "/thread"]),
        (LOOKUP, "lead", [""]),
        (LOOKUP, {"thread": ""}, ["/text"]),
        (LOOKUP, {"text": {}}, ["/text"]),
        (LOOKUP, {"text": "a" * 201}, ["/text"]),
    ],
)
def test_wrong_shape_is_refused_with_every_problem(
    client: FlaskClient, path: str, body: Any, pointers: list[str]
) -> None:
    response = client.post(path, json=body)
    problem = json.loads(response.data)

    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert [error["pointer"] for error in problem["errors"]] == pointers
    assert "aaa" not in response.text


@pytest.mark.parametrize("path", ["/v1/annotate", CHECK, LOOKUP])
@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"text":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"text": "a", "text": "b"}',  # a name given twice
        b'{"text": "a", "more": {"x": 1, "x": 2}}',
        b'{"text": NaN}',
        b'{"text": -Infinity}',
        b'{"text": ' + b"9" * 5000 + b"}",
        b'{"text": "\xed\xa0\xbd"}',  # a surrogate written in bytes
        b'\xef\xbb\xbf{"text": "a"}',
        b'{"text": "a"} {}',
        b"\x00",
    ],
    ids=["nested", "nested objects", "twice", "twice inside", "NaN", "infinite", "huge", "bytes", "mark", "two", "NUL"],
)
def test_bad_json_is_refused_everywhere(client: FlaskClient, path: str, raw: bytes) -> None:
    response = client.post(path, data=raw, content_type="application/json")

    assert (response.status_code, response.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "raw",
    [
        '{"texts": [{"id": 1e999, "text": ""}]}',  # more than a float holds
        '{"text": "", "min_confidence": 1e999}',
        '{"text": "", "min_confidence": -0.01}',
        '{"text": "", "glossaries": ["\\ud800"]}',
    ],
)
def test_strange_values_are_refused(client: FlaskClient, raw: str) -> None:
    assert client.post("/v1/annotate", data=raw, content_type="application/json").status_code == 422


@pytest.mark.parametrize("number", ["0", "-0", "1e-400", "123456789012345678901234567890", "1.5e300"])
def test_any_number_may_be_an_id(client: FlaskClient, number: str) -> None:
    raw = f'{{"texts": [{{"id": {number}, "text": ""}}]}}'
    answer = client.post("/v1/annotate", data=raw, content_type="application/json").get_json()

    assert answer["results"][0]["id"] == json.loads(number)


@pytest.mark.parametrize("path", [CHECK, LOOKUP])
def test_lone_surrogates_are_read(client: FlaskClient, path: str) -> None:
    response = client.post(path, data=b'{"text": "\\ud83d lead \\udfff"}', content_type="application/json")

    assert response.status_code == 200
    assert "lead" in response.get_json()["terms"]


def test_as_much_as_is_promised_is_read(client: FlaskClient) -> None:
    assert ask(client, CHECK, text="🙂" * 200_000, thread="a" * 200_000)["count"] == 0
    assert ask(client, LOOKUP, text="🙂" * 200)["matches"] == []


@given(TEXTS, TEXTS)
def test_offsets_of_a_check_are_those_of_a_browser(client: FlaskClient, text: str, thread: str) -> None:
    answer = ask(client, CHECK, text=text, thread=thread)
    units = text.encode("utf-16-le", "surrogatepass")

    for sentence in answer["sentences"]:
        for word in sentence["words"]:
            assert units[2 * word["start"] : 2 * word["end"]].decode("utf-16-le", "replace") == word["surface"]


@given(st.text(max_size=200))
def test_any_selection_is_answered(client: FlaskClient, text: str) -> None:
    assert len(ask(client, LOOKUP, text=text)["matches"]) <= 5
