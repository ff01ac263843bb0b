"""« Lexique » in a real browser: all terms, searched and sorted, each with an address of its own."""

import pytest

from chromium import Chromium
from lexibulle import Glossary

pytestmark = pytest.mark.xdist_group("chromium")
NAMES = "[...document.querySelectorAll('#entries .name')].map(name => name.textContent)"
ENTRY = "document.querySelector('.card.entry')"
STATUS = "document.getElementById('lexicon-status').textContent"
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


@pytest.mark.parametrize(("words", "first"), [
    ("Leads", "Lead"), ("prospects", "Prospect"), ("Cold calls", "Cold call"), ("démos", "Démo produit"),
    ("ROI ?", "ROI"), ("« kpi »,", "KPI"),
])
def test_search_finds_a_word_in_the_plural_and_between_signs(lexicon: Chromium, words: str, first: str) -> None:
    assert search(lexicon, words)[:1] == [first]


def test_search_for_signs_alone_finds_nothing(lexicon: Chromium) -> None:
    assert search(lexicon, "?!") == []


def test_search_that_finds_nothing_says_so(lexicon: Chromium) -> None:
    assert search(lexicon, "SDR") == []
    lexicon.wait_for(f"{STATUS} === '«\u00a0SDR\u00a0» n’est pas encore dans le lexique.'")


@pytest.mark.parametrize(("words", "near"), [("closign", "Closing"), ("le ROI", "ROI"), ("M.Q.L.", "MQL")])
def test_search_that_finds_nothing_names_what_is_near_and_nothing_else(
    lexicon: Chromium, words: str, near: str
) -> None:
    search(lexicon, words)

    lexicon.wait_for(f"{NAMES}.includes({near!r})")
    assert lexicon.run(STATUS) == "Vouliez-vous dire…"


@pytest.mark.parametrize(("field", "value", "said"), [
    ("category", "Écrire", "Ce mot est dans une autre catégorie."), ("level", "1", "Ce mot est à un autre niveau."),
])
def test_search_says_when_a_filter_hides_the_word(lexicon: Chromium, field: str, value: str, said: str) -> None:
    choose(lexicon, field, value)

    assert search(lexicon, "upsell") == ["Upsell"]
    assert lexicon.run(STATUS) == said


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
             "Ne pas confondre", "À savoir", "À demander", "Terme officiel", "KPI", "Copier le lien"]
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
    said = browser.run("document.getElementById('entry').innerText")
    assert "«\u00a0<b>sdr\u00a0» n’est dans aucun lexique actif." in said


def test_address_names_a_word_as_people_write_it(browser: Chromium, address: str) -> None:
    browser.emulate()
    for written, name in (("ROI", "ROI"), ("Cold%20Email", "Cold email"), ("noshow", "No-show")):
        browser.open(f"{address}lexique/{written}")
        browser.wait_for(f"{ENTRY}?.querySelector('.name').textContent === {name!r}")
        assert browser.run("document.querySelector('#entries [aria-current] .name').textContent") == name


def test_unknown_address_names_what_is_near(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(f"{address}lexique/closign")
    browser.wait_for("document.querySelector('#entry .choices')")
    assert "Vouliez-vous dire…" in browser.run("document.getElementById('entry').innerText")

    browser.click("#entry .choices a")

    browser.wait_for("location.pathname === '/lexique/closing'")
    browser.wait_for(f"{ENTRY}.querySelector('.name').textContent === 'Closing'")


def test_entry_tells_all_that_must_not_be_confused(browser: Chromium, address: str, glossary: Glossary) -> None:
    browser.emulate()
    browser.open(f"{address}lexique/sql")
    browser.wait_for(ENTRY)

    text = browser.run(f"{ENTRY}.innerText")
    assert len(glossary["sql"].confused) == 3
    assert [pair for pair in glossary["sql"].confused if pair.how not in text] == []


def test_other_names_do_not_repeat_what_stands_above_them(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(f"{address}lexique/template")
    browser.wait_for(ENTRY)

    assert browser.run(f"{ENTRY}.querySelector('section:last-child').innerText").endswith(
        "modèle d’e-mail, e-mail type")


def test_first_of_a_month_is_written_as_people_write_it(browser: Chromium, address: str) -> None:
    browser.emulate()
    browser.open(f"{address}lexique/spam")
    browser.wait_for(ENTRY)

    assert browser.run(f"{ENTRY}.querySelector('.official').title").endswith("1er septembre 2000")


def test_narrow_screen_shows_an_entry_from_its_head_and_the_list_where_it_was(lexicon: Chromium) -> None:
    lexicon.emulate(width=360, height=740, touch=True)
    lexicon.run("document.querySelector('#entries a[href=\"/lexique/mql\"]').scrollIntoView()")
    left = lexicon.run("scrollY")
    lexicon.run("document.querySelector('#entries a[href=\"/lexique/mql\"]').click()")
    lexicon.wait_for(ENTRY)
    lexicon.tap(".card.entry .chip")
    lexicon.wait_for(f"location.pathname !== '/lexique/mql' && {ENTRY}.querySelector('.name').textContent !== 'MQL'")
    assert 0 <= lexicon.run("document.querySelector('.entry-place').getBoundingClientRect().top") < 740

    lexicon.tap(".entry-place .back")

    lexicon.wait_for(f"({VISIBLE})(document.querySelector('#entries a'))")
    assert lexicon.run("scrollY") == left > 740


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
