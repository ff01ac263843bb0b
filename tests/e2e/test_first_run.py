"""The first run: the card tried, two clicks to pair, sites chosen; and what happens when it goes wrong."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.look import check_look, pattern
from e2e.relay import Relay
from e2e.states import STRANGER
from extension import Chrome, answering, chrome, in_french
from lexibulle_server.database import NAME, Database

OLD = "Le service est plus ancien que l’extension : mettez-le à jour."
FAILED = "Le service a rencontré une erreur. Recommencez ; si elle revient, redémarrez-le."


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    folder = tmp_path_factory.mktemp("chrome")
    with chrome(folder / "profile", extension=in_french(folder)) as started:
        started.first_run().close()
        yield started


@pytest.fixture
def first_run(browser: Chrome, relay: Relay, home: Path) -> Iterator[Page]:
    """The tab as the installation opens it, with nothing set up but where the service is."""
    relay.forget()
    with Database(home / NAME).changing() as connection:
        connection.execute("DELETE FROM pairings")  # those of the test before
    browser.forget_all()
    browser.keep(settings={"service": relay.address})
    page = browser.open("welcome/welcome.html")
    yield page
    page.close()


def ask_to_pair(page: Page) -> Page:
    """The first click: « Associer ». The tab of the service that it opens."""
    page.get_by_role("link", name="Associer").click()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Associer").click()
    return opened.value


def command(home: Path, *words: str) -> str:
    """What the command line of the service says."""
    done = subprocess.run([sys.executable, "-m", "lexibulle_server", *words], check=True, capture_output=True,
                          env={"LEXIBULLE_HOME": str(home)}, encoding="utf-8")
    return done.stdout


def test_sample_can_be_tried_before_anything_is_set_up(first_run: Page) -> None:
    first_run.get_by_role("button", name="MQL").hover()

    expect(first_run.locator(".card:popover-open .plain")).to_have_text("contact intéressé, à valider")
    first_run.keyboard.press("Escape")
    expect(first_run.locator(".card:popover-open")).to_have_count(0)


def test_sample_opens_by_keyboard_and_gives_the_focus_back(first_run: Page) -> None:
    word = first_run.get_by_role("button", name="relance")
    word.focus()
    first_run.keyboard.press("Enter")
    expect(first_run.locator(".card:popover-open .name")).to_have_text("Relance")

    first_run.keyboard.press("Tab")
    first_run.keyboard.press("Enter")

    expect(first_run.locator(".card:popover-open")).to_contain_text("Exemple")
    first_run.keyboard.press("Escape")
    expect(word).to_be_focused()


def test_two_clicks_pair(browser: Chrome, first_run: Page, relay: Relay) -> None:
    """The same four digits on both sides; « Accepter » closes the tab, and the words come."""
    service = ask_to_pair(first_run)
    code = first_run.locator("#code").inner_text()
    assert len(code) == 4
    expect(service.get_by_text(code)).to_be_visible()

    with service.expect_event("close"):
        service.get_by_role("button", name="Accepter").last.click()

    expect(first_run.locator("#pair-line")).to_have_text("L’extension est associée.")
    assert browser.kept("paired") == relay.address
    assert browser.token().startswith("lxb_")
    assert browser.ask("connection")["value"]["connection"] == {"state": "ok"}
    assert len(browser.ask("lexicon")["value"]) >= 50


def test_a_refused_request_says_so_and_can_be_made_again(first_run: Page) -> None:
    service = ask_to_pair(first_run)
    service.get_by_role("button", name="Refuser").last.click()

    expect(first_run.locator("#pair-line")).to_have_text("Demande refusée.")
    service.close()
    with first_run.context.expect_page() as opened:
        first_run.get_by_role("button", name="Recommencer").click()
    expect(first_run.locator("#code")).to_have_text(pattern(r"\d{4}"))
    opened.value.close()


def test_an_expired_request_says_so(first_run: Page, home: Path) -> None:
    """Its two minutes are over, as the service counts them."""
    service = ask_to_pair(first_run)
    expect(first_run.locator("#code")).to_be_visible()
    with Database(home / NAME).changing() as connection:
        connection.execute("UPDATE pairings SET expires = 1 WHERE status = 'pending'")

    expect(first_run.locator("#pair-line")).to_have_text(pattern("Demande expirée après 2 minutes."))
    expect(first_run.get_by_role("button", name="Recommencer")).to_be_visible()
    service.close()


def test_a_request_can_be_cancelled(browser: Chrome, first_run: Page) -> None:
    service = ask_to_pair(first_run)
    service.close()
    with first_run.context.expect_page() as again:
        first_run.get_by_role("button", name="Rouvrir l’onglet").click()
    again.value.close()

    first_run.get_by_role("button", name="Annuler").click()

    expect(first_run.get_by_role("button", name="Associer")).to_be_visible()
    assert browser.kept("pairing", "session") is None


def test_a_revoked_token_is_noticed_and_pairing_offered_anew(
    browser: Chrome, first_run: Page, home: Path
) -> None:
    service = ask_to_pair(first_run)
    service.get_by_role("button", name="Accepter").last.click()
    expect(first_run.locator("#pair-line")).to_have_text("L’extension est associée.")
    for line in command(home, "token", "list").splitlines():
        if "Chrome" in line:
            command(home, "token", "revoke", line.split()[0])

    browser.ask("lexicon")

    expect(first_run.locator("#pair-line")).to_have_text("Le service ne reconnaît plus cette extension.")
    expect(first_run.get_by_role("button", name="Associer de nouveau")).to_be_visible()
    assert browser.token() is None


def test_a_worker_that_dies_while_pairing_goes_on(browser: Chrome, first_run: Page) -> None:
    service = ask_to_pair(first_run)
    expect(first_run.locator("#code")).to_be_visible()
    browser.stop_worker()

    service.get_by_role("button", name="Accepter").last.click()
    first_run.reload()

    expect(first_run.locator("#pair-line")).to_have_text("L’extension est associée.")


def test_nobody_at_the_address_is_said_with_the_cure(browser: Chrome, first_run: Page) -> None:
    browser.keep(settings={"service": "http://127.0.0.1:9"})
    first_run.get_by_role("link", name="Associer").click()
    first_run.get_by_role("button", name="Associer").click()

    expect(first_run.locator("#pair-help")).to_contain_text("Personne ne répond à cette adresse.")
    expect(first_run.locator("#pair-help")).to_contain_text("lexibulle serve")


@pytest.mark.parametrize(("status", "body", "headers", "says"), [
    (404, "", {"Content_Type": "application/problem+json"}, OLD),
    (500, "", {}, FAILED),
    (404, "", {}, STRANGER),
    (200, "<h1>Bienvenue</h1>", {}, STRANGER),
    (200, '{"id": 1}', {}, STRANGER),
    (200, '{"service": "lexibulle", "api": "1"}', {}, FAILED),
], ids=["old", "failed", "lost", "html", "shape", "lexibulle"])
def test_a_service_that_cannot_pair_says_why(
    browser: Chrome, first_run: Page, status: int, body: str, headers: dict[str, str], says: str
) -> None:
    """In words, on each page that has the button."""
    with answering(status, body, **headers) as (address, _):
        browser.keep(settings={"service": address})
        for path, place in [("popup/popup.html", "#help"), ("options/options.html", "#service-said"),
                            ("welcome/welcome.html#pair", "#pair-help")]:
            first_run.goto(browser.url(path))
            first_run.get_by_role("button", name="Associer").click()
            expect(first_run.locator(place)).to_have_text(pattern(f"^{re.escape(says)}$"))


def test_no_site_is_ticked_and_a_wrong_one_is_explained(first_run: Page) -> None:
    first_run.get_by_role("link", name="Choisir les sites").click()

    assert first_run.locator("#sites label").all_inner_texts() == [
        "LinkedIn", "Gmail", "Outlook", "HubSpot", "Pipedrive", "Salesforce", "Tous les sites"]
    assert first_run.locator("#sites input:checked").count() == 0
    first_run.get_by_label("Autre site").fill("pas un site")
    first_run.get_by_role("button", name="Ajouter").click()
    expect(first_run.locator("#sites-said")).to_contain_text("«\u00a0pas un site\u00a0» n’est pas une adresse de site.")


@pytest.mark.parametrize("step", ["try", "pair", "choose", "ready"])
def test_each_step_has_its_address_and_looks_right(browser: Chrome, first_run: Page, step: str) -> None:
    first_run.goto(browser.url(f"welcome/welcome.html#{step}"))
    first_run.reload()

    expect(first_run.locator(f"#{step}")).to_be_visible()
    assert first_run.locator("main > section:visible").count() == 1
    check_look(first_run, f"welcome-{step}")
