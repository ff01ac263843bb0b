"""Word borders: spaCy's French tokeniser, asked only where a look at the neighbours does not settle it.

White-space chunks are independent for spaCy's tokeniser (measured: no token differs), so one chunk at a time
is asked. The tokeniser is quadratic on long runs without white space, and its string store remembers every
word it has seen: chunks are cut to a bounded window and read inside a memory zone, one pipeline per thread. Even
so spaCy keeps an empty slot for each word, 20 MB for a million: a pipeline is replaced after so many chunks.
"""

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lexibulle.folding import APOSTROPHES
from lexibulle.french import blank_french

if TYPE_CHECKING:
    from spacy.language import Language

_MOST_ASKED: Final = 50_000  # chunks of one pipeline; the next one takes 30 ms
MOST_CHUNK: Final = 64  # characters given to spaCy; longer runs are quadratic (explosion/spaCy #1765)

# Signs that people type for the same thing, shown to spaCy as the one it knows (same length).
_AS_SPACY_KNOWS: Final = (
    dict.fromkeys(map(ord, APOSTROPHES.replace("’", "")), "'") | dict.fromkeys(map(ord, "\u2010\u2011"), "-"))

_local = threading.local()


def _pipeline() -> "Language":
    """The tokeniser of this thread; spaCy is imported when it is first needed."""
    if getattr(_local, "asked", _MOST_ASKED) >= _MOST_ASKED:
        _local.nlp, _local.asked = blank_french(), 0
    nlp: Language = _local.nlp
    return nlp


def warm_up() -> None:
    """Load the tokeniser in this thread now, so that no request pays for it."""
    borders(["l'essai"])


def borders(chunks: Iterable[str]) -> list[frozenset[int]]:
    """For each chunk (no white space, MOST_CHUNK characters at most) where its tokens begin or end."""
    nlp = _pipeline()
    found = []
    with nlp.memory_zone():
        for chunk in chunks:
            known = chunk.translate(_AS_SPACY_KNOWS).encode("utf-8", "replace").decode("utf-8")
            doc = nlp.tokenizer(known)
            edges = {token.idx for token in doc} | {token.idx + len(token.text) for token in doc}
            found.append(frozenset(edges))
    _local.asked += len(found)
    return found
