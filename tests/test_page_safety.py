"""The page runs nothing that a text or a glossary says, and leaves no trace of a text."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chromium import Chromium
from serving import serving

pytestmark = pytest.mark.xdist_group("chromium")
COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
CANARY = "CANARI-7f3a"
SHAPES = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script></svg>",
    "<iframe srcdoc='<script>top.{}</script>'>", "<iframe src=javascript:{}>", "<a href=javascript:{}>x</a>",
    "javascript:{}", "data:text/html,<script>{}</script>", "<body onload={}>", "<details open ontoggle={}>",
    "<input autofocus onfocus={}>", "<video><source onerror={}></video>", "<object data=javascript:{}>",
    "<embed src=javascript:{}>", "<math><mtext></mtext><script>{}</script></math>", "<style>@import'x'</style>{}",
    "<meta http-equiv=refresh content='0;javascript:{}'>", "<form action=javascript:{}><button>x",
    "<base href=javascript:{}//>", "<link rel=stylesheet href=javascript:{}>", "<template><script>{}</script>",
    "<marquee onstart={}>", "<b style='background:url(javascript:{})'>", "<portal src=javascript:{}>",
    "${{{}}}", "{{{{{}}}}}", "{{% {} %}}", "<%= {} %>", "#{{{}}}", "__proto__ {}", "constructor {}", "toString {}",
)
FRAMES = ("{}", "\"'>{}", "</textarea></title></style></script>{}", "<!--{}-->")
HOSTILE = [frame.format(shape.format(f"globalThis.hacked={number}"))
           for number, (frame, shape) in enumerate(itertools.product(FRAMES, SHAPES))][:100]
FOREIGN = ("script:not([src^='/static/'])", "iframe", "img", "object", "embed", "base", "link:not([href^='/static/'])",
           "svg:not(.bubble)", "video", "template", "marquee", "portal", "style", "[onerror]", "[onload]", "[srcdoc]",
           "a:not([href^='/'])")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service whose glossary holds a hundred terms that would like to be run."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "glossaries").mkdir()
    (home / "glossaries" / "hostile.toml").write_text(glossary(), "utf-8")
    with serving(home) as address:
        yield address


def glossary() -> str:
    terms = ["\n".join(f"{key} = {value}" for key, value in fields(number, text).items())
             for number, text in enumerate(HOSTILE)]
    return 'schema = 1\nid = "hostile"\nversion = "1"\n' + "".join(f"\n[[term]]\n{term}\n" for term in terms)


def fields(number: int, text: str) -> dict[str, str]:
    said = json.dumps(text)
    return {
        "id": f'"t{number}"', "name": said, "definition": said, "plain": said, "detail": said, "example": said,
        "ask": said, "say": said, "category": said, "expansion": f"{{ en = {said}, fr = {said} }}",
        "formula": f"{{ expression = {said}, worked = {said} }}",
        "confused": f"[{{ other = {said}, how = {said} }}]",
        "official": f'{{ term = {said}, status = "usage", source = {said}, seen = "2026-11" }}',
        "alias": f'[{{ form = "zorglub {"x" * (number + 1)}", context = "free" }}]',
    }


def nothing_ran(page: Chromium) -> None:
    assert page.run("globalThis.hacked ?? 'no'") == "no"
    assert page.run(f"[...document.querySelectorAll({', '.join(FOREIGN)!r})].map(found => found.outerHTML)") == []
    assert [event for event in page.events if event.get("method") in COMPLAINTS] == []


def test_there_are_a_hundred_of_them() -> None:
    assert len(set(HOSTILE)) == 100


def test_hostile_terms_are_shown_as_they_are(browser: Chromium, hostile: str) -> None:
    browser.emulate()
    browser.events.clear()
    browser.open(f"{hostile}lexique")
    browser.wait_for("document.querySelectorAll('#entries a').length === 150")
    names = set(browser.run("[...document.querySelectorAll('#entries .name')].map(name => name.textContent)"))
    assert {" ".join(text.split()) for text in HOSTILE} <= {" ".join(name.split()) for name in names}
    assert browser.run("document.getElementById('lexique-intro').textContent") == (
        "150\u00a0mots, dont 50 du premier jour au premier mois.")

    for number in range(100):
        browser.run(f"document.querySelector('#entries a[href=\"/lexique/t{number}\"]').click()")
        browser.wait_for(f"location.pathname === '/lexique/t{number}' && document.querySelector('.card.entry')")

    nothing_ran(browser)


def test_hostile_terms_run_nothing_on_the_other_views(browser: Chromium, hostile: str) -> None:
    browser.emulate()
    browser.events.clear()
    browser.open(hostile)
    browser.wait_for("document.querySelectorAll('.term').length > 10")
    read(browser, "\n".join(f"Un zorglub {'x' * (number + 1)} et un lead." for number in range(100)))
    browser.wait_for("document.querySelectorAll('.term').length === 200")
    browser.run("document.getElementById('details').open = true")
    browser.click('.term[data-term="t3"]')
    browser.click('.card [data-action="toggle"]')
    browser.wait_for("document.querySelector('.card').textContent.includes('Exemple')")
    nothing_ran(browser)

    browser.click('nav a[href="/aide-memoire"]')
    browser.wait_for("document.querySelectorAll('.crib .row').length === 150")
    nothing_ran(browser)


def read(page: Chromium, text: str) -> None:
    """Puts a text into the reader and waits until it is shown."""
    page.run(f"document.getElementById('text').value = {json.dumps(text)};"
             "document.getElementById('typos').dispatchEvent(new Event('change'))")
    page.wait_for(f"document.getElementById('reading').textContent === {json.dumps(text)}")


def test_hostile_texts_stay_texts(page: Chromium) -> None:
    for text in HOSTILE:
        read(page, f"lead {text} MQL")

    nothing_ran(page)


def test_hostile_drafts_stay_texts(page: Chromium) -> None:
    page.click('nav a[href="/brouillon"]')
    draft = "\n".join(f"La relance du devis {text} et le MQL." for text in HOSTILE)
    page.run(f"document.getElementById('draft').value = {json.dumps(draft)}")
    page.click("#check")
    page.wait_for("document.querySelectorAll('.words > li').length > 50")

    nothing_ran(page)


def test_hostile_addresses_and_searches_stay_texts(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.events.clear()
    browser.open(f"{address}lexique/%22%3E%3Cimg%20src=x%20onerror=globalThis.hacked=1%3E")
    browser.wait_for("document.querySelectorAll('#entries a').length === 50")
    for text in HOSTILE[:20]:
        browser.run("document.getElementById('search').select()")
        browser.write(text)

    nothing_ran(browser)


def test_text_leaves_no_trace_in_the_browser(page: Chromium, address: str) -> None:
    read(page, f"{CANARY} lead")
    page.click('nav a[href="/brouillon"]')
    page.run(f"document.getElementById('draft').value = '{CANARY} relance du devis'")
    page.click("#check")
    page.wait_for("document.querySelector('.words')")
    page.click('nav a[href="/lexique"]')
    page.run("document.getElementById('search').focus()")
    page.write(CANARY)
    page.wait_for(f"document.getElementById('lexicon-status').textContent.includes('{CANARY}')")

    addresses = [event["params"]["request"]["url"] for event in page.events
                 if event.get("method") == "Network.requestWillBeSent"]
    history = page._call("Page.getNavigationHistory")["entries"]
    kept = page.run("""(async () => JSON.stringify([
        location.href, history.state, document.cookie, document.title, {...localStorage}, {...sessionStorage},
        await indexedDB.databases(), await caches.keys(), await navigator.serviceWorker.getRegistrations(),
        performance.getEntries().map(entry => entry.name)]))()""")
    assert CANARY not in json.dumps([addresses, history]) + kept
    assert all(url.startswith(address) for url in addresses)
    assert page.run("[localStorage.length, sessionStorage.length, document.cookie.length]") == [0, 0, 0]


def test_policy_lets_nothing_in_from_elsewhere(page: Chromium) -> None:
    policy = page.run("fetch('/').then(answer => answer.headers.get('Content-Security-Policy'))")

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert {rules[kind] for kind in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert rules["require-trusted-types-for"] == "'script'"
    assert rules["trusted-types"] == "'none'"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'none'"


@pytest.mark.parametrize("folder", ["server/lexibulle_server/static", "extension/card"])
@pytest.mark.parametrize("banned", [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser", "srcdoc",
    "setHTMLUnsafe", "createContextualFragment", "javascript:", "://", "localStorage", "sessionStorage", "indexedDB",
    ".cookie", "setAttribute('on",
])
def test_scripts_never_make_markup_of_text_nor_keep_it(folder: str, banned: str) -> None:
    scripts = list((Path(__file__).parents[1] / folder).glob("*.js"))

    assert scripts
    assert [script.name for script in scripts if banned in script.read_text("utf-8")] == []
