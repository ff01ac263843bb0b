"""spaCy's long French pattern in its short form: the same words, and spaCy as it is for all others."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.fr import tokenizer_exceptions as spacy_french

from lexibulle.french import shortened

_LONG = "(?iu)" + "|".join(f"(?:{alternative})" for alternative in spacy_french._regular_exp)
_PREFIXES = sorted({re.sub(r"\[(.)[^\]]*\]|\(\?:([^|)]*)[^)]*\)|\?", r"\1\2", beginning)
                    for alternative in spacy_french._regular_exp
                    for beginning in re.findall(r"\^([^\[]*\[[^\]]{,20}\][^\[]*)", alternative)})
_WORDS = st.text(st.sampled_from("abcéèœßſKıИ7- "), max_size=6)
_HYPHENATED = st.builds(
    lambda parts, end: "".join(parts) + end,
    st.lists(st.one_of(_WORDS, st.sampled_from([*_PREFIXES, "-", "‑", "'", "’", "-la-", "-l’", "sous", "saint"])),
             min_size=1, max_size=5),
    st.sampled_from(["", "s", "\n", "."]))


@pytest.fixture(scope="module")
def long() -> re.Pattern[str]:
    return re.compile(_LONG)


@pytest.fixture(scope="module")
def short() -> re.Pattern[str]:
    return re.compile(shortened(_LONG))


def test_the_installed_pattern_is_understood() -> None:
    assert len(shortened(_LONG)) < len(_LONG) / 50


@given(word=_HYPHENATED, upper=st.booleans())
def test_the_same_words_match(long: re.Pattern[str], short: re.Pattern[str], word: str, upper: bool) -> None:
    word = word.upper() if upper else word
    assert bool(short.match(word)) == bool(long.match(word))


def test_the_same_words_match_after_each_prefix(long: re.Pattern[str], short: re.Pattern[str]) -> None:
    rests = ["tour", "Éon", "l’œuvre", "tours-la-ville", "7", "", "-"]
    words = [prefix + rest for prefix in _PREFIXES for rest in rests]

    assert list(filter(short.match, words)) == list(filter(long.match, words))
    assert len(list(filter(long.match, words))) > len(_PREFIXES)


@pytest.mark.parametrize("pattern", [
    r"\d+", "(?iu)(?:^a$", "(?iu)(?:^a|b$)|(?:^c$)", "(?iu)(?:a)|(?:b)", "(?iu)(?:^(?:a|(?:b))$)"])
def test_what_is_not_understood_is_left_as_it_is(pattern: str) -> None:
    assert shortened(pattern) == pattern


def test_alternatives_that_differ_in_one_place_are_joined() -> None:
    letters = "[" + "a-z" * 101 + "]"
    pattern = f"(?iu)(?:^x-{letters}+$)|(?:^{letters}+-l[èe]s-{letters}+$)|(?:^y{letters}*$)|(?:^z-{letters}+$)"
    assert shortened(pattern) == (f"(?iu)(?:^(?:x-|z-){letters}+$)|(?:^{letters}+(?:-l[èe]s-){letters}+$)"
                                  f"|(?:^(?:y){letters}*$)")


def test_spacy_is_loaded_with_the_short_pattern_and_compiles_as_before() -> None:
    code = ("import re\n"
            "compile = re.compile\n"
            "from lexibulle import tokens\n"
            "tokens.warm_up()\n"
            "from spacy.lang.fr.tokenizer_exceptions import TOKEN_MATCH\n"
            "print(len(TOKEN_MATCH.__self__.pattern) < 50_000, re.compile is compile)\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
