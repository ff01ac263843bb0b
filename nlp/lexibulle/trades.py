"""Vocabularies of other trades, shared by all glossaries: what speaks for another sense of a word."""

import tomllib
from collections.abc import Mapping
from functools import cache

from lexibulle.paths import data_dir


@cache
def vocabularies() -> Mapping[str, tuple[str, ...]]:
    """The words of each trade, by its name."""
    data = tomllib.loads((data_dir() / "trades.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in data["trades"].items()}
