"""A team's server: the address in the settings, pairing and reading, through the README's nginx over real TLS."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from e2e import browsers
from e2e.browsers import UUID, Chromium, Firefox
from e2e.look import pattern
from e2e.reader import UNDERLINED
from e2e.test_firefox import click
from extension import chrome, in_french
from serving import Service
from team import NAME, Proxy

ADDRESS: Final = "document.querySelector('#address')"
SAID: Final = "document.querySelector('#service-said').textContent"
SITE_ON: Final = {"name": "127.0.0.1", "matches": ["http://127.0.0.1/*"]}
FAR: Final = f"http://{NAME}"
REFUSED: Final = (f"«\u00a0{FAR}\u00a0» n’est pas une adresse possible. Un serveur d’équipe commence par "
                  "https://\u00a0; http:// ne vaut que pour cet ordinateur.")


def approve(service: Service, code: str) -> None:
    """In the terminal of the server, as its administrator does."""
    subprocess.run([sys.executable, "-m", "lexibulle_server", "pair", "approve", code], check=True,
                   capture_output=True, env=os.environ | {"LEXIBULLE_HOME": str(service.home)})


def test_chromium_reads_through_the_server_of_a_team(
    team_service: Service, proxy: Proxy, site: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("chrome")
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    build = in_french(folder, f"https://{NAME}/*")
    with chrome(folder / "profile", rules, "--ignore-certificate-errors", extension=build) as browser:
        browser.first_run().close()
        options = browser.open("options/options.html")
        options.get_by_label("Adresse du service").fill(FAR)
        options.get_by_role("button", name="Enregistrer").click()
        expect(options.locator("#service-said")).to_have_text(REFUSED)
        options.get_by_label("Adresse du service").fill(f"{NAME}:{proxy.port}")
        options.get_by_role("button", name="Enregistrer").click()
        expect(options.locator("#service-said")).to_contain_text("C’est noté.")

        with browser.context.expect_page() as opened:
            options.get_by_role("button", name="Associer").click()
        opened.value.wait_for_url(f"https://{NAME}:{proxy.port}/extensions")
        approve(team_service, browser.ask("connection")["value"]["connection"]["code"])
        options.bring_to_front()
        expect(options.get_by_role("button", name="Dissocier")).to_be_visible()

        browser.ask("site-on", **SITE_ON)
        page = browser.context.new_page()
        page.goto(f"{site}/article.html")
        Chromium(page, browser.id).wait(f"{UNDERLINED}.includes('ROI')")
        popup = browser.popup(page)
        expect(popup.locator("#sent")).to_have_text(pattern(f"Texte envoyé à : {NAME}"))


@pytest.fixture
def started(build: Path) -> Iterator[Firefox]:
    """A Firefox of its own, for which the name is this computer's."""
    with browsers.firefox(build, network_dns_localDomains=NAME) as browser:
        yield browser


def test_firefox_reads_through_the_server_of_a_team(
    started: Firefox, team_service: Service, proxy: Proxy, site: str
) -> None:
    started.open(f"moz-extension://{UUID}/options/options.html")
    started.wait(f"{ADDRESS}?.value")
    write_address(started, FAR)
    started.wait(f"{SAID} === {REFUSED!r}")
    write_address(started, f"{NAME}:{proxy.port}")
    started.wait(f"{SAID}.includes('C’est noté.')")
    mine = started.driver.current_window_handle
    click(started, "Associer")
    asked = "(await chrome.runtime.sendMessage({kind: 'connection'})).value.connection"
    started.wait(f"{asked}.code")
    approve(team_service, started.run(f"{asked}.code"))
    started.wait(f"{asked}.state === 'ok'")
    assert mine in started.driver.window_handles
    started.run(f"await chrome.runtime.sendMessage({{kind: 'site-on', ...{SITE_ON}}})")

    started.open(f"{site}/article.html")

    started.wait(f"{UNDERLINED}.includes('ROI')")


def write_address(browser: Firefox, address: str) -> None:
    browser.run(f"({ADDRESS}.value = {address!r}, {ADDRESS}.focus())")
    click(browser, "Enregistrer")
