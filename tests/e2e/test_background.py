"""The background: what it tells whom, how it bears a service that is away, and its own death."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from callers import token_for
from e2e.look import pattern
from e2e.relay import Mood, Relay
from e2e.relay import relay as relay_to
from extension import KEEP_TOKEN, Chrome, answering, chrome, in_french

UNDERLINED: Final = "[...CSS.highlights.values()].reduce((sum, marked) => sum + marked.size, 0)"
NOT_OURS: Final = {"ok": False, "failure": {"code": "bad-message"}}
SLEEPY: Final = {"pages": 20, "days": 5, "last": "2026-11-20"}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    folder = tmp_path_factory.mktemp("chrome")
    with chrome(folder / "profile", extension=in_french(folder)) as started:
        started.first_run().close()
        yield started


@pytest.fixture
def paired(browser: Chrome, relay: Relay, home: Path) -> Chrome:
    """Paired with the real service, behind the relay, and on at the site of the test pages."""
    relay.forget()
    for left in browser.context.pages[1:]:
        left.close()
    browser.forget_all()
    browser.keep(settings={"service": relay.address},
                 sites={"127.0.0.1": {"matches": ["http://127.0.0.1/*"], "on": True}},
                 token={"value": token_for(home, origin=browser.origin), "service": relay.address})
    return browser


@pytest.fixture
def article(paired: Chrome, site: str) -> Iterator[Page]:
    """A page that is being read."""
    page = paired.context.new_page()
    page.goto(f"{site}/article.html")
    yield page
    page.close()


def wait_underlined(page: Page) -> int:
    page.wait_for_function(f"{UNDERLINED} > 0")
    found: int = page.evaluate(UNDERLINED)
    return found


def annotations(relay: Relay) -> int:
    return sum(path == "/v1/annotate" for path, _ in relay.bodies)


def wait_until(condition: Callable[[], object], page: Page) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def test_token_is_in_no_content_script_url_or_page(paired: Chrome, article: Page, relay: Relay, home: Path) -> None:
    wait_underlined(article)
    token = paired.token()

    stored = paired.in_content(article, "chrome.storage.local.get(null).then(all => JSON.stringify(all), String)")
    settings = paired.in_content(article, "chrome.runtime.sendMessage({kind: 'settings'}).then(JSON.stringify)")

    assert "Access to storage is not allowed" in stored
    assert token not in settings + stored + article.content()
    assert not [path for path, body in relay.bodies if token in path + body]
    assert not [file for file in home.rglob("*.log") if token in file.read_text("utf-8")]


@pytest.mark.parametrize("message", [
    "{kind: 'change-settings', changes: {service: 'https://evil.test'}}",
    "{kind: 'site-on', name: 'x', matches: ['https://x.test/*']}",
    "{kind: 'pair'}",
    "{kind: 'lexicon'}",
    "{kind: 'annotate', page: 'p', title: '', blocks: [{id: 1, text: 'MQL'}]}",
    "{kind: 'annotate', page: 'p', title: '', blocks: [], more: true}",
    "{kind: 'know'}",
    "{kind: 'toString'}",
    "{kind: '__proto__'}",
    "['annotate']",
    "null",
])
def test_pages_get_what_pages_may_ask_and_no_more(paired: Chrome, article: Page, message: str) -> None:
    wait_underlined(article)

    assert paired.in_content(article, f"chrome.runtime.sendMessage({message})") == NOT_OURS
    assert paired.kept("settings")["service"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize("changes", [
    {"service": "http://lexibulle.acme.fr"},  # text in clear over the network
    {"service": "https://lexibulle.acme.fr/"},
    {"service": "javascript:alert(1)"},
    {"level": 4},
    {"pausedUntil": "demain"},
    {"token": "x"},
])
def test_settings_that_make_no_sense_are_refused(paired: Chrome, changes: dict[str, object]) -> None:
    assert paired.ask("change-settings", changes=changes) == NOT_OURS


def test_a_page_that_is_read_again_costs_nothing(article: Page, relay: Relay) -> None:
    before = wait_underlined(article)
    relay.forget()

    article.reload()

    assert wait_underlined(article) == before
    assert annotations(relay) == 0


@pytest.mark.parametrize("mood", ["gone", "broken"])
def test_a_service_that_is_away_is_left_alone_and_comes_back_by_itself(
    paired: Chrome, site: str, relay: Relay, mood: Mood
) -> None:
    """Few calls, the page untouched, the icon grey; then everything as if nothing had been."""
    paired.stop_worker()  # its cache would answer
    paired.ask("settings")
    paired.worker.evaluate("""() => {
        globalThis.icons = [];
        const set = chrome.action.setIcon.bind(chrome.action);
        chrome.action.setIcon = (icon) => (globalThis.icons.push(icon.path[16]), set(icon));
    }""")
    relay.mood = mood
    page = paired.context.new_page()
    page.goto(f"{site}/article.html?{mood}")
    before = page.evaluate("document.documentElement.outerHTML")
    wait_until(lambda: (paired.kept("rest", "session") or {}).get("failures", 0) >= 2, page)

    assert annotations(relay) <= 4
    assert page.evaluate("document.documentElement.outerHTML") == before
    assert paired.worker.evaluate("icons.at(-1)") == "/icons/off-16.png"

    relay.mood = "well"
    assert wait_underlined(page) > 0
    wait_until(lambda: paired.worker.evaluate("icons.at(-1)") == "/icons/on-16.png", page)
    page.close()


def test_a_slow_service_is_waited_for(paired: Chrome, site: str, relay: Relay) -> None:
    relay.mood = "slow"
    page = paired.context.new_page()
    page.goto(f"{site}/article.html?slow")

    assert wait_underlined(page) > 0
    page.close()


def test_a_worker_that_died_wakes_and_still_knows_the_page(paired: Chrome, article: Page) -> None:
    """Its context goes with the next request, its words stay in the popup's list."""
    wait_underlined(article)
    [name] = [key for key in paired.kept_names("session") if key.startswith("page:")]
    context = paired.kept(name, "session")["context"]
    assert context
    paired.stop_worker()
    article.bring_to_front()

    article.evaluate("""document.body.append(
        Object.assign(document.createElement('p'), {textContent: 'Le churn de nos clients monte.'}))""")

    def found() -> list[str]:
        return [word["key"] for word in paired.kept(name, "session")["found"]]

    wait_until(lambda: "prospection-b2b:churn" in found(), article)
    assert "prospection-b2b:mql" in found()


def test_a_text_that_is_refused_keeps_nobody_from_reading_the_others(paired: Chrome, article: Page) -> None:
    wait_underlined(article)

    answer = paired.in_content(article, """chrome.runtime.sendMessage({kind: 'annotate', page: 'p', title: '', blocks: [
        {id: 'a', text: 'Un MQL.'}, {id: 'b', text: 'Trop long. '.repeat(20_000)}, {id: 'c', text: 'Le churn.'}]})""")

    assert [(result["id"], [span["surface"] for span in result["spans"]]) for result in answer["value"]["results"]] == [
        ("a", ["MQL"]), ("c", ["churn"])]


def test_pause_hides_everything_and_resuming_shows_it(paired: Chrome, article: Page) -> None:
    wait_underlined(article)

    paired.ask("change-settings", changes={"pausedUntil": int((time.time() + 60) * 1000)})
    article.bring_to_front()
    article.wait_for_function(f"{UNDERLINED} === 0")

    paired.ask("change-settings", changes={"pausedUntil": 0})
    article.bring_to_front()
    assert wait_underlined(article) > 0


def test_a_word_shown_often_and_never_opened_sleeps_and_can_be_woken(paired: Chrome, article: Page) -> None:
    wait_underlined(article)
    paired.keep(sleep={"shown": {"prospection-b2b:mql": SLEEPY}, "awake": []})
    popup = paired.popup(article)

    expect(popup.locator("#sleeping h2")).to_have_text(pattern("1 mot en sommeil"))
    assert "MQL" not in popup.locator("#words h3").all_inner_texts()
    popup.get_by_role("button", name="Réveiller «\u00a0MQL\u00a0»").click()
    expect(popup.locator("#words")).to_contain_text("MQL")
    kept = paired.kept("sleep")
    assert kept["awake"] == ["prospection-b2b:mql"]
    assert "prospection-b2b:mql" not in kept["shown"]
    popup.close()


def test_only_ids_counts_and_days_of_words_are_kept(paired: Chrome, article: Page) -> None:
    """And no text of the page, on disk or in the session."""
    wait_underlined(article)
    wait_until(lambda: paired.kept("sleep") is not None, article)

    shown = paired.kept("sleep")["shown"]
    assert shown["prospection-b2b:mql"] == {"pages": 1, "days": 1, "last": time.strftime("%Y-%m-%d")}
    everything = paired.worker.evaluate("""async () => JSON.stringify([
        {...await chrome.storage.local.get(null), glossary: null}, await chrome.storage.session.get(null)])""")
    assert "webinaire" not in everything


def choose_in_menu(browser: Chrome, page: Page, selected: str, frame: int = 0) -> None:
    """As the browser tells it when somebody chooses « Que veut dire … ? »; no test can open its menu."""
    page.bring_to_front()
    browser.worker.evaluate("""async ([selectionText, number]) => {
        const [tab] = await chrome.tabs.query({active: true, currentWindow: true});
        const target = {tabId: tab.id, allFrames: true};
        const frames = await chrome.scripting.executeScript({target, func: () => {}});
        const {frameId} = frames.sort((one, other) => one.frameId - other.frameId)[number];
        chrome.contextMenus.onClicked.dispatch({menuItemId: 'lookup', selectionText, frameId}, tab);
    }""", [selected, frame])


def shown(browser: Chrome, page: Page) -> str:
    """What stands in the card of the page, whose root is closed."""
    script = """(host => host ? chrome.dom.openOrClosedShadowRoot(host).textContent : '')(
        document.querySelector(':popover-open'))"""
    text: str = browser.in_content(page, script)
    return text


@pytest.mark.parametrize("mood", ["well", "gone"])
def test_a_selection_is_explained_also_while_the_service_is_away(
    paired: Chrome, article: Page, relay: Relay, mood: Mood
) -> None:
    wait_underlined(article)
    paired.ask("lexicon")
    relay.mood = mood
    article.bring_to_front()
    article.evaluate("getSelection().selectAllChildren(document.querySelector('h1, p'))")

    choose_in_menu(paired, article, "  Requête\n booléenne ")

    wait_until(lambda: "recherche avec ET, OU, SAUF" in shown(paired, article), article)


@pytest.mark.parametrize(("selected", "says"), [
    ("prospect " * 30, "Ce texte dépasse 200 caractères. Sélectionnez moins de mots."),
    ("RevOps", "Encore une étape : associer l’extension à Lexibulle, par la bulle en haut"),
], ids=["too-long", "unpaired"])
def test_a_selection_that_is_not_looked_up_says_why(
    paired: Chrome, article: Page, selected: str, says: str
) -> None:
    wait_underlined(article)
    if selected == "RevOps":
        paired.ask("unpair")
    article.bring_to_front()
    article.evaluate("getSelection().selectAllChildren(document.querySelector('h1, p'))")

    choose_in_menu(paired, article, selected)

    wait_until(lambda: says in shown(paired, article).replace("\u00a0", " "), article)


def test_a_selection_that_nobody_has_explained_can_be_noted(paired: Chrome, article: Page) -> None:
    wait_underlined(article)
    article.bring_to_front()
    article.evaluate("getSelection().selectAllChildren(document.querySelector('h1, p'))")

    choose_in_menu(paired, article, "RevOps")

    wait_until(lambda: "«\u00a0RevOps\u00a0» n’est pas encore dans le lexique." in shown(paired, article), article)
    assert paired.in_content(article, "chrome.runtime.sendMessage({kind: 'note', word: 'RevOps'})")["ok"]
    assert paired.kept("noted") == ["RevOps"]


def test_the_command_pauses_everything_and_resumes(paired: Chrome, article: Page) -> None:
    wait_underlined(article)
    for hidden in (True, False):
        paired.worker.evaluate("chrome.commands.onCommand.dispatch('pause-all')")

        article.wait_for_function(f"({UNDERLINED} === 0) === {str(hidden).lower()}")
        assert (paired.kept("settings")["pausedUntil"] > time.time() * 1000) is hidden


def pages_kept(browser: Chrome) -> list[str]:
    return [name for name in browser.kept_names("session") if name.startswith("page:")]


def test_answer_for_a_page_that_was_left_does_not_bring_it_back(
    paired: Chrome, site: str, relay: Relay
) -> None:
    """Else menu and commands would take the next page in the tab for one that listens."""
    page = paired.context.new_page()
    page.goto(f"{site}/inner.html")
    wait_underlined(page)
    paired.worker.evaluate("chrome.storage.session.remove('edition')")
    relay.mood = "slow"
    count = len(relay.bodies)
    page.evaluate("text => document.body.append(Object.assign(document.createElement('p'), {textContent: text}))",
                  f"Le churn et le closing, les SQL du CRM, {time.time_ns()}.")  # never read before
    relay.wait(count + 1)

    page.goto("about:blank")

    wait_until(lambda: paired.kept("edition", "session"), page)  # the answer has come
    page.wait_for_timeout(200)
    assert pages_kept(paired) == []
    page.close()


def test_a_selection_is_explained_in_the_frame_where_it_is(paired: Chrome, site: str) -> None:
    """On a site that is off, our scripts are put into one frame after the other."""
    paired.ask("site-off", name="127.0.0.1", matches=["http://127.0.0.1/*"])
    page = paired.context.new_page()
    page.goto(f"{site}/frames.html")
    for number in (0, 1):
        choose_in_menu(paired, page, "RevOps", number)

        page.frames[number].wait_for_function("document.querySelector(':popover-open')")
    page.close()


def test_a_word_chosen_in_the_popup_opens_in_one_frame(paired: Chrome, site: str) -> None:
    page = paired.context.new_page()
    page.goto(f"{site}/twins.html")
    wait_until(lambda: [paired.kept(name, "session")["found"] for name in pages_kept(paired)].count(
        [{"key": "prospection-b2b:lead", "count": 1}]) == 2, page)
    for frame in page.frames:
        frame.evaluate("""top.opened = 0, document.addEventListener(
            'beforetoggle', ({newState}) => void (top.opened += newState === 'open'), true)""")
    with paired.context.expect_page() as opened:
        paired.worker.evaluate("chrome.tabs.create({url: 'options/options.html', active: false})")

    tab = int(pages_kept(paired)[0].split(":")[1])
    opened.value.evaluate("message => chrome.runtime.sendMessage(message)",
                          {"kind": "go-to", "tab": tab, "key": "prospection-b2b:lead"})

    page.wait_for_function("top.opened > 0")
    page.wait_for_timeout(300)
    assert page.evaluate("top.opened") == 1
    page.close()


def in_own_page(browser: Chrome, script: str) -> object:
    """The value of an expression in a page of the extension, which has the background's modules for its own."""
    page = browser.open("options/options.html")
    try:
        value: object = page.evaluate(f"(async () => ({script}))()")
        return value
    finally:
        page.close()


def test_requests_that_fail_together_count_once(paired: Chrome, relay: Relay) -> None:
    paired.ask("lexicon")  # asked for by itself, where one has just been paired
    relay.forget()
    relay.mood = "gone"
    in_own_page(paired, """import('/background/service.js').then(({post}) =>
        Promise.allSettled(Array.from({length: 6}, () => post('/v1/annotate', {}, 'results'))))""")

    assert len(relay.bodies) >= 6
    assert paired.kept("rest", "session")["failures"] == 1


def test_service_that_asks_for_a_long_rest_gets_a_minute(paired: Chrome) -> None:
    with answering(503, Retry_After="86400") as (address, _):
        paired.keep(settings={"service": address}, token={"value": "x", "service": address})

        paired.ask("retry")

    assert 0 < paired.kept("rest", "session")["until"] / 1000 - time.time() <= 60


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_that_is_not_of_the_service_leaves_the_token(paired: Chrome, status: int) -> None:
    """That of a proxy, of a VPN, of the network of a hotel."""
    with answering(status, "<h1>Connexion requise</h1>", Content_Type="text/html") as (address, _):
        paired.keep(settings={"service": address}, token={"value": "x", "service": address})

        assert paired.ask("lexicon")["failure"]["code"] == "stranger"

    assert paired.token() == "x"


def test_another_program_is_sent_neither_a_text_nor_the_token(paired: Chrome) -> None:
    with answering(200, "<h1>Bonjour</h1>", Content_Type="text/html") as (address, asked):
        paired.keep(settings={"service": address}, token={"value": "x", "service": address})

        code = in_own_page(paired, """import('/background/service.js').then(({post}) =>
            post('/v1/annotate', {texts: []}, 'results').catch(({failure}) => failure.code))""")

    assert code == "stranger"
    assert set(asked) == {"/v1/health"}


def test_another_program_is_not_sent_what_is_read_until_it_is_lexibulle_again(
    paired: Chrome, article: Page, relay: Relay
) -> None:
    wait_underlined(article)
    before = annotations(relay)
    relay.mood = "stranger"
    article.bring_to_front()
    article.evaluate("document.body.append(Object.assign(document.createElement('p'), {textContent: 'Le churn 7.'}))")
    wait_until(lambda: (paired.kept("rest", "session") or {}).get("failures", 0) >= 3, article)

    assert annotations(relay) <= before + 1
    assert paired.kept("rest", "session")["code"] == "stranger"

    relay.mood = "well"
    [name] = pages_kept(paired)
    wait_until(lambda: any(word["key"] == "prospection-b2b:churn" for word in paired.kept(name, "session")["found"]),
               article)


def test_a_refusal_that_comes_late_leaves_the_new_token(paired: Chrome, relay: Relay) -> None:
    new = paired.token()
    paired.keep(token={"value": "lxb_unknown", "service": relay.address})
    relay.mood = "slow"
    page = paired.open("options/options.html")
    relay.forget()
    relay.mood = "slow"
    page.evaluate("""import('/background/service.js').then(({post}) => {
        globalThis.late = post('/v1/lookup', {text: 'MQL'}, 'matches').catch(({failure}) => failure.code);
    })""")
    relay.wait(1)
    page.evaluate(KEEP_TOKEN, {"value": new, "service": relay.address})

    assert page.evaluate("late") == "revoked"
    assert page.evaluate("import('/background/token.js').then(({token}) => token())") == new
    page.close()


def pending(browser: Chrome, service: str) -> None:
    """A pairing that was asked of this service; the alarm wakes who looks after it."""
    asked = {"state": "pending", "service": service, "id": "x", "code": "4812", "address": f"{service}/extensions",
             "expires": (time.time() + 100) * 1000}
    browser.worker.evaluate("asked => chrome.storage.session.set({pairing: asked})", asked)
    browser.worker.evaluate("chrome.alarms.onAlarm.dispatch({name: 'pairing'})")


def test_a_pairing_is_looked_after_once_a_second(paired: Chrome) -> None:
    """However often the alarm has rung."""
    with answering(200, '{"status": "pending"}') as (address, asked):
        paired.keep(settings={"service": address})
        for _ in range(5):
            pending(paired, address)
        wait_until(lambda: asked, paired.context.pages[0])
        asked.clear()
        before = time.monotonic()

        wait_until(lambda: len(asked) >= 3, paired.context.pages[0])

        assert time.monotonic() - before > 1.5
        paired.ask("pair-cancel")


@pytest.mark.parametrize(("kind", "sent"), [
    ("pair-cancel", {}),
    ("change-settings", {"changes": {"service": "http://localhost:9"}}),
])
def test_a_token_that_comes_too_late_is_not_kept(paired: Chrome, kind: str, sent: dict[str, object]) -> None:
    """After « Annuler », and for the address it was asked of only."""
    paired.ask("unpair")
    with (answering(200, '{"status": "approved", "token": "lxb_late"}') as (address, _),
          relay_to(address) as between):
        between.mood = "slow"
        paired.keep(settings={"service": between.address})
        pending(paired, between.address)
        between.wait(1)
        page = paired.context.pages[0]
        paired.ask(kind, **sent)

        page.wait_for_timeout(2000)  # the answer has come

    assert paired.kept("paired") is None
    assert paired.token() is None
