"""What the main thread of a page did, by Chromium's own trace: processor time, which others hardly stretch."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from playwright.sync_api import Page

Told = dict[str, Any]  # an event of the trace
_CATEGORIES: Final = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
_PAINTING: Final = {"PrePaint", "Paint"}
_RENDERING: Final = {"UpdateLayoutTree", "Layout", "Commit", "Layerize"} | _PAINTING


@dataclass(frozen=True, slots=True)
class Trace:
    """Milliseconds of the page's main thread."""

    total: float
    longest: float  # task
    scripts: float  # the longest task without what Chromium does to render: styles, layout, paint
    painting: float  # the longest in one frame
    ours: float  # all that scripts of an extension took


def traced(page: Page, act: Callable[[], object]) -> Trace:
    """What the page did while `act` ran; it must be the busiest of the browser meanwhile."""
    session = page.context.new_cdp_session(page)
    events: list[Told] = []
    ended = Event()
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.set())
    config = {"includedCategories": _CATEGORIES, "excludedCategories": ["*"]}
    session.send("Tracing.start", {"traceConfig": config, "transferMode": "ReportEvents"})
    act()
    session.send("Tracing.end")
    while not ended.is_set():
        page.wait_for_timeout(20)  # lets Playwright hear of it
    session.detach()
    return _read(events)


def _read(events: list[Told]) -> Trace:
    main = sorted(_of_page(events), key=lambda event: (event["ts"], -event["dur"]))
    tasks: list[tuple[Told, Counter[str]]] = []
    for event in main:
        if event["name"] == "RunTask":
            tasks.append((event, Counter()))
        elif tasks and event["ts"] < tasks[-1][0]["ts"] + tasks[-1][0]["dur"]:
            tasks[-1][1][event["name"]] += event["tdur"]
    times = [_ms([task["tdur"]]) for task, _ in tasks]
    return Trace(
        total=sum(times),
        longest=max(times),
        scripts=max(_ms([task["tdur"]]) - _ms(parts[name] for name in _RENDERING) for task, parts in tasks),
        painting=max(_ms(parts[name] for name in _PAINTING) for _, parts in tasks),
        ours=_ms(event["tdur"] for event in main if _is_ours(event)))


def _is_ours(event: Told) -> bool:
    data = event["args"].get("data")
    return event["name"] == "FunctionCall" and isinstance(data, dict) and data.get("url", "").startswith("chrome-ext")


def _of_page(events: list[Told]) -> list[Told]:
    """What has a duration, on the main thread of the renderer that did the most."""
    names = {event["pid"]: event["args"]["name"] for event in events if event["name"] == "process_name"}
    main = {(event["pid"], event["tid"]) for event in events
            if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
            and names.get(event["pid"]) == "Renderer"}
    timed = [event for event in events
             if event.get("ph") == "X" and "tdur" in event and (event["pid"], event["tid"]) in main]
    spent: Counter[int] = Counter()
    for event in timed:
        if event["name"] == "RunTask":
            spent[event["pid"]] += event["tdur"]
    ((busiest, _),) = spent.most_common(1)
    return [event for event in timed if event["pid"] == busiest]


def _ms(durations: Iterable[int]) -> float:
    return sum(durations) / 1000
