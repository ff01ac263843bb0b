"""What a request asks, read from its body. All problems of a body are gathered; none of them quotes it."""

import json
import math
import re
from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, NoReturn, Self

from flask import Request

from lexibulle.glossary import MIN_CONFIDENCE
from lexibulle.wording import counted, number
from lexibulle_server.offsets import OFFSET_UNITS, OffsetUnit
from lexibulle_server.problems import Fault, Problem
from lexibulle_server.settings import Settings

MOST_NAMES: Final = 100  # of glossaries in one request
MOST_FILE_NAME: Final = 255  # characters
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_json(request: Request) -> Any:
    """The body of a request as JSON: 415 when it is said to be something else, 413, 400."""
    if request.mimetype != "application/json":
        raise Problem(415)
    try:
        return _parse(request.get_data(cache=False).decode())
    except UnicodeDecodeError as error:
        raise Problem(400, "Ce n’est pas de l’UTF-8. Envoyez le JSON en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise Problem(400, "Ce n’est pas du JSON correct. Vérifiez guillemets, virgules et noms en double.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that is given twice says two things at once."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name is given twice")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


_parse: Final = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_object).decode


class Limit(NamedTuple):
    """The most characters of a text, and what to do beyond."""

    most: int
    cure: str = "Coupez-le en deux et recommencez."


class AnnotateRequest(NamedTuple):
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
        fields = _Fields(body, Limit(settings.max_text_chars))
        texts, ids = fields.texts(settings.max_texts)
        asked = cls(
            texts, ids, fields.unit(), fields.flag("typos", True), fields.fraction("min_confidence", MIN_CONFIDENCE),
            fields.names("glossaries", known_glossaries),
            fields.text("title", Limit(settings.max_title_chars, "Donnez un titre plus court.")),
            fields.text("context", Limit(settings.max_text_chars, "Renvoyez tel quel celui de la dernière réponse."))
            or None, fields.flag("independent", False), fields.flag("explain", False))
        fields.stop_if_any()
        return asked


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """`POST /v1/check`: a draft, and the earlier messages of its conversation."""

    text: str
    thread: str
    unit: OffsetUnit

    @classmethod
    def parse(cls, body: Any, settings: Settings) -> Self:
        fields = _Fields(body, Limit(settings.max_text_chars))
        asked = cls(fields.needed_text("text"), fields.text("thread"), fields.unit())
        fields.stop_if_any()
        return asked


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """`POST /v1/lookup`: a few words that somebody has selected."""

    text: str

    @classmethod
    def parse(cls, body: Any, settings: Settings) -> Self:
        fields = _Fields(body, Limit(settings.max_selection_chars, "Sélectionnez moins de mots."))
        asked = cls(fields.needed_text("text"))
        fields.stop_if_any()
        return asked


@dataclass(frozen=True, slots=True)
class FileRequest:
    """`POST /v1/documents`: the name of a file, without folders, and its bytes."""

    name: str
    content: bytes
    every: bool
    lexicon: bool

    @classmethod
    def parse(cls, body: Any, settings: Settings) -> Self:
        fields = _Fields(body, Limit(MOST_FILE_NAME, "Donnez un nom plus court."))
        asked = cls(fields.needed_text("name").replace("\\", "/").rpartition("/")[2],
                    fields.data("content", settings.max_file_bytes), fields.flag("every", False),
                    fields.flag("lexicon", False))
        fields.stop_if_any()
        return asked


class _Fields:
    """The fields of one body. A field that is wrong is noted, and read as its default."""

    def __init__(self, body: Any, limit: Limit) -> None:
        self._limit = limit
        self._wrong: list[Fault] = []
        self._is_object = isinstance(body, dict)
        self._body: dict[str, Any] = body if isinstance(body, dict) else {}
        if not self._is_object:
            self._note("", 'Il faut un objet JSON, par exemple {"text": "…"}.')

    def stop_if_any(self) -> None:
        """Refuses a body with all its problems."""
        if self._wrong:
            several = f"{counted(len(self._wrong), 'problème')} dans la requête."
            raise Problem(422, self._wrong[0].detail if len(self._wrong) == 1 else several, self._wrong)

    def texts(self, most: int) -> tuple[list[str], list[Any]]:
        """The texts and their ids, of `text` or `texts`."""
        if not self._is_object:
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
        if len(items) > most:
            self._note("/texts", f"Plus de {counted(most, 'texte')} : envoyez-les en plusieurs fois.")
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

    def _text(self, pointer: str, value: Any, limit: Limit | None = None) -> str:
        limit = limit or self._limit
        if not isinstance(value, str):
            self._note(pointer, "Il faut un texte, entre guillemets.")
        elif len(value) > limit.most:
            self._note(pointer, f"Ce texte dépasse {counted(limit.most, 'caractère')}. {limit.cure}")
        else:
            return _without_lone_surrogates(value)
        return ""

    def needed_text(self, key: str) -> str:
        return self._text(f"/{key}", self._body.get(key)) if self._is_object else ""

    def text(self, key: str, limit: Limit | None = None) -> str:
        return self._text(f"/{key}", self._body[key], limit) if self._given(key) else ""

    def data(self, key: str, most: int) -> bytes:
        """Bytes written in base64."""
        if not self._is_object:
            return b""
        value = self._body.get(key)
        try:
            data = b64decode(value if isinstance(value, str) else "-", validate=True)
        except ValueError:
            self._note(f"/{key}", "Il faut les octets du fichier, écrits en base64.")
            return b""
        if len(data) > most:
            self._note(f"/{key}", f"Ce fichier dépasse {number(most // 1_000_000)} Mo. Coupez-le en plusieurs.")
        return data

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
        if (not isinstance(value, list) or not 1 <= len(value) <= MOST_NAMES
                or not all(isinstance(name, str) for name in value)):
            self._note(f"/{key}", f"Il faut une liste de 1 à {MOST_NAMES} identifiants de lexiques.")
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
