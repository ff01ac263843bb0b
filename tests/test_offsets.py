"""Offsets in UTF-16 units are those of JavaScript."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexibulle_server.offsets import offset_counter


def utf16_length(text: str) -> int:
    """The slow, obvious way."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(st.characters(codec=None)))
def test_every_offset_is_the_utf16_length_of_what_stands_before(text: str) -> None:
    at = offset_counter(text, "utf16")

    assert [at(offset) for offset in range(len(text) + 1)] == [
        utf16_length(text[:offset]) for offset in range(len(text) + 1)]


@pytest.mark.parametrize(
    ("text", "offset", "units"),
    [
        ("lead", 4, 4),
        ("démo", 4, 4),
        ("🙂 lead", 2, 3),
        ("𝗹𝗲𝗮𝗱", 4, 8),
        ("\ud83d lead", 2, 2),  # a lone surrogate counts one
        ("👩🏽\u200d💻", 4, 7),
    ],
)
def test_utf16_counts_two_for_astral_characters_only(text: str, offset: int, units: int) -> None:
    assert offset_counter(text, "utf16")(offset) == units


def test_codepoints_stay_as_they_are() -> None:
    assert offset_counter("🙂 lead", "codepoint")(2) == 2
