"""Clocks for a noisy machine: systems take turns on the same pages, medians and ratios of pairs are kept.

What is counted is the CPU time of the process (all its threads), which other processes disturb least; the
clock on the wall is read too, to say how busy the machine was.
"""

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
_STATUS: Final = Path("/proc/self/status")
TESTS: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of CPU and by the clock on the wall."""

    cpu: float
    wall: float


def took(job: Callable[[Given], Made], given: Given) -> tuple[Took, Made]:
    """What one call costs, and what it gives."""
    wall, cpu = perf_counter(), process_time()
    made = job(given)
    return Took(process_time() - cpu, perf_counter() - wall), made


def settle() -> None:
    """What has been loaded so far is no garbage: leave it out of later collections, for all systems alike."""
    gc.collect()
    gc.freeze()


def ratio(one: Iterable[Took], other: Iterable[Took]) -> float:
    """Median of how many times longer `one` took than `other` on the same work; the longer list is cut."""
    return median(a.cpu / b.cpu for a, b in zip(one, other, strict=False))


def process(arguments: Sequence[str], runs: int) -> Took:
    """Median cost of a new process."""
    costs = [once(arguments)[0] for _ in range(runs)]
    return Took(median(cost.cpu for cost in costs), median(cost.wall for cost in costs))


def once(arguments: Sequence[str]) -> tuple[Took, str]:
    """Cost of one new process, and what it printed."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(arguments, stdout=subprocess.PIPE, check=True, encoding="utf-8", env=_environment())
    wall, after = perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall), done.stdout


def _environment() -> Mapping[str, str]:
    """That of a child, which finds these modules as its parent did."""
    paths = [str(TESTS), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONIOENCODING": "utf-8"}


def resident() -> float:
    """Megabytes of memory this process holds now; where the system does not say, the most it has held."""
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000 * 1.024
    unit = 1_000_000 if sys.platform == "darwin" else 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
