"""What the extension costs a page, in Chromium: `python -m bench.extension` writes tests/bench/EXTENSION.md.

The page holds 10,000 text nodes and 5,000 terms, a reading unit each. Long tasks are the browser's own record; the
page's own work is measured with and without the extension, in turn, in the same browser.
"""

import platform
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from e2e import browsers
from e2e.browsers import Chromium
from e2e.reader import Reader, pair, set_up
from e2e.relay import relay
from e2e.site import site
from extension import service

RESULTS: Final = Path(__file__).with_name("EXTENSION.md")
ROUNDS: Final = 3
PASSES: Final = 3  # through the page, a screen each frame
_ALL_PAINTED: Final = "[...CSS.highlights.values()].reduce((sum, marked) => sum + marked.size, 0) >= {}"
_SCROLL: Final = """(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise(resolve => requestAnimationFrame(resolve));
    }
    scrollTo(0, 0);
})()"""
_LONGEST: Final = "Math.max(0, ...window.tasks.splice(0))"


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


def measure(one: Reader) -> dict[str, Any]:
    """Milliseconds and megabytes, by what was measured."""
    browser = one.browser
    assert isinstance(browser, Chromium)
    without = [work(one, paused=True) for _ in range(ROUNDS)]
    found: dict[str, Any] = {"memory without": memory(browser), "work without": median(without)}
    within = [work(one, paused=False) for _ in range(ROUNDS)]
    found["work with"] = median(within)
    found["longest task while reading"] = browser.run(_LONGEST)
    for _ in range(PASSES):
        browser.run(_SCROLL)
    found["longest task while scrolling and painting"] = browser.run(_LONGEST)
    found["painted"] = len(one.underlined())
    found["memory with"] = memory(browser)
    found["a pointer move"] = pointer(browser)
    return found


def work(one: Reader, *, paused: bool) -> float:
    """The page's own work, once the page has been read."""
    one.set(pausedUntil=9e15 if paused else 0)
    one.open("bench.html")
    if not paused:
        one.browser.wait(_ALL_PAINTED.format(10))
    return median(float(one.browser.run("window.work()")) for _ in range(ROUNDS))


def pointer(browser: Chromium) -> float:
    """Script time of a pointer move over the text, from the browser's own counter."""
    session = browser.page.context.new_cdp_session(browser.page)
    session.send("Performance.enable")

    def scripted() -> float:
        values = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
        return float(values["ScriptDuration"]) * 1000

    before = scripted()
    moves = 200
    for move in range(moves):
        browser.move(60 + move % 40, 40 + move * 3)
    return (scripted() - before) / moves


def memory(browser: Chromium) -> float:
    session = browser.page.context.new_cdp_session(browser.page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return used / 1e6


def written(found: dict[str, Any]) -> str:
    slower = found["work with"] / found["work without"] - 1
    rows = [
        ("terms underlined", str(found["painted"]), ""),
        ("longest task while the page is read", f"{found['longest task while reading']:.0f} ms", "≤ 50 ms"),
        ("longest task while 5,000 posts are scrolled and painted",
         f"{found['longest task while scrolling and painting']:.0f} ms", "≤ 50 ms"),
        ("script time of one pointer move", f"{found['a pointer move']:.2f} ms", "≤ 1 ms"),
        ("the page's own work, without and with us",
         f"{found['work without']:.1f} and {found['work with']:.1f} ms ({slower:+.0%})", "within 5 %"),
        ("heap of the page's world, without and with us",
         f"{found['memory without']:.1f} and {found['memory with']:.1f} MB", ""),
    ]
    lines = [f"| {what} | {value} | {aim} |" for what, value, aim in rows]
    return "\n".join([
        "# What the extension costs a page", "",
        "Written by `make bench-extension`. Chromium, headless; 10,000 text nodes, 5,000 terms, a post for each.", "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {platform.system()}.",
        "A task is counted from 50 ms on: 0 means that none was as long.", "",
        "| | measured | aim |", "|---|---|---|", *lines, ""])


def main() -> None:
    with reader() as one:
        RESULTS.write_text(written(measure(one)), "utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
