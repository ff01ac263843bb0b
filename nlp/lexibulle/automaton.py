"""Finds tens of thousands of patterns in one pass over a text, overlapping ones too (Aho and Corasick 1975).

daachorse is the faster of two libraries, by a quarter, but has no wheel for Linux on ARM: there ahocorasick_rs does the
same (tests/test_twins.py compares them).
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import cast

# Start and end of a pattern in a text, and its number. Not `tuple[int, int, int]`, which compiled code takes apart and
# makes anew.
Place = tuple[int, ...]
Search = Callable[[bytes], list[Place]]  # what is found is in order of its end


def compile_search(patterns: Sequence[bytes], corpus: bytes) -> Search:
    """Search for these patterns, of which there is one at least; quickest in texts that resemble the corpus."""
    return double_array(patterns, corpus) if find_spec("daachorse") else contiguous(patterns)


def double_array(patterns: Sequence[bytes], corpus: bytes) -> Search:
    """The states that the corpus passes through lie together, so that the processor's cache holds more of them."""
    from daachorse import DoubleArrayAhoCorasick  # not there on every machine

    return cast("Search", DoubleArrayAhoCorasick(list(patterns), corpus=[corpus]).find_overlapping)


def contiguous(patterns: Sequence[bytes]) -> Search:
    """In a full transition table nearly every byte would miss the processor's cache."""
    from ahocorasick_rs import BytesAhoCorasick, Implementation  # not there on every machine

    automaton = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)
    return lambda text: [(start, end, number) for number, start, end
                         in automaton.find_matches_as_indexes(text, overlapping=True)]
