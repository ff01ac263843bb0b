"""« Lexique » in a real browser: all terms, searched and sorted, each with an address of its own."""

import pytest

from chromium import Chromium
from lexibulle import Glossary

pytestmark = pytest.mark.xdist_group("chromium")
NAMES = "[...document.querySelectorAll('#entries .name')].map(name => name.textContent)"
ENTRY = "document.querySelector('.card.entry')"
VISIBLE = "element => element.checkVisibility()"


@pytest.fixture
def lexicon(browser: Chromium, address: str) -> Chromium:
    browser.emulate()
    browser.open(f"{address}lexique")
    browser.wait_for("document.querySelectorAll('#entries a').length === 50")
    return browser


def names(page: Chromium) -> list[str]:
    found: list[str] = page.run(NAMES)
    return found


def search(page: Chromium, words: str) -> list[str]:
    page.run("document.getElementById('search').select()")
    page.write(words)
    return names(page)


def choose(page: Chromium, field: str, value: str) -> list[str]:
    page.run(f"(field => {{ field.value = {value!r}; field.dispatchEvent(new Event('input')) }})"
             f"(document.getElementById({field!r}))")
    return names(page)


def test_all_terms_are_there_by_category(lexicon: Chromium, glossary: Glossary) -> None:
    headings = lexicon.run("[...document.querySelectorAll('#entries h2')].map(heading => heading.textContent)")

    assert sorted(names(lexicon)) == sorted(term.name for term in glossary)
    assert headings == ["Cibler", "Données et outils", "Prendre contact", "Écrire", "Attirer et qualifier",
                        "Rendez-vous et vente", "Mesurer"]


@pytest.mark.parametrize(("words", "first"), [
    ("roi", "ROI"), ("DEMO", "Démo produit"), ("requete booleenne", "Requête booléenne"), ("cold-email", "Cold email"),
    ("taux d'ouverture", "Taux d’ouverture"), ("marketing qualified", "MQL"), ("message de rappel", "Relance"),
    ("rendement de l’investissement", "ROI"), ("noshow", "No-show"), ("no show", "No-show"),
])
def test_search_ignores_accents_case_and_signs(lexicon: Chromium, words: str, first: str) -> None:
    assert search(lexicon, words)[:1] == [first]


def test_search_that_finds_nothing_says_so(lexicon: Chromium) -> None:
    assert search(lexicon, "SDR") == []
    assert lexicon.run("document.getElementById('lexicon-status').textContent") == (
        "“SDR” n’est pas encore dans le lexique.")


def test_search_that_finds_nothing_names_what_is_near(lexicon: Chromium) -> None:
    search(lexicon, "closign")

    lexicon.wait_for(f"{NAMES}.includes('Closing')")
    assert lexicon.run("document.querySelector('#entries h2').textContent") == "Vouliez-vous dire…"


def test_category_and_level_narrow_the_list(lexicon: Chromium, glossary: Glossary) -> None:
    measured = {term.name for term in glossary if term.category == "mesurer"}
    late = {term.name for term in glossary if term.category == "mesurer" and term.level == 3}

    assert set(choose(lexicon, "category", "Mesurer")) == measured
    assert set(choose(lexicon, "level", "3")) == late
    assert set(choose(lexicon, "category", "")) == {term.name for term in glossary if term.level == 3}


def test_entry_has_the_parts_of_the_open_card_and_its_place_in_the_lexicon(lexicon: Chromium) -> None:
    lexicon.click('#entries a[href="/lexique/roi"]')
    lexicon.wait_for(ENTRY)

    text = lexicon.run(f"{ENTRY}.innerText")
    parts = ["Mesurer · Premier mois", "ROI", "Return on Investment", "entabilité de la dépense", "Calcul", "Exemple",
             "Ne pas confondre", "À savoir", "À demander", "Terme officiel", "KPI", "Se dit aussi", "Copier le lien"]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_each_term_has_an_address_to_share(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(f"{address}lexique/mql")

    browser.wait_for(ENTRY)
    assert browser.run(f"{ENTRY}.querySelector('.name').textContent") == "MQL"
    assert browser.run("document.title") == "MQL · Lexique · Lexibulle"
    assert browser.run("document.querySelector('#entries [aria-current]').getAttribute('href')") == "/lexique/mql"


def test_unknown_address_says_so_and_shows_the_list(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(f"{address}lexique/%3Cb%3Esdr")

    browser.wait_for("document.querySelectorAll('#entries a').length === 50")
    assert "“<b>sdr” n’est dans aucun lexique actif." in browser.run("document.getElementById('entry').innerText")


def test_history_leads_back_through_the_entries(lexicon: Chromium) -> None:
    for term in ("mql", "sql"):
        lexicon.click(f'#entries a[href="/lexique/{term}"]')
        lexicon.wait_for(f"location.pathname === '/lexique/{term}' && {ENTRY}")
    assert lexicon.run(f"document.activeElement === {ENTRY}")

    lexicon.run("history.back()")

    lexicon.wait_for(f"{ENTRY}.querySelector('.name').textContent === 'MQL'")


def test_related_word_opens_its_own_entry(lexicon: Chromium) -> None:
    lexicon.click('#entries a[href="/lexique/roi"]')
    lexicon.wait_for(ENTRY)
    lexicon.click('.card.entry .chip[data-id="kpi"]')

    lexicon.wait_for("location.pathname === '/lexique/kpi'")
    lexicon.wait_for(f"{ENTRY}.querySelector('.name').textContent === 'KPI'")


def test_narrow_screen_shows_the_entry_or_the_list(browser: Chromium, address: str) -> None:
    browser.emulate(width=360, height=740, touch=True)
    browser.open(f"{address}lexique/mql")
    browser.wait_for(ENTRY)
    assert not browser.run(f"({VISIBLE})(document.getElementById('entries'))")

    browser.tap(".entry-place .back")

    browser.wait_for(f"({VISIBLE})(document.querySelector('#entries a'))")
    assert browser.run(f"!{ENTRY}")


def test_text_that_was_typed_stays_when_the_view_changes(page: Chromium) -> None:
    page.run("document.getElementById('text').select()")
    page.write("Un lead à moi.")
    for view in ("/lexique", "/extensions", "/brouillon", "/aide-memoire", "/"):
        page.click(f'nav a[href="{view}"]')
        page.wait_for(f"location.pathname === {view!r}")

    assert page.run("document.getElementById('text').value") == "Un lead à moi."
    assert page.run("document.querySelectorAll('.view:not([hidden])').length") == 1
