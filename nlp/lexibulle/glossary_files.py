"""Reading glossary files: TOML, and tables as spreadsheets write them.

Every fault of a file is gathered before it is refused (see glossary_checks.py).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from lexibulle.glossary import Glossary, GlossaryError
from lexibulle.glossary_tables import read_csv, read_xlsx
from lexibulle.glossary_toml import read_toml
from lexibulle.wording import number

MAX_BYTES: Final = 16_000_000  # a glossary of a hundred thousand terms; more is a mistake of file
_TABLES: Final[dict[str, Callable[[Path, bytes], Glossary]]] = {".csv": read_csv, ".xlsx": read_xlsx}
SUFFIXES: Final = (".toml", *_TABLES)


def read_glossary(path: Path, *, alone: bool = True) -> Glossary:
    """The glossary of a `.toml`, `.csv` or `.xlsx` file; `alone` as for `Glossary.load`."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = (f"l’extension « {path.suffix} » n’est pas celle d’un lexique" if suffix
                else "ce nom n’a pas d’extension")
        raise GlossaryError([f"{path.name} : {what} ; donnez un fichier {', '.join(SUFFIXES[:-1])} ou {SUFFIXES[-1]}."])
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        what = f"{number(len(raw))} octets, c’est plus que les {number(MAX_BYTES)} admis"
        raise GlossaryError([f"{path.name} : {what} ; partagez le lexique en plusieurs fichiers."])
    return _TABLES[suffix](path, raw) if suffix in _TABLES else read_toml(path, raw, alone=alone)
