"""The popup in every state of its table, by its words, its buttons, its look and its keyboard."""

import re
import shutil
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from callers import token_for
from e2e.look import check_look, pattern
from e2e.relay import Relay
from e2e.site import PAGES
from e2e.states import ANSWERS, FORBIDDEN, NOBODY, STATES, TEAM, in_hours
from extension import Chrome, answering, chrome, in_french

RULES: Final = f"--host-resolver-rules=MAP linkedin.com 127.0.0.1, MAP {TEAM} 127.0.0.1"
SITE: Final = "linkedin.com"
MATCH: Final = f"http://{SITE}/*"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    folder = tmp_path_factory.mktemp("chrome")
    build = in_french(folder, MATCH)
    with chrome(folder / "profile", RULES, extension=build) as started:
        started.first_run().close()
        yield started


@pytest.fixture(scope="module")
def linkedin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of linkedin.com, as the browser sees it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<!doctype html><title>Fil</title><p>Bonjour.", "utf-8")
    (folder / "fil.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Fil</title><p>Sur 40 inscrits au webinaire, 12 MQL : je prépare "
        "la relance. Le ROI de la campagne attendra.", "utf-8")
    shutil.copy(PAGES / "long.html", folder)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives
            """Tests say what they want to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://linkedin.com:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def paired(browser: Chrome, relay: Relay, home: Path) -> Chrome:
    """Nothing but paired: with a token of the real service."""
    relay.forget()
    browser.forget_all()
    at_service(browser, relay.address, token_for(home, origin=browser.origin))
    return browser


@pytest.fixture
def page(paired: Chrome, linkedin: str) -> Iterator[Page]:
    opened = paired.context.new_page()
    opened.goto(linkedin)
    yield opened
    opened.close()


def at_service(browser: Chrome, address: str, token: str | None = None) -> None:
    browser.keep(settings={"service": address}, token={"value": token or "x", "service": address})


def on_site(browser: Chrome, on: bool = True, **settings: Any) -> None:
    browser.keep(sites={SITE: {"matches": [MATCH], "on": on}})
    browser.ask("change-settings", changes=settings)


def said(line: str) -> re.Pattern[str]:
    """A line of the table, `#` for any number."""
    return pattern(re.escape(line).replace(r"\#", r"\d+"))


@pytest.mark.parametrize("name", STATES)
def test_popup_says_its_state_and_offers_what_helps(
    paired: Chrome, page: Page, relay: Relay, name: str
) -> None:
    state = STATES[name]
    secret, local, session = state.kept(relay.address, paired.token(), SITE, MATCH)
    paired.forget_all()
    paired.keep(token=secret, **local)
    paired.worker.evaluate("values => chrome.storage.session.set(values)", session)
    popup = paired.popup(page)

    expect(popup.locator("#line")).to_have_text(said(state.line.format(site=SITE)))
    assert popup.locator("#buttons button").all_inner_texts() == [text.format(site=SITE) for text in state.buttons]
    where = TEAM if name == "team-absent" else "cet ordinateur"
    expect(popup.locator("#sent")).to_have_text(pattern(f"Texte envoyé à : {where}"))
    check_look(popup, f"popup-{name}")
    popup.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_popup_says_how_the_service_is(paired: Chrome, page: Page, name: str) -> None:
    answer = ANSWERS[name]
    with answering(answer.status, answer.body, **answer.headers) as (address, _):
        at_service(paired, address)
        popup = paired.popup(page)

        expect(popup.locator("#line")).to_have_text(said(answer.line))
        assert popup.locator("#buttons button").all_inner_texts() == answer.buttons
        check_look(popup, f"popup-service-{name}")
        popup.close()


def test_popup_says_that_the_browser_forbids_a_page(paired: Chrome) -> None:
    forbidden = paired.context.new_page()
    forbidden.goto("about:blank")
    popup = paired.popup(forbidden)

    expect(popup.locator("#line")).to_have_text(FORBIDDEN.line)
    assert popup.locator("#buttons button").all_inner_texts() == FORBIDDEN.buttons
    check_look(popup, "popup-forbidden")
    popup.close()
    forbidden.close()


def test_words_of_the_page_are_a_list_that_opens_their_cards(paired: Chrome, page: Page, linkedin: str) -> None:
    """As headings and buttons: the way to them for who cannot see an underline."""
    on_site(paired)
    page.goto(linkedin + "fil.html")
    popup = paired.popup(page)

    expect(popup.locator("#line")).to_have_text(pattern("3 mots expliqués sur cette page"))
    assert popup.locator("#buttons button").all_inner_texts() == ["Désactiver sur linkedin.com", "Pause", "Discret"]
    assert popup.locator("#words h3").all_inner_texts() == ["MQL", "Relance", "ROI"]
    popup.get_by_role("button", name="MQL", exact=True).click()
    expect(popup.locator(".card .definition")).to_contain_text("aucun commercial ne l’a encore validé")
    check_look(popup, "popup-words")
    popup.get_by_role("button", name="Je connais").click()
    expect(popup.locator("#words h3")).to_have_count(2)
    popup.get_by_role("button", name="Désactiver sur linkedin.com").click()
    expect(popup.locator("#line")).to_have_text("Désactivé sur linkedin.com.")
    popup.close()


def test_a_card_stays_open_while_the_page_behind_goes_on(paired: Chrome, page: Page, linkedin: str) -> None:
    """A word that is met once more is not another word."""
    on_site(paired)
    page.goto(linkedin + "fil.html")
    popup = paired.popup(page)
    word = popup.get_by_role("button", name="MQL", exact=True)
    word.click()

    popup.evaluate("""(async () => {
        const kept = await chrome.storage.session.get(null);
        for (const page of Object.values(kept)) page.found?.forEach(term => (term.count += 1));
        await chrome.storage.session.set(kept);
        await chrome.runtime.sendMessage({kind: 'change-settings', changes: {loudness: 'discreet'}});
    })()""")

    expect(popup.locator("#line")).to_contain_text("Mode discret")
    expect(popup.locator(".card .definition")).to_be_visible()
    expect(word).to_be_focused()
    popup.close()


def test_a_page_without_a_word_of_the_trade_says_so(paired: Chrome, page: Page) -> None:
    on_site(paired)
    page.reload()
    popup = paired.popup(page)

    expect(popup.locator("#line")).to_have_text("Rien à expliquer sur cette page.")
    check_look(popup, "popup-none")
    popup.close()


def test_a_page_whose_text_is_refused_says_so_and_is_not_read_for_ever(
    paired: Chrome, page: Page, relay: Relay, linkedin: str
) -> None:
    on_site(paired)
    relay.mood = "held"
    page.bring_to_front()
    page.goto(linkedin + "long.html")
    while not relay.texts():
        page.wait_for_timeout(50)
    popup = paired.popup(page)
    expect(popup.locator("#line")).to_have_text("Lecture de la page…")

    relay.mood = "well"

    expect(popup.locator("#line")).to_have_text(
        "Rien à expliquer dans ce qui a pu être lu\u00a0: le service a refusé un texte de cette page.")
    check_look(popup, "popup-refused")
    popup.close()


def test_pause_is_chosen_said_and_ended(paired: Chrome, page: Page) -> None:
    on_site(paired)
    popup = paired.popup(page)
    popup.get_by_role("button", name="Pause").click()

    popup.get_by_role("button", name="1 heure").click()

    expect(popup.locator("#line")).to_have_text(pattern(r"En pause jusqu’à (\d+ h \d\d|demain)\."))
    assert abs(paired.kept("settings")["pausedUntil"] - in_hours(1)) < 60_000
    popup.get_by_role("button", name="Reprendre").click()
    expect(popup.locator("#line")).not_to_contain_text("pause")
    popup.close()


def test_search_and_lexicon_work_while_the_service_is_away(paired: Chrome, page: Page) -> None:
    ours = [term for term in paired.ask("lexicon")["value"] if term["glossary"] == "prospection-b2b"]
    paired.keep(settings={"service": NOBODY}, token={"value": "x", "service": NOBODY},
                glossary=paired.kept("glossary") | {"service": NOBODY, "terms": ours})
    popup = paired.popup(page)
    expect(popup.locator("#line")).to_contain_text("à l’arrêt")

    popup.get_by_label("Chercher un mot").fill("requete bool")
    popup.get_by_role("button", name="Requête booléenne").click()

    expect(popup.locator(".card .definition")).to_be_visible()
    check_look(popup, "popup-search")
    popup.get_by_role("button", name="Lexique").click()
    expect(popup.locator("#found .word")).to_have_count(50)
    assert popup.locator("#found h2").all_inner_texts() == [
        "Cibler", "Données et outils", "Prendre contact", "Écrire", "Attirer et qualifier", "Rendez-vous et vente",
        "Mesurer"]
    check_look(popup, "popup-lexicon")
    popup.close()


def test_a_word_that_is_in_no_glossary_is_noted_for_the_team_and_taken_back(paired: Chrome, page: Page) -> None:
    popup = paired.popup(page)

    popup.get_by_label("Chercher un mot").fill(" Growth hackeuse ")
    expect(popup.locator("#found p")).to_have_text("«\u00a0Growth hackeuse\u00a0» n’est pas encore dans le lexique.")
    popup.get_by_role("button", name="Noter pour mon équipe").click()
    expect(popup.locator("#found p")).to_have_text("«\u00a0Growth hackeuse\u00a0» est noté pour votre équipe.")
    assert paired.kept("noted") == ["Growth hackeuse"]
    check_look(popup, "popup-unknown")
    popup.get_by_label("Chercher un mot").fill("growth HACKEUSE")
    expect(popup.locator("#found p")).to_have_text("«\u00a0growth HACKEUSE\u00a0» est noté pour votre équipe.")
    popup.get_by_role("button", name="Annuler").click()
    expect(popup.get_by_role("button", name="Noter pour mon équipe")).to_be_focused()
    assert paired.kept("noted") == []
    popup.close()


def test_a_word_that_could_not_be_noted_is_said_not_to_be(paired: Chrome, page: Page) -> None:
    """The room of the browser is full."""
    popup = paired.popup(page)
    popup.get_by_label("Chercher un mot").fill("Growth hackeuse")
    note = popup.get_by_role("button", name="Noter pour mon équipe")
    expect(note).to_be_visible()
    paired.worker.evaluate("""async () => {
        const {local} = chrome.storage;
        await local.set({filler: 'x'.repeat(local.QUOTA_BYTES - (await local.getBytesInUse(null)) - 8)});
    }""")

    note.click()

    expect(popup.locator("#found p")).to_contain_text(pattern("Ce n’est pas noté : le navigateur n’a pas pu"))
    assert paired.kept("noted") is None
    paired.worker.evaluate("chrome.storage.local.remove('filler')")
    note.click()
    expect(popup.locator("#found p")).to_have_text("«\u00a0Growth hackeuse\u00a0» est noté pour votre équipe.")
    popup.close()


def test_popup_is_usable_by_keyboard_alone(paired: Chrome, page: Page) -> None:
    """From the search field through every button to the settings, in the order of sight."""
    on_site(paired, False)
    popup = paired.popup(page)
    popup.keyboard.press("Tab")
    reached = []
    for _ in range(4):
        reached.append(popup.evaluate("document.activeElement.id || document.activeElement.textContent"))
        popup.keyboard.press("Tab")

    assert reached == ["search", "Réactiver", "lexicon", "settings"]
    popup.close()


def test_hostile_words_of_a_glossary_are_only_text(paired: Chrome, page: Page) -> None:
    """A glossary is a file that somebody sends; nothing in it runs, and it shows as it is written."""
    names = ["<img src=x onerror=document.title='pwned'>", "<script>document.title='pwned'</script>", "${7*7}",
             "javascript:document.title='pwned'", "\"><svg onload=document.title='pwned'>", "&lt;b&gt;", "\u202eabc"]
    terms = [{"id": f"t{number}", "glossary": "hostile", "name": name, "definition": name, "plain": name,
              "example": name, "confused": [{"name": name, "how": name}], "official": {"term": name, "status": name}}
             for number, name in enumerate(names)]
    at_service(paired, NOBODY)
    paired.keep(glossary={"service": NOBODY, "etag": "", "terms": terms})
    popup = paired.popup(page)

    popup.get_by_role("button", name="Lexique").click()
    for number in range(len(names)):
        popup.locator("#found .word").nth(number).click()
        popup.locator('.card [data-action="toggle"]').click()

    assert popup.locator("#found .word").all_text_contents() == names
    assert popup.title() == "Lexibulle"
    assert popup.locator("#found img, #found svg, #found script").count() == 0
    popup.close()
