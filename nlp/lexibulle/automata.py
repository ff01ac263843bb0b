"""Aho-Corasick automata over folded text."""

from collections.abc import Iterable
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

# A full transition table is twice as fast and costs some 40 bytes of memory a pattern byte; beyond this many
# pattern bytes (some hundred terms) the compact automaton is the better one.
_MOST_TABLE_BYTES: Final = 500_000
_NEVER: Final = b" \x00 "  # folded text holds no NUL: an automaton without patterns finds nothing


def automaton(patterns: Iterable[bytes]) -> BytesAhoCorasick:
    """An automaton that finds all patterns, overlapping ones too; match n is the n-th pattern."""
    listed = list(patterns) or [_NEVER]
    small = sum(map(len, listed)) <= _MOST_TABLE_BYTES
    return BytesAhoCorasick(listed, implementation=Implementation.DFA if small else Implementation.ContiguousNFA)
