"""Numbers and dates as French readers write them."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from lexibulle.wording import capital, counted, french_date, number

ROOT: Final = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("value", "decimals", "written"), [
    (7, 0, "7"), (1200, 0, "1\u202f200"), (1234567, 0, "1\u202f234\u202f567"), (12.34, 1, "12,3"),
    (-1500, 0, "-1\u202f500"),
])
def test_number_has_french_separators(value: float, decimals: int, written: str) -> None:
    assert number(value, decimals) == written


@pytest.mark.parametrize(("value", "written"), [
    (0, "0\u00a0mot expliqué"), (1, "1\u00a0mot expliqué"), (2, "2\u00a0mots expliqués"),
    (2000, "2\u202f000\u00a0mots expliqués"),
])
def test_counted_takes_the_plural_from_two_on(value: int, written: str) -> None:
    assert counted(value, "mot expliqué") == written


@pytest.mark.parametrize(("day", "written"), [
    (date(2026, 3, 1), "1er mars 2026"), (date(2025, 12, 31), "31 décembre 2025")])
def test_first_of_a_month_is_an_ordinal(day: date, written: str) -> None:
    assert french_date(day) == written


@pytest.mark.parametrize(("text", "written"), [("était un PDF.", "Était un PDF."), ("MQL", "MQL"), ("", "")])
def test_capital_changes_the_first_letter_only(text: str, written: str) -> None:
    assert capital(text) == written


def said_in(source: Path) -> Iterator[str]:
    """The texts that a module may say, without its docstrings."""
    tree = ast.parse(source.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_nothing_that_is_said_breaks_before_a_sign() -> None:
    """« : » with U+00A0 before it, where a line may not end."""
    sources = [*ROOT.glob("nlp/lexibulle/**/*.py"), *ROOT.glob("server/lexibulle_server/**/*.py")]

    assert len(sources) > 50
    assert [text for source in sources for text in said_in(source)
            if re.search(r"« |\w [»:;!?](?: |$)", text)] == []
