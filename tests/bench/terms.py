"""Glossaries of any size: the shipped one, and invented terms as a user's own CSV file would bring them."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from bench.pages import dice, syllables
from lexibulle.glossary import Glossary, comparable

_INITIALS: Final = "AABCCCDDEEFGHIILMMMNOPPPPQRRSSSTTUV"  # about as often as French words begin so
_ENDINGS: Final = "age ance ation ement erie eur ing isme ité oire ure".split()
_HEADS: Final = ("taux de", "plan de", "fiche", "cycle de", "score de", "base", "suivi", "lettre de")
_TAILS: Final = ("client", "interne", "croisé", "annuel", "à froid", "de site", "produit")


def glossary_of(size: int) -> Glossary:
    """The 50 shipped terms, and as many invented ones as are missing; each of these has one alias."""
    shipped = Glossary.default()
    if size <= len(shipped):
        return shipped
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "maison.csv"
        _write(path, size - len(shipped))
        return Glossary.combine([shipped, Glossary.load(path)])


def _write(path: Path, number: int) -> None:
    forms = _forms(dice("terms"))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["nom", "définition", "alias"])
        rows.writerows([next(forms), "Terme inventé pour la mesure.", next(forms)] for _ in range(number))


def _forms(random: Random) -> Iterator[str]:
    """Different written forms: two words, two phrases, one acronym, and so on."""
    seen: set[str] = set()
    makers = (_word, _phrase, _word, _phrase, _acronym)
    while True:
        for maker in makers:
            form = maker(random)
            while comparable(form) in seen:
                form = maker(random)
            seen.add(comparable(form))
            yield form


def _word(random: Random) -> str:
    return syllables(random, random.choice((1, 2, 2, 3))) + random.choice(_ENDINGS)


def _phrase(random: Random) -> str:
    if random.random() < 0.5:
        return f"{random.choice(_HEADS)} {_word(random)}"
    return f"{_word(random)} {random.choice(_TAILS)}"


def _acronym(random: Random) -> str:
    return "".join(random.choice(_INITIALS) for _ in range(random.choice((3, 4, 4, 5))))
