"""Does the memory of the service grow with the words it has read? `python -m bench.soak [WORDS]`, a million.

Every word is new to it: half of them in plain sentences, half tied to a term, so that spaCy is asked about them.
"""

import sys
import tempfile
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import psutil

from serving import Service, text_body

A_TEXT = 1000  # words
_SYLLABLES = [consonant + vowel for consonant in "bdfgjklmnprstvz" for vowel in ("a", "e", "i", "o", "u", "y")]


def new_words() -> Iterator[str]:
    """Words of four syllables that are spoken nowhere, no two alike: 65 million of them."""
    return ("".join(syllables) for syllables in product(_SYLLABLES, repeat=4))


def text_of(words: list[str]) -> str:
    sentences = [f"Le lead de {first} attend l’{second}-closing." for first, second in zip(
        words[::2], words[1::2], strict=True)]
    return " ".join(sentences)


def soak(service: Service, words: int) -> Iterator[tuple[int, float]]:
    """Words read so far and resident megabytes, before the first and after each tenth."""
    process = psutil.Process(service.process.pid)
    supply = new_words()
    for done in range(0, words, A_TEXT):
        if done % max(A_TEXT, words // 10) == 0:
            yield done, process.memory_info().rss / 1e6
        status, _, answer = service.post(text_body(text_of(list(islice(supply, A_TEXT)))))
        if status != 200:
            raise RuntimeError(f"{status}: {answer[:200]!r}")
    yield words, process.memory_info().rss / 1e6


def main() -> None:
    words = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as home, Service(Path(home)) as service:
        for done, megabytes in soak(service, words):
            print(f"{done:>9,} words: {megabytes:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
