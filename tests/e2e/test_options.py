"""The settings: kept at once, said back; words taken back; noted words as a file that loads as a glossary."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callers import token_for
from e2e.look import check_look, pattern
from e2e.relay import Relay
from extension import Chrome, chrome, in_french
from lexibulle.glossary import Glossary, GlossaryError

KNOWN = "prospection-b2b:mql"
LINKEDIN = ["https://*.linkedin.com/*"]
PAPPERS = ["https://pappers.fr/*", "https://www.pappers.fr/*"]
IN_CLEAR = ["http://pappers.fr/*", "http://www.pappers.fr/*"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    folder = tmp_path_factory.mktemp("chrome")
    build = in_french(folder, "https://lexibulle.acme.fr/*", *LINKEDIN, *PAPPERS, *IN_CLEAR)
    with chrome(folder / "profile", extension=build) as started:
        started.first_run().close()
        yield started


@pytest.fixture
def options(browser: Chrome, relay: Relay, home: Path) -> Iterator[Page]:
    relay.forget()
    browser.forget_all()
    browser.keep(settings={"service": relay.address},
                 token={"value": token_for(home, origin=browser.origin), "service": relay.address})
    browser.ask("lexicon")
    page = browser.open("options/options.html")
    yield page
    page.close()


def test_what_is_changed_is_kept_at_once(browser: Chrome, options: Page) -> None:
    options.get_by_label("Discret").check()
    options.get_by_label(pattern("À l’aise : sans les mots du premier jour")).check()
    options.get_by_label("Montrer aussi les sens probables").check()

    options.reload()

    expect(options.get_by_label("Discret")).to_be_checked()
    kept = browser.kept("settings")
    assert (kept["loudness"], kept["level"], kept["uncertain"]) == ("discreet", 2, True)


@pytest.mark.parametrize(("typed", "kept"), [
    ("lexibulle.acme.fr", "https://lexibulle.acme.fr"),
    ("https://lexibulle.acme.fr/lexique?x=1", "https://lexibulle.acme.fr"),
    ("localhost:5006", "http://localhost:5006"),
    ("127.0.0.1:5006/", "http://127.0.0.1:5006"),
])
def test_another_service_is_taken_as_people_write_it(
    browser: Chrome, options: Page, typed: str, kept: str
) -> None:
    """And it must be paired anew: the token of one service is never sent to another."""
    options.get_by_label("Adresse du service").fill(typed)
    options.get_by_role("button", name="Enregistrer").click()

    expect(options.locator("#service-said")).to_contain_text("C’est noté.")
    assert browser.kept("settings")["service"] == kept
    assert browser.ask("connection")["value"]["connection"] == {"state": "unpaired"}


@pytest.mark.parametrize("typed", [
    "http://lexibulle.acme.fr", "ftp://acme.fr", "pas une adresse", "javascript:alert(1)", "https://"])
def test_a_service_in_clear_or_nowhere_is_refused_with_the_cure(
    browser: Chrome, options: Page, relay: Relay, typed: str
) -> None:
    options.get_by_label("Adresse du service").fill(typed)
    options.get_by_role("button", name="Enregistrer").click()

    expect(options.locator("#service-said")).to_contain_text(f"«\u00a0{typed}\u00a0» n’est pas une adresse possible.")
    assert browser.kept("settings")["service"] == relay.address


@pytest.mark.parametrize(("typed", "title", "name", "matches"), [
    ("linkedin.com", "LinkedIn", "linkedin.com", LINKEDIN),
    ("https://fr.linkedin.com/in/x", "LinkedIn", "linkedin.com", LINKEDIN),
    ("pappers.fr", "pappers.fr", "pappers.fr", PAPPERS),
    ("www.pappers.fr/entreprise", "pappers.fr", "pappers.fr", PAPPERS),
    ("http://127.0.0.1:8000", "127.0.0.1", "127.0.0.1", ["http://127.0.0.1/*"]),
])
def test_another_site_is_all_that_its_name_stands_for(
    browser: Chrome, options: Page, typed: str, title: str, name: str, matches: list[str]
) -> None:
    """One that leads to `www` or comes from there is read all the same."""
    options.get_by_label("Autre site").fill(typed)
    options.get_by_role("button", name="Ajouter").click()

    expect(options.get_by_role("checkbox", name=title)).to_be_checked()
    assert browser.kept("sites") == {name: {"matches": matches, "on": True}}


def test_site_by_https_and_in_clear_is_one_site(browser: Chrome, options: Page) -> None:
    """Where the browser refuses one of them, the other stays."""
    for typed in ("pappers.fr", "http://pappers.fr"):
        options.get_by_label("Autre site").fill(typed)
        options.get_by_role("button", name="Ajouter").click()
        expect(options.get_by_label("Autre site")).to_have_value("")
    assert browser.kept("sites") == {"pappers.fr": {"matches": [*PAPPERS, *IN_CLEAR], "on": True}}

    browser.ask("site-forget", name="pappers.fr", matches=IN_CLEAR)
    assert browser.kept("sites") == {"pappers.fr": {"matches": PAPPERS, "on": True}}

    options.get_by_role("button", name="Retirer pappers.fr").click()
    expect(options.get_by_role("checkbox", name="pappers.fr")).to_have_count(0)
    assert browser.kept("sites") == {}


def test_decisions_about_words_are_shown_and_taken_back(browser: Chrome, options: Page) -> None:
    browser.keep(words={"known": [KNOWN], "hidden": {"linkedin.com": [KNOWN]}, "dismissed": {}})

    options.get_by_role("button", name="Souligner de nouveau «\u00a0MQL\u00a0»").first.click()
    expect(options.locator("#known")).to_have_text("Aucun.")
    options.locator("#hidden").get_by_text("MQL sur linkedin.com").click()

    expect(options.locator("#hidden")).to_have_text("Aucun.")
    assert browser.kept("words") == {"known": [], "hidden": {}, "dismissed": {}}


def test_passages_that_were_not_meant_are_counted_and_forgotten(browser: Chrome, options: Page) -> None:
    """Nothing tells one from another: they go together."""
    forget = options.get_by_role("button", name="Tout souligner de nouveau")
    expect(options.locator("#dismissed")).to_have_text("Aucun.")
    expect(forget).to_be_disabled()
    browser.keep(words={"known": [KNOWN], "hidden": {}, "dismissed": {"linkedin.com": ["x", "y"], "crm.test": ["z"]}})
    expect(options.locator("#dismissed")).to_have_text(pattern("3 passages ne sont plus soulignés."))

    forget.click()

    expect(options.locator("#dismissed")).to_have_text("Aucun.")
    expect(forget).to_be_disabled()
    assert browser.kept("words") == {"known": [KNOWN], "hidden": {}, "dismissed": {}}


def test_keyboard_stays_where_it_is_while_other_things_change(browser: Chrome, options: Page) -> None:
    """Each page that is read writes what it found; a list that has changed takes its button along."""
    browser.keep(words={"known": [KNOWN, "prospection-b2b:sql"], "hidden": {}, "dismissed": {}})
    box = options.get_by_role("checkbox", name="Gmail")
    box.focus()
    options.evaluate("globalThis.before = document.activeElement")

    browser.worker.evaluate("chrome.storage.session.set({'page:99:0': {key: 'k', found: []}})")
    browser.keep(noted=["SDR"])
    expect(options.locator("#noted")).to_contain_text("SDR")
    assert options.evaluate("document.activeElement === before")

    browser.keep(sites={"crm.test": {"matches": ["https://crm.test/*"], "on": True}})
    expect(options.get_by_role("checkbox", name="crm.test")).to_be_visible()
    expect(box).to_be_focused()

    first, second = (options.locator("#known button").nth(at) for at in (0, 1))
    expect(second).to_be_visible()
    second.focus()
    options.keyboard.press("Enter")
    expect(second).to_have_count(0)
    expect(first).to_be_focused()


def test_noted_words_export_as_a_glossary_to_be_filled_in(browser: Chrome, options: Page, tmp_path: Path) -> None:
    """What lacks is said by the glossary's own reader; filled in, the file loads."""
    browser.keep(noted=["SDR", "closer ; senior", "=cmd()"])  # no formula in a spreadsheet
    expect(options.get_by_role("button", name="Exporter en CSV")).to_be_enabled()
    with options.expect_download() as saved:
        options.get_by_role("button", name="Exporter en CSV").click()
    exported = tmp_path / "mots.csv"
    saved.value.save_as(exported)

    with pytest.raises(GlossaryError, match="définition"):
        Glossary.load(exported)
    filled = exported.read_text("utf-8-sig").replace(";;", ";Ce que le mot veut dire.;")
    exported.write_text(filled, "utf-8-sig")
    assert [term.name for term in Glossary.load(exported)] == ["SDR", "closer ; senior", "cmd()"]


def test_shortcuts_stand_in_the_order_of_their_keys(options: Page) -> None:
    """Browsers list them by the letters of names that nobody sees."""
    expect(options.locator("#keys dd")).to_have_text(
        ["Mot expliqué suivant", "Mot expliqué précédent", "Tout mettre en pause, ou reprendre",
         "Vérifier mon brouillon"])


def test_options_look_right(browser: Chrome, options: Page) -> None:
    browser.keep(words={"known": [KNOWN], "hidden": {}, "dismissed": {"crm.test": ["x"]}}, noted=["SDR", "RevOps"])
    expect(options.locator("#noted")).to_contain_text("RevOps")

    check_look(options, "options")
