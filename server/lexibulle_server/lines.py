"""JSON Lines: one text a line in, one answer a line out. A line ends with `\\n` and nothing else.

What is written is JSON to the letter; what is read and ignored may be `NaN`, which Python's `json` writes.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from lexibulle_server.present import Span, to_json

_BOM: Final = b"\xef\xbb\xbf"
_MOST_DIGITS: Final = 1000


class BadLine(Exception):
    """A line that is no text to read; the message says why without quoting it."""


def answer(line: bytes, spans_of: Callable[[str], list[Span]]) -> str | None:
    """The answer to one line as JSON, or None for a blank one."""
    line = line.removeprefix(_BOM).removesuffix(b"\n").removesuffix(b"\r")
    if not line.strip():
        return None
    asked = _parsed(line)
    try:
        return to_json({"id": asked.get("id"), "spans": spans_of(asked["text"])})
    except ValueError as error:
        raise BadLine("l’identifiant contient un nombre trop grand, ou NaN. Écrivez-le comme un texte.") from error


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode(), parse_int=_integer)
    except UnicodeDecodeError as error:
        raise BadLine("ce n’est pas de l’UTF-8. Enregistrez le fichier en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine('ce n’est pas du JSON correct. Écrivez {"id": …, "text": "…"}.') from error
    if not isinstance(asked, dict):
        raise BadLine('il faut un objet JSON. Écrivez {"id": …, "text": "…"}.')
    if not isinstance(asked.get("text"), str):
        raise BadLine("le champ « text » manque ou n’est pas un texte. Ajoutez-le entre guillemets.")
    return asked


def _integer(digits: str) -> float:
    """However long; `int` refuses more than some thousand digits, which a key that is ignored may have."""
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)
