"""Real browsers, a real service and a site of test pages, started once a process for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from _pytest.runner import runtestprotocol  # what pytest's own plugins for another try call

from e2e import browsers
from e2e.browsers import Browser
from e2e.payloads import write_hostile_glossary
from e2e.reader import Reader, pair, set_up
from e2e.relay import Relay
from e2e.relay import relay as relay_to
from e2e.site import site as serve_site
from extension import service as serve
from extension import stop

HERE: Final = Path(__file__).parent


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A test of a real browser has a second try: a busy machine may hold a page up longer than any patience."""
    if not item.path.is_relative_to(HERE):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if why := next((report.longreprtext for report in reports if report.failed), ""):
        print(f"second try: {item.nodeid}\n{why}")
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="package", autouse=True)
def playwright_ends() -> Iterator[None]:
    """With the last test of this process."""
    yield
    stop()


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home")
    write_hostile_glossary(place / "glossaries")
    return place


@pytest.fixture(scope="package")
def relay(home: Path) -> Iterator[Relay]:
    with serve(home) as service, relay_to(service) as made:
        yield made


@pytest.fixture(scope="package")
def site() -> Iterator[str]:
    with serve_site() as address:
        yield address


@pytest.fixture(scope="package")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return browsers.test_build(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="package")
def chromium(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsers.chromium(tmp_path_factory.mktemp("chromium"), build) as started:
        yield started


@pytest.fixture(scope="package")
def firefox(build: Path) -> Iterator[Browser]:
    with browsers.firefox(build) as started:
        yield started


@pytest.fixture(scope="package")
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
