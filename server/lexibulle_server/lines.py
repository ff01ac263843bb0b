"""JSON Lines: one text a line in, one answer a line out. A line ends with `\\n` and nothing else."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from lexibulle_server.present import Json, to_json

_BOM = b"\xef\xbb\xbf"


class BadLine(Exception):
    """A line that is no text to read; the message says why without quoting it."""


def answer(line: bytes, spans_of: Callable[[str], list[Json]]) -> str | None:
    """The answer to one line as JSON, or None for a blank one."""
    line = line.removeprefix(_BOM).removesuffix(b"\n").removesuffix(b"\r")
    if not line.strip():
        return None
    asked = _parsed(line)
    try:
        return to_json({"id": asked.get("id"), "spans": spans_of(asked["text"])})
    except ValueError as error:
        raise BadLine("l’identifiant contient un nombre trop grand. Écrivez-le comme un texte.") from error


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode(), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise BadLine("ce n’est pas de l’UTF-8. Enregistrez le fichier en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine('ce n’est pas du JSON correct. Écrivez {"id": …, "text": "…"}.') from error
    if not isinstance(asked, dict):
        raise BadLine('il faut un objet JSON. Écrivez {"id": …, "text": "…"}.')
    if not isinstance(asked.get("text"), str):
        raise BadLine("le champ « text » manque ou n’est pas un texte. Ajoutez-le entre guillemets.")
    return asked


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
