"""Where the data lies: inside the installed package, or at the top of a checkout."""

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent


def data_dir() -> Path:
    """`lexibulle/data` of a wheel if there is one, else `data/` of the checkout."""
    places = (PACKAGE / "data", PACKAGE.parents[1] / "data")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        "Données de Lexibulle introuvables, cherchées dans "
        + " et ".join(f"«\u00a0{place}\u00a0»" for place in places)
        + "\u00a0: réinstallez lexibulle."
    )
