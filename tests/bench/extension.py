"""What the extension costs a page, in Chromium: `python -m bench.extension` writes tests/bench/EXTENSION.md.

The page holds 10,000 text nodes and 5,000 terms, a reading unit each. It is opened in turn by itself, where the
extension is not on; by itself with the least that Chromium asks of whoever underlines words (a MutationObserver that
does nothing, a style sheet, fifty highlights: what no extension can go below); and read by us.
"""

import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final, Literal

from bench.tracing import traced
from e2e import browsers
from e2e.browsers import Chromium
from e2e.reader import Reader, pair, set_up
from e2e.relay import relay
from e2e.site import site
from extension import service

Mode = Literal["alone", "least", "read"]
Found = dict[str, float]  # what was measured, by its name

RESULTS: Final = Path(__file__).with_name("EXTENSION.md")
MODES: Final[tuple[Mode, ...]] = ("alone", "least", "read")
ROUNDS: Final = 3  # each mode in turn, so many times
TURNS: Final = 11  # of the page's own work where it is laid out
BARE_TURNS: Final = 40  # where it is not: a few milliseconds, which vary by as much
MOVES: Final = 100
SETTLED_MS: Final = 1500
POSTS: Final = 5000
_PAINTED: Final = "[...CSS.highlights.values()].some(marked => marked.size > 10)"
_SCROLL: Final = """(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise(resolve => requestAnimationFrame(resolve));
    }
    scrollTo(0, 0);
})()"""
# what is measured: its name, its unit, and how far from the page alone it may be
_ROWS: Final = (
    ("load: longest task", "ms", "no task over 50 ms of ours"),
    ("load: longest without rendering", "ms", "≤ 50 ms"),
    ("load: main thread in all", "ms", ""),
    ("scrolling: longest task", "ms", "≤ 50 ms"),
    ("scrolling: longest without rendering", "ms", "≤ 50 ms"),
    ("scrolling: longest painting of a frame", "ms", "≤ 10 ms more"),
    ("scrolling: main thread in all", "ms", ""),
    ("pointer: scripts of ours for a move", "ms", "≤ 1 ms"),
    ("pointer: main thread for a move", "ms", ""),
    ("own work: 2,000 paragraphs come and go, nothing rendered", "ms", "within 5 %"),
    ("own work: 100 posts come and go, each laid out", "ms", "within 5 %"),
    ("after own work: longest task", "ms", "≤ 50 ms"),
    ("after own work: main thread until it rests", "ms", ""),
    ("heap", "MB", ""),
)


@contextmanager
def reader() -> Iterator[Reader]:
    """A reader in Chromium, paired, on at the site."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "home").mkdir()
        address = stack.enter_context(relay(stack.enter_context(service(folder / "home"))))
        pages = stack.enter_context(site())
        browser = stack.enter_context(browsers.chromium(folder / "profile", browsers.test_build(folder)))
        token = pair(browser, address.address, folder / "home")
        set_up(browser, address.address, token)
        yield Reader(browser, pages, address, token)


def measure(one: Reader) -> tuple[dict[Mode, Found], int]:
    """The medians of all rounds, and how many posts the service has read."""
    browser = one.browser
    assert isinstance(browser, Chromium)
    rounds: dict[Mode, list[Found]] = {mode: [] for mode in MODES}
    for _ in range(ROUNDS):
        for mode in MODES:
            rounds[mode].append(_round(browser, address_of(one.site, mode), mode))
    posts = len({text for text in one.relay.texts() if text.startswith("Post ")})
    return {mode: {name: median(found[name] for found in all_found) for name, _, _ in _ROWS}
            for mode, all_found in rounds.items()}, posts


def address_of(site: str, mode: Mode) -> str:
    """The extension is on at 127.0.0.1 only."""
    host = site if mode == "read" else site.replace("127.0.0.1", "localhost")
    return f"{host}/bench.html{'?least' if mode == 'least' else ''}"


def _round(browser: Chromium, address: str, mode: Mode) -> Found:
    page = browser.page

    def load() -> None:
        browser.open(address)
        if mode == "read":
            browser.wait(_PAINTED)
        page.wait_for_timeout(SETTLED_MS)

    def move() -> None:
        for number in range(MOVES):
            browser.move(60 + number % 40, 40 + number * 3)

    own: list[float] = []

    def work(script: str, turns: int) -> Callable[[], None]:
        def act() -> None:
            own.append(median(float(browser.run(script)) for _ in range(turns)))
            page.wait_for_timeout(SETTLED_MS)

        return act

    browser.own_page()
    loaded = traced(page, load)
    heap = memory(browser)
    scrolled = traced(page, lambda: browser.run(_SCROLL))
    page.wait_for_timeout(SETTLED_MS)
    moved = traced(page, move)
    work("window.render()", TURNS)()
    worked = traced(page, work("window.work()", BARE_TURNS))
    rendering, bare = own
    values = (
        loaded.longest, loaded.scripts, loaded.total, scrolled.longest, scrolled.scripts, scrolled.painting,
        scrolled.total, moved.ours / MOVES, moved.total / MOVES, bare, rendering, worked.longest, worked.total, heap)
    return dict(zip((name for name, _, _ in _ROWS), values, strict=True))


def memory(browser: Chromium) -> float:
    session = browser.page.context.new_cdp_session(browser.page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return used / 1e6


def written(found: dict[Mode, Found], posts: int) -> str:
    lines = [_line(name, unit, aim, *(found[mode][name] for mode in MODES)) for name, unit, aim in _ROWS]
    return "\n".join([
        "# What the extension costs a page", "",
        "Written by `make bench-extension`. Chromium, headless; 10,000 text nodes, 5,000 terms, a post for each. Times",
        "are processor time of the page's main thread by Chromium's own trace, the page's own work by its clock;",
        f"medians of {ROUNDS} rounds, in which the columns take turns.", "",
        "- **alone**: the page where the extension is not on.",
        "- **least**: alone, with the least that Chromium asks of whoever underlines words: a MutationObserver that",
        "  does nothing, one rule for highlights, and fifty of them. What is missing to an aim here is Chromium's own.",
        "- **with us**: read, underlined, explained.", "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {platform.system()}.",
        f"The service read {posts:,} of the {POSTS:,} posts.", "",
        "| | alone | least | with us | more than alone | aim |", "|---|---|---|---|---|---|", *lines, ""])


def _line(name: str, unit: str, aim: str, alone: float, least: float, read: float) -> str:
    more = f"{read - alone:+.1f} {unit} ({read / alone - 1:+.0%})" if alone else f"{read:+.1f} {unit}"
    return f"| {name} | {alone:.1f} {unit} | {least:.1f} {unit} | {read:.1f} {unit} | {more} | {aim} |"


def main() -> None:
    with reader() as one:
        RESULTS.write_text(written(*measure(one)), "utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
