"""What people read, wherever it is said: numbers, counts and dates in French, texts of others on a terminal."""

from datetime import date
from typing import Final

_MONTHS: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_CONTROLS: Final = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | dict.fromkeys(
    range(0x7F, 0xA0), "\ufffd")


def number(value: float, decimals: int = 0) -> str:
    """« 1 200 », « 12,5 »: U+202F between thousands, a comma before decimals."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")


def counted(value: int, noun: str) -> str:
    """« 1 terme », « 1 200 termes »: every word of the noun takes the plural s."""
    words = noun.split() if value < 2 else [f"{word}s" for word in noun.split()]
    return f"{number(value)}\u00a0{' '.join(words)}"


def french_date(day: date) -> str:
    """« 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def capital(text: str) -> str:
    """A text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def harmless(text: str) -> str:
    """Control characters of a text, a file or a name are shown on a terminal, not obeyed."""
    return text.translate(_CONTROLS)
