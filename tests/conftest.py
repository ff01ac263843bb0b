"""What many tests share: an annotator, a service in the process, a browser on the page of another, hypothesis profiles.

`HYPOTHESIS_PROFILE=ci` is the thorough one.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

import native
from callers import client_of
from chromium import Chromium
from lexibulle import Annotator, Glossary
from lexibulle_server.app import create_app
from lexibulle_server.settings import Settings
from serving import Service, serving
from team import NAME, Proxy

# The machine is shared: no deadline. CI tries more than 20,000 examples over the promises.
settings.register_profile("dev", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

# Python would take an extension module that is older than its source.
if stale := native.stale(Path(__file__).parents[1] / "nlp"):
    pytest.exit(f"{', '.join(stale)}: changed since compiled. Run « make .venv/run », or delete what is compiled.")

# Whoever runs the tests in the background lets them ignore Ctrl-C; the programs they start and interrupt must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return Glossary.default()


@pytest.fixture(scope="session")
def annotator(glossary: Glossary) -> Annotator:
    return Annotator(glossary)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service of one test file, in this process."""
    return create_app(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    """Who may ask it."""
    return client_of(app)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service behind `address` keeps its data."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    with serving(home) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    with Chromium() as started:
        yield started


@pytest.fixture
def page(browser: Chromium, address: str) -> Chromium:
    """The page of the service as it opens, its sample text read."""
    browser.emulate()
    browser.open(address)
    browser.wait_for("document.querySelectorAll('.term').length > 10")
    browser.events.clear()
    return browser


@pytest.fixture(scope="module")
def team_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A team's: it answers to its name behind a proxy only."""
    with Service(tmp_path_factory.mktemp("home"), "--behind-tls", NAME) as started:
        yield started


@pytest.fixture(scope="module")
def proxy(team_service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The nginx before it."""
    started = Proxy(tmp_path_factory.mktemp("nginx"), team_service)
    yield started
    started.stop()
