"""Real browsers, a real service and a site of test pages, started once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e import browsers
from e2e.browsers import Browser
from e2e.payloads import write_hostile_glossary
from e2e.reader import Reader, pair, set_up
from e2e.relay import Relay
from e2e.relay import relay as relay_to
from e2e.site import site as serve_site
from extension import service as serve


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home")
    write_hostile_glossary(place / "glossaries")
    return place


@pytest.fixture(scope="session")
def relay(home: Path) -> Iterator[Relay]:
    with serve(home) as service, relay_to(service) as made:
        yield made


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    with serve_site() as address:
        yield address


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return browsers.test_build(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def chromium(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsers.chromium(tmp_path_factory.mktemp("chromium"), build) as started:
        yield started


@pytest.fixture(scope="session")
def firefox(build: Path) -> Iterator[Browser]:
    with browsers.firefox(build) as started:
        yield started


@pytest.fixture(scope="session")
def tokens() -> dict[str, str]:
    return {}


@pytest.fixture(params=["chromium", "firefox"])
def reader(request: pytest.FixtureRequest, relay: Relay, site: str, home: Path, tokens: dict[str, str]) -> Reader:
    """A reader at the site, paired, with the settings of a first run; in each browser."""
    browser: Browser = request.getfixturevalue(request.param)
    relay.forget()
    if browser.name not in tokens:
        tokens[browser.name] = pair(browser, relay.address, home)
    set_up(browser, relay.address, tokens[browser.name])
    relay.forget()
    return Reader(browser, site, relay, tokens[browser.name])
