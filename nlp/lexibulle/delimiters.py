"""The cells of a CSV: which of them a spreadsheet would compute, and which sign parts them.

That is the one that a line of its own tells Excel (`sep=;`), or the most frequent.
"""

import re
from typing import Final

_TOLD: Final = re.compile(r'"?sep=([^"\r\n])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # how such a cell begins
IN_QUOTES: Final = re.compile(r'"(?:[^"]|"")*+"')
_DELIMITERS: Final = ";,\t"


def delimiter_of(text: str) -> tuple[str, int]:
    """The delimiter of a CSV that begins so, and how many characters go by before its first row."""
    if told := _TOLD.match(text):
        return told[1], told.end()
    first = re.split(r"[\r\n]", IN_QUOTES.sub("", text), maxsplit=1)[0]
    return max(_DELIMITERS, key=first.count), 0
