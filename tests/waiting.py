"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 180.0  # seconds; the machine may be busy


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
