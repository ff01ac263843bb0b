"""spaCy's French tokeniser, without its longest wait.

`spacy.lang.fr` compiles, when it is imported, one pattern of 266 alternatives (1.45 MB) that repeat the same sets of
a thousand letters: most of the wait for the first token (spaCy 3.8; tests/bench/RESULTS.md, cold start). Alternatives
that differ in one place only are made one before they are compiled; they match the same words (tests/test_french.py).
"""

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.language import Language

_OPENS: Final = "(?iu)(?:"
_BETWEEN: Final = ")|(?:"
_LETTERS: Final = re.compile(r"(\[[^\]]{300,}\][+*]?)")  # a set of the letters of all alphabets
# What is understood: plain letters, sets and groups, but no choice outside of a group.
_ALTERNATIVE: Final = re.compile(r"\^(?:[^\[\]()|^$]|\[[^\]]*\]|\(\?:[^()]*\))*\$")
_loading = threading.Lock()


def blank_french() -> "Language":
    """A French pipeline with nothing but its tokeniser; spaCy is imported by the first call."""
    with _loading, _short_patterns():
        import spacy.lang.fr  # compiles its pattern
    return spacy.blank("fr")


@contextmanager
def _short_patterns() -> Iterator[None]:
    """While it lasts, a pattern like that of `spacy.lang.fr` is compiled in its short form, any other as it is."""
    def compile_short(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        return compile_as_is(shortened(pattern) if isinstance(pattern, str) else pattern, flags)

    compile_as_is = re.compile
    re.compile = compile_short
    try:
        yield
    finally:
        re.compile = compile_as_is


def shortened(pattern: str) -> str:
    """A pattern that matches the same, with alternatives that differ in one place joined; others as they are."""
    if not (pattern.startswith(_OPENS) and pattern.endswith(")")):
        return pattern
    alternatives = pattern[len(_OPENS) : -1].split(_BETWEEN)
    if not all(map(_ALTERNATIVE.fullmatch, alternatives)):
        return pattern
    middles: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for alternative in alternatives:
        before, middle, after = _parted(alternative)
        middles[before, after].append(middle)
    joined = (f"^{before}(?:{'|'.join(found)}){after}$" for (before, after), found in middles.items())
    return _OPENS + _BETWEEN.join(joined) + ")"


def _parted(alternative: str) -> tuple[str, str, str]:
    """The sets of letters it begins with, what sets it apart, and the rest from the next set on."""
    pieces = _LETTERS.split(alternative[1:-1])
    own = 0 if pieces[0] else 2  # every second piece is a set
    return "".join(pieces[:own]), pieces[own], "".join(pieces[own + 1 :])
