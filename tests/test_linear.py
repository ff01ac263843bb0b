"""Promise 2: no text makes it crawl.

Growth is measured and shown (`pytest -s tests/test_linear.py`). What is asserted is loose, so that a busy machine does
not fail it: a generous bound on CPU time, and for texts that take long, growth nearer to linear than to quadratic.
"""

import time
from collections.abc import Iterator

import pytest

from found import default_annotator
from hostile import HOSTILE

SIZES = (50_000, 100_000, 200_000)
MOST_SECONDS = 20.0  # of CPU for 200,000 characters, on a busy machine too; a quadratic text takes minutes
LEAST_SECONDS = 1.0  # below, growth says little
MOST_GROWTH = 11.0  # from 50,000 to 200,000 characters: 4 is linear, 16 quadratic
Times = dict[str, tuple[float, ...]]


@pytest.fixture(scope="module")
def measured() -> Iterator[Times]:
    times: Times = {}
    yield times
    print(f"\n\nCPU seconds of {', '.join(f'{size:,}' for size in SIZES)} characters, t(100,000) / t(50,000)")
    for name, seconds in sorted(times.items(), key=lambda item: -item[1][-1]):
        growth = f"{seconds[1] / max(seconds[0], 1e-3):5.1f}" if len(seconds) > 1 else "    –"
        print(f"{name:36}" + "".join(f"{second:9.3f}" for second in seconds).ljust(28) + growth)


def cpu_seconds(text: str) -> float:
    start = time.process_time()
    default_annotator().annotate(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length(name: str, measured: Times) -> None:
    cpu_seconds("un co-lead")  # the tokeniser is loaded
    for size in SIZES:
        text = HOSTILE[name](size)
        assert len(text) == size
        measured[name] = (*measured.get(name, ()), cpu_seconds(text))
        assert measured[name][-1] < MOST_SECONDS * size / SIZES[-1]
    if growth(measured[name]) > MOST_GROWTH:  # once more, in case somebody else was at work
        measured[name] = tuple(cpu_seconds(HOSTILE[name](size)) for size in SIZES)
    assert growth(measured[name]) <= MOST_GROWTH


def growth(seconds: tuple[float, ...]) -> float:
    """From the shortest text to the longest, of what takes long enough to be measured."""
    return seconds[-1] / seconds[0] if seconds[-1] > LEAST_SECONDS else 1.0


def test_the_bound_would_catch_what_is_quadratic() -> None:
    """The naive way, as a yardstick: a text compared with itself letter by letter."""
    text = HOSTILE["letters"](4_000)
    start = time.process_time()
    assert sum(a == b for a in text for b in text) == len(text) ** 2
    seconds = time.process_time() - start

    assert seconds * (SIZES[-1] / len(text)) ** 2 > MOST_SECONDS
