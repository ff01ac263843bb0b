"""Where the card lies that the extension and the page share: in the installed package, or in the extension's folder."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def card_dir() -> Path:
    """`static/card` of a wheel if there is one, else `extension/card` of the checkout."""
    installed = _PACKAGE / "static/card"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "extension/card"
