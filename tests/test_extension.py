"""What the extension asks for and is made of, held without a browser."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from lexibulle import Glossary
from lexibulle_server.present import card

EXTENSION: Final = Path(__file__).parents[1] / "extension"
SERVICE: Final = EXTENSION.parent / "server/lexibulle_server"
MANIFEST: Final[dict[str, Any]] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
ICONS: Final = ("on", "off", "paused")
SIZES: Final = (16, 32, 48, 128)
SEARCH: Final = """
    const [page, popup, terms, typed] = process.argv.slice(1);
    const { search } = await import(popup);
    const { indexed, search: searchPage } = await import(page);
    const found = (all, query) => [search(query, all), searchPage(all.map(indexed), query)];
    const names = JSON.parse(typed).map((query) => found(JSON.parse(terms), query).map((those) => those[0]?.name));
    console.log(JSON.stringify(names));
"""


@pytest.mark.parametrize(("key", "value"), [
    ("permissions", ["storage", "activeTab", "scripting", "contextMenus", "alarms"]),
    ("host_permissions", ["http://127.0.0.1/*", "http://localhost/*"]),
    ("optional_host_permissions", ["https://*/*", "http://*/*"]),
    ("optional_permissions", None),
    ("content_scripts", None),            # registered for the sites the user chose, never at install
    ("web_accessible_resources", None),   # a page could see them
    ("externally_connectable", None),
    ("background", {"service_worker": "background/main.js", "scripts": ["background/main.js"], "type": "module"}),
    ("default_locale", "fr"),
])
def test_manifest_asks_for_no_more(key: str, value: object) -> None:
    assert MANIFEST.get(key) == value


def test_manifest_policy_lets_only_the_service_be_reached() -> None:
    policy = dict(part.split(" ", 1) for part in MANIFEST["content_security_policy"]["extension_pages"].split("; "))

    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
        "connect-src": "http://127.0.0.1:* http://localhost:* https:",  # a team server is https, on any host
        "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}


def test_manifest_says_that_text_of_pages_is_sent() -> None:
    assert MANIFEST["browser_specific_settings"].keys() == {"gecko"}  # Firefox for Android has no menu, no command
    gecko = MANIFEST["browser_specific_settings"]["gecko"]

    assert gecko["data_collection_permissions"] == {"required": ["websiteContent"]}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_locales_hold_the_same_keys(language: str) -> None:
    assert messages(language).keys() == messages("fr").keys()


def test_locales_hold_every_key_of_the_manifest() -> None:
    assert set(re.findall(r"__MSG_(\w+)__", json.dumps(MANIFEST))) <= messages("fr").keys()


@pytest.mark.parametrize("state", ICONS)
@pytest.mark.parametrize("size", SIZES)
def test_icons_are_of_their_size(state: str, size: int) -> None:
    header = (EXTENSION / f"icons/{state}-{size}.png").read_bytes()[:24]

    assert header.startswith(b"\x89PNG")
    assert [int.from_bytes(header[at:at + 4]) for at in (16, 20)] == [size, size]


def test_page_scripts_are_all_that_is_there() -> None:
    """The shared card first, then what reads and paints; a file that is not listed would never run."""
    listed = re.findall(r"'([\w/-]+\.js)'", (EXTENSION / "background/scripts.js").read_text(encoding="utf-8"))
    there = [path.relative_to(EXTENSION).as_posix() for folder in ("card", "content")
             for path in (EXTENSION / folder).glob("*.js")]

    assert sorted(listed) == sorted(there)
    assert [name.split("/")[0] for name in listed] == sorted(name.split("/")[0] for name in listed)


def test_card_is_loaded_in_one_order_everywhere() -> None:
    listed = re.findall(r"'card/(\w+)\.js'", (EXTENSION / "background/scripts.js").read_text(encoding="utf-8"))
    imported = re.findall(r"import '\.\./card/(\w+)\.js'", (EXTENSION / "shared/card.js").read_text(encoding="utf-8"))
    page = (SERVICE / "templates/page.html").read_text(encoding="utf-8")

    assert listed == imported
    assert f"""for name in ({', '.join(f'"{name}"' for name in listed)})""" in page


def test_popup_and_page_find_a_word_however_it_is_typed() -> None:
    """Ligatures, accents, apostrophes and hyphens: as people type them, or leave them out."""
    typed = {"Main-d’œuvre": ["main d'oeuvre", "MAIN-D’ŒUVRE", "main d oeuvre", "main\u2011d‘œuvre"],
             "Taux d’ouverture": ["taux d ouverture", "taux d'ouv", "  Taux  dʼouverture"]}
    terms = [{"id": name, "name": name, "definition": "x"} for name in typed]
    asked = [query for queries in typed.values() for query in queries]
    command: list[str | Path] = ["node", "--input-type=module", "--eval", SEARCH, "--", SERVICE / "static/search.js",
                                 EXTENSION / "shared/searching.js", json.dumps(terms), json.dumps(asked)]

    done = subprocess.run(command, capture_output=True, check=True)

    assert json.loads(done.stdout) == [[name, name] for name, queries in typed.items() for _ in queries]


def messages(language: str) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads(
        (EXTENSION / f"_locales/{language}/messages.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("word", ["mql", "relance"])
def test_first_run_shows_the_words_as_the_glossary_has_them(word: str, glossary: Glossary) -> None:
    source = (EXTENSION / "welcome/terms.js").read_text(encoding="utf-8")
    shipped = json.loads(source[source.index("= {") + 2:].rstrip(";\n"))

    assert shipped[word] == card(glossary[word], glossary)


def test_every_word_of_the_interface_is_there_and_is_used() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in EXTENSION.rglob("*")
                        if path.suffix in {".js", ".html", ".json"} and "_locales" not in path.parts)
    counted = {f"{key}{number}" for key in re.findall(r"sayCount\('(\w+)'", sources) for number in ("One", "Many")}
    asked = {*re.findall(r"""(?:\bsay\(|data-say(?:-\w+)?=|getMessage\()['"](\w+)['"]""", sources), *counted,
             *re.findall(r"__MSG_(\w+)__", sources)}
    named = {key for key in messages("fr") if re.search(rf"""['"]{key}['"]""", sources) or key.startswith("category_")}

    assert asked - messages("fr").keys() == set()
    assert messages("fr").keys() - asked - named == set()


def test_scripts_in_pages_hold_no_words_of_their_own() -> None:
    """In `_locales` both languages are held alike; the card's own labels serve the page of the service too."""
    strings = [(path.name, string) for path in (EXTENSION / "content").glob("*.js")
               for string in re.findall(r"(?:: |\()'([^'\n]+)'", path.read_text(encoding="utf-8"))]

    assert len(strings) > 100
    assert [found for found in strings if re.search(r"^[A-ZÀ-Ü«][^A-Z]* |[.…]$", found[1])] == []


@pytest.mark.parametrize("key", sorted(json.loads((EXTENSION / "_locales/fr/messages.json").read_text("utf-8"))))
def test_french_is_set_as_the_french_set_it(key: str) -> None:
    """A space that breaks before « : ; ! ? » or inside « », a straight apostrophe: none of them."""
    text = re.sub(r"https?://", "", messages("fr")[key]["message"])

    assert not re.search(r"(?<!\u00a0)[:;!?»]|«(?!\u00a0)|'", text)
