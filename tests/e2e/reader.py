"""What somebody who reads a page sees and does: words underlined, the card under the pointer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from e2e.browsers import Browser
from e2e.relay import Relay
from extension import KEEP_TOKEN

SETTINGS: Final = {"version": 1, "loudness": "underline", "level": 1, "uncertain": False, "pausedUntil": 0}
_MARKED: Final = """[...CSS.highlights.values()].slice({}, {}).flatMap(marked => [...marked].map(range =>
    range.startContainer.data.slice(range.startOffset, range.endOffset)))"""
_WHERE: Final = """(() => {
    const places = [...CSS.highlights.values()].slice(0, 2).flatMap(marked => [...marked]).filter(range =>
        range.startContainer.data.slice(range.startOffset, range.endOffset) === %s);
    const range = document.createRange();
    range.setStart(places[%d].startContainer, places[%d].startOffset);
    range.setEnd(places[%d].endContainer, places[%d].endOffset);
    const seen = range.getClientRects()[0];
    if (seen.top < 0 || seen.bottom > innerHeight) range.startContainer.parentElement.scrollIntoView({block: 'center'});
    const box = range.getClientRects()[0];
    return [box.left + box.width / 2, box.top + box.height / 2];
})()"""
UNDERLINED: Final = _MARKED.format(0, 2)
HOST: Final = "document.querySelector(':popover-open').shadowRoot"
CARD: Final = f"{HOST}.querySelector('.card')"
NAME: Final = f"{CARD}?.querySelector('.name')?.textContent"


class Reader:
    """One reader with one browser, at one site."""

    def __init__(self, browser: Browser, site: str, relay: Relay, token: str) -> None:
        self.browser = browser
        self.token = token
        self.site = site
        self.relay = relay

    def open(self, page: str) -> None:
        self.browser.move(1, 1)
        self.browser.open(f"{self.site}/{page}")

    def underlined(self) -> list[str]:
        """Sorted by name of highlight and place, one for each text node of a term."""
        words: list[str] = self.browser.run(UNDERLINED)
        return words

    def wait_underlined(self, *words: str) -> None:
        """Until exactly these are underlined, in any order."""
        expected = json.dumps(sorted(words))
        try:
            self.browser.wait(f"JSON.stringify({UNDERLINED}.sort()) === JSON.stringify({expected}.sort())")
        except TimeoutError:
            assert sorted(self.underlined()) == sorted(words)  # says what differs

    def wait_for(self, word: str) -> None:
        """Until this is underlined, whatever else is."""
        self.browser.wait(f"{UNDERLINED}.includes({json.dumps(word)})")

    def place_of(self, word: str, number: int = 0) -> tuple[float, float]:
        at = [number] * 4
        x, y = self.browser.run(_WHERE % (json.dumps(word), *at))
        return x, y

    def hover(self, word: str, number: int = 0) -> None:
        x, y = self.place_of(word, number)
        self.browser.move(x - 3, y)
        self.browser.move(x, y)

    def open_card(self, word: str, name: str, number: int = 0) -> None:
        self.hover(word, number)
        self.wait_for_card(name)

    def open_card_of_first(self) -> None:
        """The card of whatever is underlined first, sure or only probable."""
        self.browser.wait(f"{UNDERLINED}.length > 0")
        word = self.underlined()[0]
        self.hover(word)
        self.wait_for_card(word)

    def middle_of(self, selector: str) -> tuple[float, float]:
        x, y = self.browser.run(f"""(box => [box.left + box.width / 2, box.top + box.height / 2])(
            document.querySelector({json.dumps(selector)}).getBoundingClientRect())""")
        return x, y

    def wait_for_card(self, name: str) -> None:
        self.browser.wait(f"document.querySelector(':popover-open') && {NAME} === {json.dumps(name)}")

    def wait_for_no_card(self) -> None:
        self.browser.wait("!document.querySelector(':popover-open')")

    def press_button(self, action: str) -> None:
        """Press a button of the card, or of the panel, by mouse."""
        self.browser.click(*self.place_of_button(action))

    def place_of_button(self, action: str) -> tuple[float, float]:
        x, y = self.browser.run(f"""(box => [box.left + box.width / 2, box.top + box.height / 2])(
            {HOST}.querySelector('[data-action="{action}"]').getBoundingClientRect())""")
        return x, y

    def set(self, **settings: Any) -> None:
        set_up(self.browser, self.relay.address, self.token, **settings)

    def in_background(self, change: str) -> None:
        """A change of the settings, as the popup makes it while the page is open."""
        self.browser.aside(f"""(async () => {{
            const {{ changeSettings }} = await import('/background/settings.js');
            const {{ tellSettings }} = await import('/background/news.js');
            await {change};
            await tellSettings();
        }})()""")

    def tell(self, news: dict[str, Any]) -> None:
        """What the background tells the page after a command or a click in the popup, which no driver can press."""
        self.browser.tell(news)

    def card_text(self) -> str:
        text: str = self.browser.run(f"{CARD}.innerText")
        return text


def pair(browser: Browser, service: str, home: Path) -> str:
    """A real token, for the extension's own Origin: asked for, approved in the terminal, fetched."""
    asked: dict[str, Any] = browser.in_extension(f"""(await fetch('{service}/v1/pair', {{method: 'POST',
        headers: {{'Content-Type': 'application/json'}}, body: '{{"name": "Essai"}}'}})).json()""")
    environment = os.environ | {"LEXIBULLE_HOME": str(home)}
    command = [sys.executable, "-m", "lexibulle_server", "pair", "approve", asked["code"]]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    token: str = browser.in_extension(f"(await (await fetch('{service}/v1/pair/{asked['id']}')).json()).token")
    return token


def set_up(browser: Browser, service: str, token: str, **settings: Any) -> None:
    """The extension as after its first run, on for the site of the test pages."""
    kept = {"settings": {**SETTINGS, "service": service, **settings},
            "words": {"known": [], "hidden": {}, "dismissed": {}}, "sleep": {"shown": {}, "awake": []}}
    browser.in_extension(f"""(async () => {{
        await chrome.storage.local.set({json.dumps(kept)});
        await chrome.storage.session.remove('rest');
        await ({KEEP_TOKEN})({json.dumps({"value": token, "service": service})});
        const {{ setSite }} = await import('/background/sites.js');
        await setSite('127.0.0.1', ['http://127.0.0.1/*'], true);
    }})()""")
