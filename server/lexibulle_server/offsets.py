"""Offsets as the caller counts them: Python counts code points, JavaScript UTF-16 units."""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final, Literal

OffsetUnit = Literal["codepoint", "utf16"]
OFFSET_UNITS: Final[tuple[OffsetUnit, ...]] = ("codepoint", "utf16")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


def offset_counter(text: str, unit: OffsetUnit) -> Callable[[int], int]:
    """A function from an offset in code points of `text` to the same place in `unit`."""
    return _utf16_counter(text) if unit == "utf16" else int


def _utf16_counter(text: str) -> Callable[[int], int]:
    """Characters beyond U+FFFF count two, everything else one, lone surrogates too."""
    if text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return int
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    return lambda offset: offset + bisect_left(astral, offset)
