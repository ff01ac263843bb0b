"""The service: the contract of `/v1`, its refusals, and who may ask."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from callers import client_of
from lexibulle import Annotator, Glossary, GlossaryError
from lexibulle_server.app import create_app
from lexibulle_server.settings import Settings

TEXT = "🙂 Nos MQL ne répondent plus aux cold emails."
OWN = """
schema = 1
id = "maison"
name = "Chez nous"
version = "2"
[[term]]
id = "sdr"
name = "SDR"
definition = "Commercial chargé des premiers contacts."
[[term]]
id = "lead"
name = "Piste chaude"
definition = "Un contact très intéressé."
"""


@pytest.fixture(scope="module")
def team_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A service with a second glossary, which has an id in common with the shipped one."""
    home = tmp_path_factory.mktemp("home")
    (home / "glossaries").mkdir()
    (home / "glossaries" / "maison.toml").write_text(OWN, "utf-8")
    return create_app(Settings(home=home))


@pytest.fixture(scope="module")
def team(team_app: Flask) -> FlaskClient:
    return client_of(team_app)


def ask(client: FlaskClient, **body: Any) -> Any:
    """The answer to a request that is right."""
    response = client.post("/v1/annotate", json=body)
    assert response.status_code == 200, response.text
    return response.get_json()


def assert_problem(response: TestResponse, status: int) -> Any:
    """Every refusal has this shape (RFC 9457)."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    problem = json.loads(response.data)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith((".", "/"))
    assert set(problem) <= {"type", "title", "status", "detail", "errors"}
    return problem


# ---- what is answered ----------------------------------------------------


def test_annotate_gives_the_hits_of_the_library(client: FlaskClient, annotator: Annotator) -> None:
    answer = ask(client, text=TEXT, offset_unit="codepoint")

    assert answer["results"][0]["spans"] == [
        {"start": hit.start, "end": hit.end, "term": hit.term.id, "surface": hit.surface, "match": hit.match,
         "confidence": hit.confidence, "reason": hit.reason, "glossary": "prospection-b2b"}
        for hit in annotator.annotate(TEXT)]


def test_annotate_counts_utf16_unless_asked_otherwise(client: FlaskClient) -> None:
    answer = ask(client, text=TEXT)

    assert answer["offset_unit"] == "utf16"
    assert [(span["start"], span["end"]) for span in answer["results"][0]["spans"]] == [(7, 10), (33, 44)]


def test_annotate_says_what_it_answered_with(client: FlaskClient, glossary: Glossary) -> None:
    answer = ask(client, text=TEXT)

    assert answer["glossary_version"] == glossary.version
    assert answer["engine"].startswith("lexibulle/")
    assert set(answer) == {"offset_unit", "glossary_version", "engine", "context", "results", "terms"}


def test_annotate_gives_each_definition_once_with_its_card(client: FlaskClient) -> None:
    answer = ask(client, texts=[{"id": 1, "text": "Un MQL, deux MQL."}, {"id": 2, "text": "Nos MQL."}])

    assert list(answer["terms"]) == ["mql"]
    card = answer["terms"]["mql"]
    assert card["expansion"] == {"en": "Marketing Qualified Lead"}
    assert {"with": "sql", "name": "SQL"}.items() <= card["confused"][1].items()
    assert all(value not in ("", None, [], {}) for value in card.values())
    assert "detect" not in card


@pytest.mark.parametrize("name", ["a", "", 7, -1.5, None, True, "\ud800", "🙂"])
def test_annotate_echoes_ids_as_given(client: FlaskClient, name: Any) -> None:
    answer = ask(client, texts=[{"id": name, "text": "x"}, {"text": "y"}])

    assert [result["id"] for result in answer["results"]] == [name, None]


def test_texts_of_a_request_are_one_page_unless_independent(client: FlaskClient) -> None:
    texts = [{"id": 1, "text": "Le SQL attend."}, {"id": 2, "text": "Douze MQL au salon."}]

    page, alone = ask(client, texts=texts), ask(client, texts=texts, independent=True)

    assert [span["term"] for span in page["results"][0]["spans"]] == ["sql"]
    assert (alone["results"][0]["spans"], alone["results"][0]["undecided"]) == ([], 1)
    assert alone["context"] is None


def test_context_carries_to_the_next_request(client: FlaskClient) -> None:
    first = ask(client, text="Douze MQL au salon.")
    second = ask(client, text="Le SQL attend.", context=first["context"])

    assert [span["term"] for span in second["results"][0]["spans"]] == ["sql"]


def test_title_is_evidence(client: FlaskClient) -> None:
    answer = ask(client, text="Le SQL attend.", title="Douze MQL au salon")

    assert [span["term"] for span in answer["results"][0]["spans"]] == ["sql"]


def test_independent_texts_read_their_title_once(client: FlaskClient) -> None:
    """They cost what they hold, however many share the title; nothing that one shows is known to the next."""
    title = "MQL " * 500
    texts = [{"text": text} for text in ["Le SQL attend.", "Le SQL attend.", "L’intervention coronaire (ICP)", "ICP"]]

    each = [ask(client, texts=[text], title=title, independent=True)["results"][0] for text in texts]
    start = time.process_time()
    ask(client, texts=texts, title=title, independent=True)
    of_few = time.process_time() - start
    start = time.process_time()
    results = ask(client, texts=texts * 50, title=title, independent=True)["results"]

    assert time.process_time() - start < 10 * of_few
    assert results == each * 50
    assert [span["term"] for span in results[0]["spans"]] == ["sql"]


def test_explain_shows_what_was_left_out(client: FlaskClient) -> None:
    answer = ask(client, text="Le CAC 40 recule.", explain=True)

    assert answer["results"][0]["spans"] == []
    assert [span["surface"] for span in answer["results"][0]["rejected"]] == ["CAC"]
    assert "cac" in answer["terms"]
    assert "rejected" not in ask(client, text="Le CAC 40 recule.")["results"][0]


def test_typos_and_confidence_are_options(client: FlaskClient) -> None:
    text = "Un closign réussi avec ce lead."

    assert [s["surface"] for s in ask(client, text=text)["results"][0]["spans"]] == ["closign", "lead"]
    assert [s["surface"] for s in ask(client, text=text, typos=False)["results"][0]["spans"]] == ["lead"]
    assert ask(client, text="Un lead.", min_confidence=1)["results"][0]["spans"] == []


def test_lone_surrogates_do_not_move_offsets(client: FlaskClient) -> None:
    (span,) = ask(client, text="\ud83d lead \udfff")["results"][0]["spans"]

    assert (span["start"], span["surface"]) == (2, "lead")


def test_no_texts_is_an_empty_answer(client: FlaskClient) -> None:
    answer = ask(client, texts=[])

    assert (answer["results"], answer["terms"]) == ([], {})


def test_annotate_is_kept_by_nobody(client: FlaskClient) -> None:
    assert client.post("/v1/annotate", json={"text": TEXT}).headers["Cache-Control"] == "no-store"


def test_terms_are_listed_in_order(client: FlaskClient, glossary: Glossary) -> None:
    terms = client.get("/v1/terms").get_json()["terms"]

    assert [term["id"] for term in terms] == [term.id for term in glossary]


def test_one_term_has_its_card_and_other_names(client: FlaskClient, glossary: Glossary) -> None:
    term = client.get("/v1/terms/cold-email").get_json()

    assert term["definition"] == glossary["cold-email"].definition
    assert term["aliases"] == [alias.form for alias in glossary["cold-email"].alias]
    assert term["also"] == list(glossary["cold-email"].also)
    assert set(term["also"]) < set(term["aliases"])


@pytest.mark.parametrize("path", ["/v1/terms", "/v1/terms/mql"])
def test_terms_are_sent_again_only_when_changed(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_health_says_who_answers(client: FlaskClient, team: FlaskClient) -> None:
    health = client.get("/v1/health").get_json()

    assert {"service": "lexibulle", "api": "1", "ready": True}.items() <= health.items()
    assert health["instance"] != team.get("/v1/health").get_json()["instance"]


# ---- several glossaries ----------------------------------------------------


def test_own_glossaries_are_active(team: FlaskClient) -> None:
    answer = ask(team, text="Le SDR a un lead, une piste chaude.")

    assert [(span["term"], span["glossary"]) for span in answer["results"][0]["spans"]] == [
        ("sdr", "maison"), ("lead", "prospection-b2b"), ("lead", "maison")]
    assert list(answer["terms"]) == ["sdr", "prospection-b2b:lead", "maison:lead"]


def test_glossaries_can_be_chosen(team: FlaskClient) -> None:
    answer = ask(team, text="Le SDR a un lead.", glossaries=["maison"])

    assert [span["term"] for span in answer["results"][0]["spans"]] == ["sdr"]
    assert answer["glossary_version"].startswith("2+")


def test_version_changes_with_own_glossaries(team: FlaskClient, glossary: Glossary) -> None:
    version = ask(team, text="")["glossary_version"]

    assert version.startswith(f"{glossary.version}+2+")


@pytest.mark.parametrize("chosen", [["mql"], None])
@pytest.mark.parametrize("change", ["MQL;Note de 40 et plus.;\n", "MQL;Note de 30.;notre MQL\n"])
def test_version_changes_with_a_glossary_that_carries_none(
    chosen: list[str] | None, change: str, tmp_path: Path
) -> None:
    (tmp_path / "glossaries").mkdir()

    def version(rows: str) -> str:
        (tmp_path / "glossaries" / "mql.csv").write_text(f"nom;définition;alias\n{rows}", "utf-8")
        return str(ask(client_of(create_app(Settings(home=tmp_path))), text="", glossaries=chosen)["glossary_version"])

    before = version("MQL;Note de 30.;\n")

    assert version("MQL;Note de 30.;\n") == before
    assert version(change) != before


def test_term_of_a_named_glossary(team: FlaskClient) -> None:
    assert team.get("/v1/terms/maison:lead").get_json()["name"] == "Piste chaude"
    assert team.get("/v1/terms/prospection-b2b:lead").get_json()["name"] == "Lead"


def test_choice_of_glossaries_that_need_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "equipe.toml").write_text(
        'schema = 1\nid = "equipe"\n[[term]]\nid = "mql"\nnote = "Score de 40 et plus."\n', "utf-8")
    client = client_of(create_app(Settings(home=tmp_path)))

    problem = assert_problem(client.post("/v1/annotate", json={"text": "", "glossaries": ["equipe"]}), 422)

    assert problem["errors"][0]["pointer"] == "/glossaries"
    assert ask(client, text="Nos MQL.")["terms"]["mql"]["note"] == "Score de 40 et plus."


def test_bad_own_glossaries_stop_the_start_with_all_their_problems(tmp_path: Path) -> None:
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "a.toml").write_text("schema = 9\n", "utf-8")
    (tmp_path / "glossaries" / "b.csv").write_text("x;y\n", "utf-8")
    (tmp_path / "glossaries" / "c.toml").write_text('schema = 1\nid = "prospection-b2b"\n', "utf-8")

    with pytest.raises(GlossaryError) as refused:
        create_app(Settings(home=tmp_path))

    assert {problem[:6] for problem in refused.value.problems} >= {"a.toml", "b.csv,", "Deux l"}


# ---- what is refused ----------------------------------------------------


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ([], [""]),
        ({}, [""]),
        ({"text": "a", "texts": []}, [""]),
        ({"text": 3}, ["/text"]),
        ({"texts": "a"}, ["/texts"]),
        ({"texts": ["a", {"id": [], "text": "b"}, {"id": 1}]}, ["/texts/0", "/texts/1/id", "/texts/2/text"]),
        ({"text": "a", "typos": 1, "min_confidence": 2, "offset_unit": "bytes", "title": 1, "context": {},
          "independent": "no", "explain": "", "glossaries": "x"},
         ["/offset_unit", "/typos", "/min_confidence", "/glossaries", "/title", "/context", "/independent",
          "/explain"]),
        ({"text": "a", "glossaries": ["inconnu"]}, ["/glossaries"]),
        ({"text": "a", "glossaries": []}, ["/glossaries"]),
        ({"text": "a", "min_confidence": True}, ["/min_confidence"]),
    ],
)
def test_wrong_shape_is_refused_with_every_problem(
    client: FlaskClient, body: Any, pointers: list[str]
) -> None:
    problem = assert_problem(client.post("/v1/annotate", json=body), 422)

    assert [error["pointer"] for error in problem["errors"]] == pointers


@pytest.mark.parametrize("raw", [
    b"", b"{", b"nul", b'{"text": NaN}', b'{"text": "\xff"}', b"[" * 200_000, b'{"text":' * 100_000,
    '{"text": "a"}'.encode("utf-16"), b'{"min_confidence": ' + b"9" * 5000 + b"}"])
def test_bad_json_is_refused(client: FlaskClient, raw: bytes) -> None:
    assert_problem(client.post("/v1/annotate", data=raw, content_type="application/json"), 400)


@pytest.mark.parametrize("codec", ["latin-1", "utf-16"])
def test_other_encodings_are_told_what_to_send(client: FlaskClient, codec: str) -> None:
    raw = '{"text": "Nos leads étaient là."}'.encode(codec)

    problem = assert_problem(client.post("/v1/annotate", data=raw, content_type="application/json"), 400)

    assert "UTF-8" in problem["detail"]


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_only_json_is_read(client: FlaskClient, media: str) -> None:
    assert_problem(client.post("/v1/annotate", data=b'{"text": "a"}', content_type=media), 415)


def test_json_with_a_charset_is_json(client: FlaskClient) -> None:
    media = "application/json; charset=utf-8"
    response = client.post("/v1/annotate", data=b'{"text": "a"}', content_type=media)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "a" * 200_001}, "/text"),
        ({"texts": [{"id": 1, "text": "a" * 200_001}]}, "/texts/0/text"),
        ({"texts": [{"id": n, "text": ""} for n in range(501)]}, "/texts"),
        ({"text": "", "title": "a" * 2_001}, "/title"),
        ({"text": "", "context": "a" * 200_001}, "/context"),
    ],
    ids=["text", "one of texts", "number of texts", "title", "context"],
)
def test_too_long_is_refused(client: FlaskClient, body: Any, pointer: str) -> None:
    problem = assert_problem(client.post("/v1/annotate", json=body), 422)

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert ("Coupez-le" in problem["detail"]) == pointer.endswith("/text")


def test_too_large_a_body_is_refused(client: FlaskClient) -> None:
    texts = [{"id": n, "text": "a" * 50_000} for n in range(100)]

    assert_problem(client.post("/v1/annotate", json={"texts": texts}), 413)


def test_as_much_as_is_promised_is_read(client: FlaskClient) -> None:
    ask(client, text="🙂" * 200_000)
    ask(client, texts=[{"id": n, "text": "Nos leads."} for n in range(500)])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/v1/terms/inconnu", 404), ("GET", "/v1/terms/a:lead", 404),
     ("GET", "/static/x", 404), ("GET", "/v1/annotate", 405), ("DELETE", "/v1/terms", 405),
     ("POST", "/", 405)])
def test_flask_refuses_in_the_same_shape(client: FlaskClient, method: str, path: str, status: int) -> None:
    assert_problem(client.open(path, method=method), status)


@pytest.mark.parametrize(("path", "status", "said"), [
    ("/nulle-part", 404, "Cette page n’existe pas."), ("/lexique/roi/encore", 404, "Cette page n’existe pas."),
    ("/v1/annotate", 405, "Cette adresse est faite pour les programmes."),
])
def test_mistyped_address_in_a_browser_gets_a_page(client: FlaskClient, path: str, status: int, said: str) -> None:
    response = client.get(path, headers={"Sec-Fetch-Dest": "document"})

    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert f"<h1>{said}</h1>" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/document/", "/lexique/", "/lexique/roi/", "/extensions/"])
def test_views_are_found_with_a_slash_at_the_end(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_method_that_is_not_allowed_is_told_which_are(client: FlaskClient) -> None:
    assert set(client.get("/v1/annotate").headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_failure_inside_is_answered_and_logged_without_its_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(home=tmp_path))
    app.add_url_rule("/fail", view_func=_fail)

    problem = assert_problem(app.test_client().get("/fail"), 500)

    assert "CANARY" not in json.dumps(problem) + caplog.text
    assert "RuntimeError" in caplog.text


def _fail() -> str:
    raise RuntimeError("CANARY")


CANARY = "CANARY-1f0a@x.fr"


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.post("/v1/annotate", json={"text": f"{CANARY} lead"}),
        lambda client: client.post("/v1/annotate", json={"texts": [CANARY], "typos": CANARY, CANARY: ""}),
        lambda client: client.post("/v1/annotate", json={"text": "", "glossaries": [CANARY]}),
        lambda client: client.post("/v1/annotate", json={"text": "", "context": CANARY}),
        lambda client: client.post("/v1/annotate", data=CANARY, content_type="application/json"),
        lambda client: client.post("/v1/annotate", data=CANARY, content_type=f"text/{CANARY}"),
        lambda client: client.get(f"/v1/terms/{CANARY}?q={CANARY}"),
        lambda client: client.get(f"/{CANARY}", headers={"Origin": f"http://{CANARY}"}),
        lambda client: client.get("/", headers={"Host": CANARY}),
    ],
)
def test_submitted_text_is_in_no_refusal_and_no_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, send: Callable[[FlaskClient], TestResponse]
) -> None:
    caplog.set_level(logging.DEBUG)

    response = send(client)
    said = response.text
    response.close()

    assert CANARY not in caplog.text
    assert response.status_code == 200 or CANARY not in said
    assert " ms " in caplog.messages[-1]  # its line is written when the answer has been read


def test_log_line_holds_method_route_status_time_and_size(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    client.get("/v1/terms/mql").close()

    assert caplog.messages[0].startswith("GET /v1/terms/<term_id> 200 ")


KEYS = ["text", "texts", "id", "offset_unit", "typos", "min_confidence", "glossaries", "title", "context",
        "independent", "explain"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(KEYS), inner, max_size=6))


@given(JSON)
def test_any_json_is_answered_or_refused(client: FlaskClient, body: Any) -> None:
    response = client.post(
        "/v1/annotate", data=json.dumps(body), content_type="application/json")

    assert response.status_code in (200, 422)
    json.loads(response.data.decode())


# ---- settings ----------------------------------------------------


def test_every_setting_has_a_sentence() -> None:
    assert all(setting.metadata["sentence"].endswith(".") for setting in fields(Settings))


def test_a_body_of_one_longest_text_is_not_too_large() -> None:
    """JSON may write one code point in twelve bytes."""
    assert Settings.max_body_bytes >= 12 * Settings.max_text_chars


def test_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEXIBULLE_HOME", str(tmp_path))
    assert Settings().home == tmp_path
