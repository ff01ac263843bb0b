"""How the page looks: colours that can be read, any width, any wish of the reader's system; axe finds no fault."""

import re
from pathlib import Path
from typing import Any

import pytest

from callers import token_for
from chromium import Chromium

pytestmark = pytest.mark.xdist_group("chromium")
ROOT = Path(__file__).parents[1]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
VIEWS = {"": ".term", "document": ".drop", "brouillon": "#check", "lexique": "#entries a", "lexique/roi": ".card.entry",
         "aide-memoire": ".crib .row", "extensions": ".tokens li"}
LOOK = (ROOT / "extension/card/look.css").read_text("utf-8")
HIGHLIGHT = "#b0568f"


def show(page: Chromium, address: str, view: str, **wishes: Any) -> None:
    page.emulate(**wishes)
    page.open(address + view)
    page.wait_for(f"document.querySelector({VIEWS[view]!r})")


@pytest.fixture
def with_token(home: Path) -> None:
    """Something to see in « Accès accordés »."""
    token_for(home, "Scripts du bureau")


# ---- axe ----

def faults(page: Chromium) -> list[str]:
    page.run("document.getAnimations().map(animation => animation.finish())")
    page.run(f"{AXE}; null")
    found: list[str] = page.run("""axe.run(document, {resultTypes: ['violations']}).then(result => result.violations
        .map(fault => `${fault.id}: ${fault.nodes.map(node => node.target.join(' ')).join(', ')}`))""")
    return found


@pytest.mark.usefixtures("with_token")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_fault(browser: Chromium, address: str, view: str, dark: bool) -> None:
    show(browser, address, view, dark=dark)

    assert faults(browser) == []


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_fault_in_an_open_card_and_the_details(page: Chromium, dark: bool) -> None:
    page.emulate(dark=dark)
    page.run("document.getElementById('details').open = true")
    page.click('.term[data-term="roi"]')
    page.click('.card [data-action="toggle"]')
    page.wait_for("document.querySelector('.card .chip')")
    page.click('.card [data-action="more"]')

    assert faults(page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_fault_in_a_checked_draft(browser: Chromium, address: str, dark: bool) -> None:
    show(browser, address, "brouillon", dark=dark)
    browser.run("document.querySelector('.thread').open = true")
    browser.click("#check")
    browser.wait_for("document.querySelector('.words')")

    assert faults(browser) == []


@pytest.mark.usefixtures("with_token")
def test_axe_finds_no_fault_in_a_confirmation(browser: Chromium, address: str) -> None:
    show(browser, address, "extensions")
    browser.click(".tokens button")
    browser.wait_for("document.querySelector('.tokens .primary')")

    assert faults(browser) == []


# ---- widths ----

@pytest.mark.usefixtures("with_token")
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 225), (390, 844), (768, 1024), (1280, 900)])
def test_page_never_scrolls_sideways(browser: Chromium, address: str, view: str, width: int, height: int) -> None:
    """320 × 225 is a window of 1280 × 900 at 400 %."""
    show(browser, address, view, width=width, height=height)
    browser.run("document.querySelectorAll('details').forEach(details => details.open = true)")

    assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("block", ["start", "center", "end"])
def test_open_card_can_be_read_at_400_percent(page: Chromium, block: str) -> None:
    page.emulate(width=320, height=225)
    page.run(f"""new Promise(done => {{
        document.querySelector('.term[data-term="mql"]').scrollIntoView({{block: {block!r}}});
        requestAnimationFrame(() => requestAnimationFrame(done)); }})""")
    page.click('.term[data-term="mql"]')
    page.click('.card [data-action="toggle"]')

    edges = page.run("(box => [box.left, box.right, box.top, box.bottom])"
                     "(document.querySelector('.card').getBoundingClientRect())")
    assert 0 <= edges[0] < edges[1] <= 320
    assert 0 <= edges[2] < edges[3] <= 225
    assert page.run("(body => body.clientHeight >= 80 && getComputedStyle(body).overflowY)"
                    "(document.querySelector('.card .body'))") == "auto"


def test_long_text_leaves_no_void_beside_its_reading(page: Chromium) -> None:
    page.run("""(text => { text.value = text.value.repeat(8); text.dispatchEvent(new Event('input')) })(
        document.getElementById('text'))""")
    page.wait_for("document.querySelectorAll('.term').length > 100")

    heights = page.run("[...document.querySelectorAll('#view-lire .panel')].map(panel => panel.offsetHeight)")
    assert heights[0] < 900 < heights[1]


SIZES = """least => [...document.querySelectorAll('button, a, select, input, summary, [role=button]')]
  .filter(element => element.checkVisibility() && !element.matches('.term, input[type=checkbox], p a'))
  .filter(element => element.getBoundingClientRect().height < least - .5)
  .map(element => `${element.textContent.trim().slice(0, 30)}: ${element.getBoundingClientRect().height}`)"""


@pytest.mark.usefixtures("with_token")
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("touch", "least"), [(False, 32), (True, 44)])
def test_targets_are_large_enough(browser: Chromium, address: str, view: str, touch: bool, least: int) -> None:
    show(browser, address, view, width=390, height=844, touch=touch)

    assert browser.run(f"({SIZES})({least})") == []


@pytest.mark.usefixtures("with_token")
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_written_smaller_than_12_pixels(browser: Chromium, address: str, view: str) -> None:
    show(browser, address, view)

    assert browser.run("""[...document.querySelectorAll('body *')]
        .filter(element => element.checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < 12)
        .map(element => element.outerHTML.slice(0, 80))""") == []


# ---- wishes of the reader's system ----

@pytest.mark.parametrize("dark", [False, True])
def test_page_follows_the_colours_of_the_system(page: Chromium, dark: bool) -> None:
    page.emulate(dark=dark)

    assert page.run("getComputedStyle(document.body).backgroundColor") == (
        "rgb(33, 27, 32)" if dark else "rgb(255, 253, 251)")


def test_forced_colours_keep_the_underline_and_the_switches(page: Chromium) -> None:
    page.emulate(forced_colors=True)

    style = "getComputedStyle(document.querySelector({!r}){}).{}"
    ink = page.run("getComputedStyle(document.body).color")
    assert page.run(style.format(".term", "", "textDecorationLine")) == "underline"
    assert page.run(style.format(".term", "", "textDecorationColor")) == ink
    on, off = (page.run(style.format(f"#{switch}", "", "backgroundColor")) for switch in ("typos", "probable"))
    assert on != off


def test_forced_colours_keep_the_marked_words_of_a_draft(browser: Chromium, address: str) -> None:
    show(browser, address, "brouillon", forced_colors=True, dark=True)
    browser.click("#check")
    browser.wait_for("document.querySelector('mark')")

    assert browser.run("getComputedStyle(document.querySelector('mark')).color") == browser.run(
        "getComputedStyle(document.querySelector('.sentence')).color")


def test_place_left_out_shows_its_ring_by_mouse_too(page: Chromium) -> None:
    page.click("#details summary")
    page.click("#reasons button")

    page.wait_for("document.activeElement.matches('.left-out')")
    assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_card_does_not_fade_in_where_motion_is_unwanted(page: Chromium) -> None:
    duration = """(document.querySelector('.term').click(),
        getComputedStyle(document.querySelector('.card')).transitionDuration)"""
    assert page.run(duration) == "0.09s"

    page.press("Escape")
    page.emulate(still=True)
    assert page.run(duration) == "0s"


# ---- colours, recomputed from the tokens ----

def colours(theme: str) -> dict[str, str]:
    light, dark = LOOK.split("@media (prefers-color-scheme: dark)", 1)
    return dict(re.findall(r"--([\w-]+): (#\w{6});", light if theme == "light" else dark))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (linear(part / 255) for part in parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def mixed(one: str, other: str) -> str:
    """As `color-mix(in srgb, one 50%, other)`."""
    return "#" + "".join(f"{round((a + b) / 2):02x}" for a, b in zip(parts(one), parts(other), strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [("ink", "surface", 7), ("ink", "wash", 7), ("ink-2", "surface", 7), ("ink-2", "wash", 4.5),
     ("mure", "surface", 7), ("mure", "wash", 4.5), ("control", "surface", 3), ("surface", "mure", 7),
     ("attention", "attention-ground", 4.5)])
def test_colours_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    tokens = colours(theme)

    assert contrast(tokens[ink], tokens[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "wash"])
def test_underline_can_be_seen(theme: str, ground: str) -> None:
    tokens = colours(theme)

    assert f"color-mix(in srgb, currentColor 50%, {HIGHLIGHT})" in LOOK
    assert contrast(mixed(tokens["ink"], HIGHLIGHT), tokens[ground]) >= 3


# ---- French typography ----

TEMPLATES = sorted((ROOT / "server/lexibulle_server/templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "server/lexibulle_server/static").glob("*.js"))
BREAKABLE = re.compile(r"[\w»’)] [:;?!%»](?![\w{])|« ")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_double_signs_do_not_break_from_their_word(template: Path) -> None:
    assert BREAKABLE.findall(template.read_text("utf-8")) == []


def test_labels_of_the_scripts_keep_their_no_break_spaces() -> None:
    strings = [(script.name, string) for script in SCRIPTS
               for line in script.read_text("utf-8").splitlines() if not line.strip().startswith(("*", "/"))
               for string in re.findall(r"'([^']*)'|`([^`]*)`", line.partition(" // ")[0])]
    french = [(name, "".join(string)) for name, string in strings if re.search("[àéèêçœ’«]", "".join(string))]

    assert len(french) > 30
    assert [found for found in french if re.search(r"\w [:;?!%]|« | »", found[1])] == []
