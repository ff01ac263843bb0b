"""Numbers and counts in French, as people read them: « 1 200 termes », « 12,5 % »."""


def number(value: float, decimals: int = 0) -> str:
    """« 1 200 », « 12,5 »: U+202F between thousands, a comma before decimals."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")


def counted(value: int, noun: str) -> str:
    """« 1 terme », « 1 200 termes »: every word of the noun takes the plural s."""
    words = noun.split() if value < 2 else [f"{word}s" for word in noun.split()]
    return f"{number(value)}\u00a0{' '.join(words)}"


def percent(share: float) -> str:
    """A share from 0 to 1: « 12 % », « 0,4 % »."""
    value = 100 * share
    return f"{number(value, 1 if 0 < value < 10 else 0)}\u00a0%"
