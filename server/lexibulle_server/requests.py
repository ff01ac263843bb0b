"""What a request asks, read from its body. All problems of a body are gathered; none of them quotes it."""

import json
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, NoReturn, Self

from flask import Request

from lexibulle.wording import counted
from lexibulle_server.offsets import OFFSET_UNITS, OffsetUnit
from lexibulle_server.problems import Fault, Problem
from lexibulle_server.settings import Settings

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_json(request: Request) -> Any:
    """The body of a request as JSON: 415 when it is said to be something else, 413, 400."""
    if request.mimetype != "application/json":
        raise Problem(415)
    try:
        return json.loads(request.get_data(cache=False).decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "Ce n’est pas du JSON correct. Vérifiez guillemets et virgules.") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


@dataclass(frozen=True, slots=True)
class AnnotateRequest:
    """`POST /v1/annotate`. `ids` are those of `texts`, None where none is given; `glossaries` None: all."""

    texts: list[str]
    ids: list[Any]
    unit: OffsetUnit
    typos: bool
    min_confidence: float
    glossaries: frozenset[str] | None
    title: str
    context: str | None
    independent: bool
    explain: bool

    @classmethod
    def parse(cls, body: Any, settings: Settings, known_glossaries: Collection[str]) -> Self:
        """Refuses a body with all its problems: 413 when it is only too large, else 422."""
        fields = _Fields(body, settings)
        texts, ids = fields.texts()
        asked = cls(
            texts, ids, fields.unit(), fields.flag("typos", True), fields.fraction("min_confidence", 0.5),
            fields.names("glossaries", known_glossaries), fields.text("title") or "", fields.text("context"),
            fields.flag("independent", False), fields.flag("explain", False))
        fields.stop_if_any()
        return asked


class _Fields:
    """The fields of one body. A field that is wrong is noted, and read as its default."""

    def __init__(self, body: Any, settings: Settings) -> None:
        self._settings = settings
        self._wrong: list[Fault] = []
        self._too_large: list[Fault] = []
        self._body: dict[str, Any] = body if isinstance(body, dict) else {}
        if not isinstance(body, dict):
            self._note("", 'Il faut un objet JSON, par exemple {"text": "…"}.')

    def stop_if_any(self) -> None:
        faults = [*self._wrong, *self._too_large]
        if faults:
            several = f"{counted(len(faults), 'problème')} dans la requête."
            detail = faults[0].detail if len(faults) == 1 else several
            raise Problem(422 if self._wrong else 413, detail, faults)

    def texts(self) -> tuple[list[str], list[Any]]:
        """The texts and their ids, of `text` or `texts`."""
        if self._wrong:
            return [], []
        if self._given("text") == self._given("texts"):
            self._note("", "Donnez soit « text », soit « texts ».")
            return [], []
        if self._given("text"):
            return [self._text("/text", self._body["text"])], [None]
        items = self._body["texts"]
        if not isinstance(items, list):
            self._note("/texts", 'Il faut une liste de textes, {"id": …, "text": …} chacun.')
            return [], []
        if len(items) > self._settings.max_texts:
            self._too_large.append(Fault("/texts", f"Plus de {counted(self._settings.max_texts, 'texte')} : "
                                                   "envoyez-les en plusieurs fois."))
            return [], []
        pairs = [self._item(f"/texts/{number}", item) for number, item in enumerate(items)]
        return [text for text, _ in pairs], [name for _, name in pairs]

    def _item(self, pointer: str, item: Any) -> tuple[str, Any]:
        if not isinstance(item, dict):
            self._note(pointer, 'Il faut un objet {"id": …, "text": …}.')
            return "", None
        name = item.get("id")
        if not (isinstance(name, str | int | None) or (isinstance(name, float) and math.isfinite(name))):
            self._note(f"{pointer}/id", "L’identifiant est un texte ou un nombre.")
        return self._text(f"{pointer}/text", item.get("text")), name

    def _text(self, pointer: str, value: Any) -> str:
        most = self._settings.max_text_chars
        if not isinstance(value, str):
            self._note(pointer, "Il faut un texte, entre guillemets.")
        elif len(value) > most:
            self._too_large.append(Fault(pointer, f"Ce texte dépasse {counted(most, 'caractère')}. "
                                                  "Coupez-le en deux et recommencez."))
        else:
            return _without_lone_surrogates(value)
        return ""

    def text(self, key: str) -> str | None:
        return self._text(f"/{key}", self._body[key]) if self._given(key) else None

    def flag(self, key: str, default: bool) -> bool:
        value = self._body.get(key)
        if value is not None and not isinstance(value, bool):
            self._note(f"/{key}", "Il faut true ou false.")
        return value if isinstance(value, bool) else default

    def fraction(self, key: str, default: float) -> float:
        value = self._body.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self._note(f"/{key}", "Il faut un nombre de 0 à 1.")
            return default
        return value

    def unit(self) -> OffsetUnit:
        value = self._body.get("offset_unit")
        for unit in OFFSET_UNITS:
            if value == unit:
                return unit
        if value is not None:
            self._note("/offset_unit", "Il faut « utf16 » ou « codepoint ».")
        return "utf16"

    def names(self, key: str, known: Collection[str]) -> frozenset[str] | None:
        value = self._body.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
            self._note(f"/{key}", "Il faut une liste d’identifiants de lexiques.")
            return None
        if not set(value) <= set(known):
            self._note(f"/{key}", f"Un de ces lexiques n’est pas actif. Sont actifs : {', '.join(known)}.")
        return frozenset(value)

    def _given(self, key: str) -> bool:
        return self._body.get(key) is not None

    def _note(self, pointer: str, detail: str) -> None:
        self._wrong.append(Fault(pointer, detail))


def _without_lone_surrogates(text: str) -> str:
    """Each one replaced by U+FFFD: the same length in code points and in UTF-16 units."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text
