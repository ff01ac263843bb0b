"""Who may ask the service, and what nobody else gets: not an answer, not a view that runs."""

import itertools
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callers import client_of, client_with
from lexibulle_server.app import create_app
from lexibulle_server.service import Service
from lexibulle_server.settings import Settings

PAIRED: Final = "chrome-extension://nfjcaoojbgbkjmmjmbgmdfpoihmljgaf"
STRANGER: Final = "moz-extension://0a3f1c52-8a0e-4b8e-9d11-7d7c5b1b2c3d"
HERE: Final = "127.0.0.1:5005"
OWN: Final = f"http://{HERE}"
CROSS: Final = {"Sec-Fetch-Site": "cross-site"}
NAVIGATION: Final = {**CROSS, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
OPEN_RULES: Final = {
    # what answers without a token; a route that is added here is added on purpose
    "/", "/document", "/brouillon", "/lexique", "/lexique/<term>", "/aide-memoire", "/extensions", "/favicon.ico",
    "/static/<path:filename>", "/static/card/<name>", "/docs", "/openapi.json",
    "/static/swagger/<path:name>", "/v1/health", "/v1/pair", "/v1/pair/<request_id>"}


class Watched:
    """An application that counts how often a view of its own has run."""

    def __init__(self, home: Path, **settings: Any) -> None:
        self.app = create_app(Settings(home=home, **settings))
        self.ran: Counter[str] = Counter()
        for endpoint, view in self.app.view_functions.items():
            self.app.view_functions[endpoint] = self._counted(endpoint, view)
        self.service = Service.of(self.app)
        self.token = self.service.tokens.create("essais")
        self.paired_token = self.service.tokens.create("Chrome", PAIRED)
        self.page_token = self.service.page_token

    def _counted(self, endpoint: str, view: Any) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            self.ran[endpoint] += 1
            return view(*args, **kwargs)
        return run

    def ask(self, method: str, path: str, *, token: str = "", **request: Any) -> TestResponse:
        client = client_with(self.app, token) if token else self.app.test_client()
        headers = {"Host": HERE, **request.pop("headers", {})}
        return client.open(path, method=method, headers=headers, **request)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(tmp_path_factory.mktemp("home"), host_names=("lexibulle.acme.fr",))


@pytest.fixture
def client(watched: Watched) -> FlaskClient:
    return client_of(watched.app)


def assert_refused(watched: Watched, response: TestResponse, status: int) -> None:
    """A problem with this status, nothing to read for another page, and no view has run."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Origin" in response.headers["Vary"]
    assert not watched.ran


@pytest.fixture(autouse=True)
def _nothing_has_run(request: pytest.FixtureRequest) -> None:
    for name in {"watched", "team"} & set(request.fixturenames):
        request.getfixturevalue(name).ran.clear()


# ---- the hostile matrix ----------------------------------------------------

HOSTILE_ORIGINS = (
    "https://evil.example", "http://evil.example:5005", "null", "", "http://127.0.0.1", "http://127.0.0.1:5006",
    "http://localhost:5005", "https://127.0.0.1:5005.evil.example", "http://127.0.0.1:5005@evil.example",
    "http://127.0.0.1:5005/", "http://127.0.0.1:5005, https://evil.example", "file://", "http://[::1]:5005",
    "HTTP://127.0.0.1:5005", STRANGER, f"{PAIRED}.evil.example", f"https://{PAIRED[19:]}", PAIRED.upper(),
    "chrome-extension://", "chrome-extension://*", f"{PAIRED}/", f"x{PAIRED}", "moz-extension://.*")
HOSTILE_HOSTS = (
    "evil.example", "evil.example:5005", "127.0.0.1.evil.example", "127.0.0.1.nip.io:5005", "localhost.evil.example",
    "127.0.0.1:5005:80", "127.0.0.1@evil.example", "evil@127.0.0.1:5005", "localhost:", "", "::1", "[::2]:5005",
    "10.0.0.1:5005", "0.0.0.0:5005", "127.0.0.2:5005", "2130706433:5005", "0x7f.1:5005", "localhost, evil.example",
    "localhost\tevil.example", "127.1:5005", "localhost.:5005", "lexibulle.acme.fr")
REQUESTS = (
    # method, path, content type: simple requests (no preflight) and others
    ("POST", "/v1/annotate", "text/plain"), ("POST", "/v1/annotate", "application/json"),
    ("POST", "/v1/annotate", "application/x-www-form-urlencoded"), ("GET", "/v1/terms", ""),
    ("POST", "/v1/annotate", "multipart/form-data; boundary=x"), ("DELETE", "/v1/terms/mql", "application/json"),
    ("POST", "/v1/pairings/x/approve", "application/json"), ("POST", "/v1/tokens/x/revoke", "text/plain"))
TOKENS = ("", "page", "valid", "paired")
BODY = b'{"text": "Nos leads."}'


def token_of(watched: Watched, name: str) -> str:
    return {"": "", "page": watched.page_token, "valid": watched.token,
            "paired": watched.paired_token}[name]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("origin", HOSTILE_ORIGINS)
def test_other_origins_reach_no_view(watched: Watched, origin: str, token: str) -> None:
    """Whatever they send, even with a token that they should not have."""
    for (method, path, media), extra in itertools.product(REQUESTS, ({}, CROSS, NAVIGATION)):
        response = watched.ask(method, path, token=token_of(watched, token), data=BODY, content_type=media or None,
                               headers={"Origin": origin, **extra})

        assert_refused(watched, response, 403)
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("host", HOSTILE_HOSTS)
def test_other_hosts_reach_no_view(watched: Watched, host: str, token: str) -> None:
    """A rebinding page is of the same origin as the name it uses: Origin and Sec-Fetch-Site look right."""
    looks: tuple[dict[str, str], ...] = (
        {}, {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}, {"Origin": PAIRED})
    places = (*REQUESTS, ("GET", "/", ""), ("GET", "/v1/health", ""), ("POST", "/v1/pair", "application/json"),
              ("GET", "/static/page.js", ""), ("GET", "/nowhere", ""))
    for (method, path, media), extra in itertools.product(places, looks):
        response = watched.ask(method, path, token=token_of(watched, token), data=BODY, content_type=media or None,
                               headers={"Host": host, **extra})

        assert_refused(watched, response, 421)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("mode", "dest"),
    [("no-cors", "image"), ("no-cors", "script"), ("no-cors", "empty"), ("cors", "empty"), ("navigate", "iframe"),
     ("navigate", "document"), ("navigate", "embed"), ("websocket", "websocket"), ("no-cors", "style")])
@pytest.mark.parametrize("token", TOKENS)
def test_foreign_fetches_without_an_origin_reach_no_view(
    watched: Watched, site: str, mode: str, dest: str, token: str
) -> None:
    """Images, scripts, frames, and forms of pages that hide their origin."""
    fetch = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    for method, path, media in (*REQUESTS, ("GET", "/v1/health", ""), ("POST", "/v1/pair", "text/plain")):
        response = watched.ask(method, path, token=token_of(watched, token), data=BODY, content_type=media or None,
                               headers=fetch)

        assert_refused(watched, response, 403)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Bearer lxb_{'A' * 43}", "Basic {token}", "{token}", "Bearer {token}x",
     "Bearer {half}", "Bearer  {token}", "Bearer {token},{token}", "Token {token}", "Bearer \xe9\xff"])
@pytest.mark.parametrize("looks", [{}, {"Origin": OWN}, {"Origin": PAIRED}, {"Sec-Fetch-Site": "none"},
                                   {"Sec-Fetch-Site": "same-origin"}], ids=str)
def test_without_a_right_token_no_view_is_reached(
    watched: Watched, authorization: str, looks: dict[str, str]
) -> None:
    sent = authorization.format(token=watched.token, half=watched.token[:20])
    for method, path, media in REQUESTS:
        response = watched.ask(method, path, data=BODY, content_type=media or None,
                               headers={**looks, "Authorization": sent})

        assert_refused(watched, response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_matrix_is_large_enough() -> None:
    hosts = len(HOSTILE_HOSTS) * len(TOKENS) * (len(REQUESTS) + 5) * 3
    origins = len(HOSTILE_ORIGINS) * len(TOKENS) * len(REQUESTS) * 3
    assert hosts + origins > 250


def test_the_count_of_views_counts(watched: Watched) -> None:
    assert watched.ask("GET", "/v1/health").status_code == 200
    assert watched.ask("GET", "/v1/terms", token=watched.token).status_code == 200
    assert watched.ran == {"api.health": 1, "api.terms": 1}


def test_what_is_open_is_listed(watched: Watched) -> None:
    """Every other route asks for a token."""
    open_rules = set()
    for rule in watched.app.url_map.iter_rules():
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<path:{argument}>", "x").replace(f"<{argument}>", "x")
        method = next(iter((rule.methods or set()) - {"OPTIONS", "HEAD"}))
        if watched.ask(method, path, headers={"Origin": OWN}).status_code != 401:
            open_rules.add(rule.rule)

    assert open_rules == OPEN_RULES


# ---- who may ----------------------------------------------------


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:5005", "127.0.0.1", "127.0.0.1:9", "[::1]:5005", "LOCALHOST"])
def test_loopback_names_are_ours(watched: Watched, host: str) -> None:
    assert watched.ask("GET", "/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.3", "::ffff:192.0.2.7", ""])
def test_loopback_names_are_believed_from_this_machine_only(watched: Watched, peer: str) -> None:
    response = watched.ask("GET", "/v1/health", environ_base={"REMOTE_ADDR": peer})

    assert_refused(watched, response, 421)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": OWN}, 200),
        ({"Origin": f"https://{HERE}"}, 200),
        ({"Origin": OWN, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": PAIRED, **CROSS}, 200),
        ({"Origin": STRANGER}, 403),
        ({"Origin": "http://127.0.0.1:5006"}, 403),
        (CROSS, 403),
        (NAVIGATION, 403),  # a form that navigates here
    ],
    ids=str,
)
def test_a_token_is_good_from_allowed_places(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    response = client.post("/v1/annotate", json={"text": ""}, headers={"Host": HERE, **headers})

    assert response.status_code == status


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [("POST", {"Origin": PAIRED, "Sec-Fetch-Site": "none"}, 200), ("GET", {"Sec-Fetch-Site": "none"}, 200),
     ("GET", {"Origin": PAIRED}, 200), ("POST", {}, 401), ("POST", {"Origin": OWN}, 401),
     ("GET", {"Origin": OWN}, 401)])
def test_a_paired_token_is_good_for_its_extension(
    watched: Watched, method: str, headers: dict[str, str], status: int
) -> None:
    path = "/v1/terms" if method == "GET" else "/v1/annotate"
    body = {"json": {"text": ""}} if method == "POST" else {}

    assert watched.ask(method, path, token=watched.paired_token, headers=headers, **body).status_code == status


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [("POST", {"Origin": OWN}, 200), ("GET", {"Origin": OWN}, 200), ("GET", {"Sec-Fetch-Site": "same-origin"}, 200),
     ("POST", {}, 401), ("GET", {}, 401), ("GET", {"Sec-Fetch-Site": "none"}, 401),
     ("POST", {"Sec-Fetch-Site": "same-origin"}, 401), ("POST", {"Origin": PAIRED}, 401)])
def test_the_token_of_the_page_is_good_for_the_page(
    watched: Watched, method: str, headers: dict[str, str], status: int
) -> None:
    path = "/v1/terms" if method == "GET" else "/v1/annotate"
    body = {"json": {"text": ""}} if method == "POST" else {}

    assert watched.ask(method, path, token=watched.page_token, headers=headers, **body).status_code == status


def test_the_token_of_the_page_is_in_the_page_and_nowhere_else(watched: Watched) -> None:
    page = watched.ask("GET", "/")

    assert f'<meta name="lexibulle-token" content="{watched.page_token}">' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert not watched.service.tokens.find(watched.page_token)
    assert watched.page_token not in watched.ask("GET", "/v1/health").text


def test_the_token_of_the_page_dies_with_the_process(watched: Watched) -> None:
    again = Watched(watched.service.settings.home)

    response = again.ask("GET", "/v1/terms", token=watched.page_token, headers={"Origin": OWN})

    assert_refused(again, response, 401)


@pytest.mark.parametrize(("token", "status"), [("", 401), ("valid", 403), ("paired", 403), ("page", 200)])
def test_only_the_page_manages(watched: Watched, token: str, status: int) -> None:
    origin = {"paired": PAIRED}.get(token, OWN)

    response = watched.ask("GET", "/v1/pairings", token=token_of(watched, token), headers={"Origin": origin})

    assert response.status_code == status


def test_a_revoked_token_and_its_origin_are_out_at_once(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    (paired,) = [token for token in watched.service.tokens.list() if token.origin]
    ask = {"json": {"text": ""}, "headers": {"Origin": PAIRED}}
    assert watched.ask("POST", "/v1/annotate", token=watched.paired_token, **ask).status_code == 200

    assert watched.service.tokens.revoke(paired.id)

    watched.ran.clear()
    response = watched.ask("POST", "/v1/annotate", token=watched.paired_token, **ask)
    assert_refused(watched, response, 403)
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", NAVIGATION, 200),  # a link from elsewhere
        ("/", {**NAVIGATION, "Sec-Fetch-Dest": "iframe"}, 403),
        ("/", {**NAVIGATION, "Origin": "https://evil.example"}, 403),
        ("/v1/terms", NAVIGATION, 403),
        ("/static/page.js", CROSS, 403),
    ],
)
def test_a_link_from_elsewhere_opens_pages_only(
    client: FlaskClient, path: str, headers: dict[str, str], status: int
) -> None:
    assert client.get(path, headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/", "/v1/health", "/nowhere", "/static/page.js"])
def test_every_answer_is_kept_out_of_other_pages(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers

    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Origin" not in headers


# ---- the body ----------------------------------------------------


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                                   "application/jsonp", "text/json", ""])
def test_only_json_reaches_a_view(watched: Watched, media: str) -> None:
    response = watched.ask("POST", "/v1/annotate", token=watched.token, data=BODY, content_type=media)

    assert_refused(watched, response, 415)


def test_a_body_that_is_too_large_reaches_no_view(watched: Watched) -> None:
    response = watched.ask("POST", "/v1/annotate", token=watched.token, data=b" " * 4_000_001,
                           content_type="application/json")

    assert_refused(watched, response, 413)


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/v1/terms", 405), ("PUT", "/v1/nowhere", 404)])
def test_what_is_not_there_is_said_before_the_type(watched: Watched, method: str, path: str, status: int) -> None:
    assert_refused(watched, watched.ask(method, path, token=watched.token, data=b"x"), status)


# ---- a team, behind a proxy that speaks TLS ----------------------------------------------------

TEAM = {"Host": "lexibulle.acme.fr"}


@pytest.mark.parametrize("host", ["lexibulle.acme.fr", "Lexibulle.Acme.FR:443", "lexibulle.acme.fr:8443"])
def test_names_of_a_team_are_ours_over_tls(team: Watched, host: str) -> None:
    ask: dict[str, Any] = {"headers": {"Host": host}, "environ_base": {"REMOTE_ADDR": "192.0.2.7"}}

    assert team.ask("GET", "/v1/health", base_url="https://x/", **ask).status_code == 200
    assert team.ask("GET", "/v1/health", **ask).status_code == 421


def test_a_team_is_given_no_token_by_the_page(team: Watched) -> None:
    for base, headers in (("https://x/", TEAM), ("http://x/", {})):
        page = team.ask("GET", "/", base_url=base, headers=headers)
        assert '<meta name="lexibulle-token" content="">' in page.text

    team.ran.clear()
    response = team.ask("GET", "/v1/terms", headers={"Authorization": "Bearer ", "Origin": OWN})
    assert_refused(team, response, 401)


@pytest.mark.parametrize(("origin", "status"), [
    ("https://lexibulle.acme.fr", 200), ("http://lexibulle.acme.fr", 403), ("https://acme.fr", 403)])
def test_the_page_of_a_team_is_an_origin_over_tls(team: Watched, origin: str, status: int) -> None:
    response = team.ask("POST", "/v1/annotate", token=team.token, json={"text": ""}, base_url="https://x/",
                        headers={**TEAM, "Origin": origin})

    assert response.status_code == status


# ---- cross-origin headers ----------------------------------------------------


def preflight(watched: Watched, origin: str, path: str = "/v1/annotate") -> TestResponse:
    return watched.ask("OPTIONS", path, headers={
        "Origin": origin, "Access-Control-Request-Method": "POST", **CROSS,
        "Access-Control-Request-Headers": "authorization, content-type, x-other"})


def test_a_preflight_of_a_paired_extension_is_answered_without_a_token(watched: Watched) -> None:
    response = preflight(watched, PAIRED)

    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == PAIRED
    assert response.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert response.headers["Vary"] == "Origin"
    assert not watched.ran


@pytest.mark.parametrize("origin", HOSTILE_ORIGINS)
def test_a_preflight_of_others_is_refused(watched: Watched, origin: str) -> None:
    response = preflight(watched, origin)

    assert_refused(watched, response, 403)
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_any_extension_may_ask_to_be_paired(watched: Watched) -> None:
    assert preflight(watched, STRANGER, "/v1/pair").headers["Access-Control-Allow-Origin"] == STRANGER


@pytest.mark.parametrize(
    ("method", "path", "token", "body", "status"),
    [("POST", "/v1/annotate", "", BODY, 401), ("POST", "/v1/annotate", "paired", b"{", 400),
     ("POST", "/v1/annotate", "paired", b"{}", 422), ("GET", "/v1/terms/x", "paired", b"", 404),
     ("GET", "/v1/annotate", "paired", b"", 405), ("GET", "/v1/pairings", "paired", b"", 403),
     ("POST", "/v1/annotate", "paired", BODY, 200)])
def test_a_paired_extension_can_read_every_answer(
    watched: Watched, method: str, path: str, token: str, body: bytes, status: int
) -> None:
    """Refusals too: without these headers it would see a network failure."""
    response = watched.ask(method, path, token=token_of(watched, token), data=body, headers={"Origin": PAIRED},
                           content_type="application/json" if body else None)

    assert response.status_code == status
    assert response.headers.getlist("Access-Control-Allow-Origin") == [PAIRED]
    assert response.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_failures_can_be_read_by_a_paired_extension(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.app.view_functions["api.terms"] = _fail

    response = watched.ask("GET", "/v1/terms", token=watched.paired_token, headers={"Origin": PAIRED})

    assert response.status_code == 500
    assert response.headers["Access-Control-Allow-Origin"] == PAIRED


def _fail() -> str:
    raise RuntimeError("CANARY")


@pytest.mark.parametrize("headers", [{}, {"Origin": OWN}, {"Sec-Fetch-Site": "none"}], ids=str)
def test_who_needs_no_cross_origin_headers_gets_none(client: FlaskClient, headers: dict[str, str]) -> None:
    """No Origin: no list of who is paired. Our own page needs none."""
    response = client.get("/v1/terms", headers={"Host": HERE, **headers})

    assert response.status_code == 200
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_the_allow_list_ships_empty(tmp_path: Path) -> None:
    app: Flask = create_app(Settings(home=tmp_path))

    assert Service.of(app).tokens.list() == []
    assert list(tmp_path.iterdir()) == []
    for origin in (PAIRED, STRANGER):
        assert app.test_client().get("/v1/health", headers={"Origin": origin}).status_code == 403
