"""Glossaries in TOML: a header and one table for each term, every key checked."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, get_args

from lexibulle.glossary import (
    Alias,
    Case,
    Caution,
    Confusion,
    Context,
    Cues,
    Detect,
    Doubt,
    Expansion,
    Formula,
    Glossary,
    GlossaryError,
    Official,
    Overlay,
    Partial,
    Source,
    Term,
    dangling,
    links_of,
    with_ways_back,
)
from lexibulle.glossary_checks import CONTROL, Faults, check_terms, either, listed
from lexibulle.trades import vocabularies

SCHEMA: Final = 1
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER: Final = {"schema": int, "id": str, "name": str, "version": str, "language": str, "licence": str, "field": dict,
           "term": list}
_GENDERS: Final = ("m", "f")
_CLIENT: Final = ("avoid", "explain", "ok")
_STATUS: Final = ("officiel", "usage", "à vérifier")
_NESTED: Final[dict[str, tuple[Callable[..., Any], tuple[str, ...]]]] = {
    # field: (class, required keys); the other keys are those of the class
    "expansion": (Expansion, ()),
    "formula": (Formula, ("expression",)),
    "caution": (Caution, ("text", "source", "checked")),
    "official": (Official, ("term", "status", "source")),
    "confused": (Confusion, ("how",)),
    "alias": (Alias, ("form",)),
    "detect": (Detect, ()),
}
_LISTS_OF_TABLES: Final = ("confused", "alias")
_CHOICES: Final[dict[str, tuple[str | int, ...]]] = {
    "gender": _GENDERS, "client": _CLIENT, "level": (1, 2, 3), "case": get_args(Case), "context": get_args(Context),
    "doubt": get_args(Doubt), "status": _STATUS,
}
_INTEGERS: Final = ("number", "level")
_BOOLEANS: Final = ("typos", "proper")
_WANTED: Final[dict[type, str]] = {
    int: "un nombre entier, sans guillemets", str: "un texte entre guillemets", bool: "true ou false",
    dict: "une table, par exemple [field]", list: "des entrées qui commencent par [[term]]"}
_LISTS: Final = ("related", "also", "for", "against", "never", "before_for", "before_against", "trades")
_RENAMED: Final = {"for": "for_", "with": "with_"}  # Python keywords
_SEVERAL_SPACES: Final = re.compile(r"[^\S\n]{2,}|\n")
_PLACE: Final = re.compile(r"at line (\d+), column (\d+)")
_UNCLOSED: Final = "un texte n’est pas refermé ; ajoutez son guillemet final"
_TWICE: Final = "ce champ ou cette table est écrit deux fois ; gardez-en un"
_NO_FIELD: Final = 'il faut un nom de champ, sans accent ni espace ; écrivez par exemple name = "BANT"'
_CAUSES: Final = (  # how messages of `tomllib` begin, and what is said in their place
    ("Illegal character '\\n'", _UNCLOSED), ("Illegal character '\\r'", _UNCLOSED), ("Unterminated string", _UNCLOSED),
    ("Found invalid character '\\n'", _UNCLOSED), ('Expected "', _UNCLOSED),
    ("Expected '='", "il manque « = » entre un champ et sa valeur ; ajoutez-le"),
    ("Invalid value", "cette valeur n’est pas admise ; écrivez un texte entre guillemets"),
    ("Expected newline", 'il y a quelque chose après la valeur ; retirez-le, et écrivez \\" un guillemet du texte'),
    ("Cannot overwrite", _TWICE), ("Cannot declare", _TWICE), ("Duplicate inline", _TWICE),
    ("Expected ']", "un titre entre crochets n’est pas refermé ; écrivez [[term]]"),
    ("Unclosed array", "une liste n’est pas refermée ; ajoutez « ] » à sa fin, ou la virgule entre deux valeurs"),
    ("Unclosed inline", "une table n’est pas refermée ; ajoutez « } » à sa fin, ou la virgule entre deux champs"),
    ("Unescaped", "une barre oblique inverse est seule dans un texte ; écrivez-la deux fois"),
    ("Invalid statement", _NO_FIELD), ("Invalid initial", _NO_FIELD),
)


def read_toml(path: Path, raw: bytes, *, alone: bool) -> Glossary:
    faults = Faults(path.name)
    data = _parsed(path, raw)
    _check_header(data, faults)
    entries = data.get("term", [])
    terms, overlays = _read_entries(entries if isinstance(entries, list) else [], str(data.get("id")), faults)
    check_terms(terms, faults)
    leaving = _links_out(terms)
    if alone:
        _check_links_out(leaving, faults)
    faults.stop_if_any()
    return Glossary(
        id=data["id"], name=data.get("name", data["id"]), version=data.get("version", "0"),
        language=data.get("language", "fr"), licence=data.get("licence", ""), cues=_cues(data.get("field", {})),
        terms=tuple(terms) if leaving else with_ways_back(terms), overlays=tuple(overlays),
        sources=(Source(data["id"], data.get("version", "0"), len(terms), path.name),))


def _links_out(terms: Sequence[Term]) -> list[tuple[str, str, str]]:
    """Term, field and target of the links that leave the file."""
    own = {term.id for term in terms}
    return [(term.id, key, other) for term in terms for key, other in links_of(term) if other not in own]


def _check_links_out(leaving: Sequence[tuple[str, str, str]], faults: Faults) -> None:
    """They must lead to the lexicon that ships with Lexibulle."""
    shipped = {term.id for term in Glossary.default()} if leaving else set()
    for term_id, key, other in leaving:
        if other not in shipped:
            faults.add(term_id, key, dangling(other))


def _parsed(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise GlossaryError([(f"{path.name} : l’octet {error.start} n’est pas de l’UTF-8 ; "
                              "enregistrez le fichier en UTF-8.")]) from error
    except RecursionError as error:
        what = f"{path.name} : des listes sont imbriquées sans fin ; corrigez le fichier."
        raise GlossaryError([what]) from error
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError([f"{path.name}, {_place_and_cause(str(error))}."]) from error


def _place_and_cause(error: str) -> str:
    """What `tomllib` says, in French."""
    place = _PLACE.search(error)
    where = f"ligne {place[1]}, colonne {place[2]}" if place else "fin du fichier"
    cause = next((cause for begin, cause in _CAUSES if error.startswith(begin)),
                 "ce n’est pas du TOML correct ; corrigez à cet endroit")
    return f"{where} : {cause}"


def _check_header(data: Mapping[str, Any], faults: Faults) -> None:
    for key, value in data.items():
        if key not in _HEADER:
            faults.add("", key, f"clé inconnue ; les clés admises sont {listed(_HEADER)}.")
        elif not isinstance(value, _HEADER[key]):
            faults.add("", key, f"il faut {_WANTED[_HEADER[key]]}.")
    if data.get("schema", SCHEMA) != SCHEMA:
        faults.add("", "schema", f"« {_shown(data['schema'])} » est inconnu ; cette version lit le schéma {SCHEMA}.")
    if not isinstance(data.get("id"), str) or not _ID.fullmatch(data.get("id", "")):
        faults.add("", "id", "il manque un identifiant en minuscules, chiffres et traits d’union ; "
                   "écrivez par exemple id = \"mon-lexique\".")
    cues = data.get("field", {})
    for key, value in cues.items() if isinstance(cues, dict) else ():
        if key not in ("strong", "weak"):
            faults.add("", f"field.{key}", "clé inconnue ; les clés admises sont strong et weak.")
        else:
            _check_words("", f"field.{key}", value, faults)


def _cues(table: Mapping[str, Any]) -> Cues:
    return Cues(tuple(table.get("strong", ())), tuple(table.get("weak", ())))


def _read_entries(entries: Iterable[Any], glossary: str, faults: Faults) -> tuple[list[Term], list[Overlay]]:
    """An entry with a name and a definition is a term; any other completes one of another glossary."""
    terms, overlays = [], []
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            faults.add("", "term", f"l’entrée {number} n’est pas une table ; écrivez [[term]] puis ses champs.")
            continue
        term_id = entry.get("id")
        if not isinstance(term_id, str) or not _ID.fullmatch(term_id):
            what = f"« {_shown(term_id)} » n’est pas un identifiant" if "id" in entry else "il manque l’identifiant"
            faults.add(_shown(entry.get("name", f"n° {number}")), "id",
                       f"{what} ; écrivez-le en minuscules sans accent, avec des traits d’union.")
            continue
        if term_id in seen:
            faults.add(term_id, "id", "cet identifiant est déjà pris dans ce fichier ; choisissez-en un autre.")
        seen.add(term_id)
        is_whole = "name" in entry and "definition" in entry
        values = _read_fields(term_id, entry, faults, partial=not is_whole)
        if is_whole:
            complete: dict[str, Any] = {"name": "", "definition": "", **values, "id": term_id, "glossary": glossary}
            terms.append(Term(**complete))
        else:
            del values["id"]
            overlays.append(Overlay(term_id, values, faults.file))
    return terms, overlays


def _read_fields(term: str, entry: Mapping[str, Any], faults: Faults, *, partial: bool) -> dict[str, Any]:
    known = {f.name for f in fields(Term)} - {"glossary"}
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key not in known:
            faults.add(term, key, f"clé inconnue ; les clés admises sont {listed(known)}.")
        elif key in _LISTS_OF_TABLES:
            tables = (_read_table(term, key, item, faults) for item in _as_list(term, key, value, faults))
            values[key] = tuple(table for table in tables if table is not None)
        elif key in _NESTED:
            values[key] = _read_table(term, key, value, faults, partial=partial)
        else:
            values[key] = _read_value(term, key, value, faults)
    return {key: value for key, value in values.items() if value is not None}


def _read_table(term: str, key: str, table: Any, faults: Faults, *, partial: bool = False) -> Any:
    """One inline table as its class, or as a part of it; what is wrong is noted and left out."""
    cls, required = _NESTED[key]
    if not isinstance(table, dict):
        wanted = required[0] if required else "clé"
        faults.add(term, key, f"« {_shown(table)} » n’est pas une table ; écrivez {{ {wanted} = … }}.")
        return None
    values = _read_values(term, key, table, faults)
    if partial:
        return Partial(cls, required, values) if None not in values.values() else None
    for name in required:
        if name not in table:
            faults.add_missing(term, f"{key}.{name}")
    if key == "confused" and ("with" in table) == ("other" in table):
        faults.add(term, key, "il faut soit « with » (un identifiant), soit « other » (des mots hors du lexique).")
    if any(value is None for value in values.values()) or any(name not in table for name in required):
        return None
    return cls(**values)


def _read_values(term: str, key: str, table: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    known = {f.name.rstrip("_") for f in fields(_NESTED[key][0])}  # type: ignore[arg-type]  # all are dataclasses
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            faults.add(term, f"{key}.{name}", f"clé inconnue ; les clés admises sont {listed(known)}.")
        else:
            values[_RENAMED.get(name, str(name))] = _read_value(term, f"{key}.{name}", value, faults)
    return values


def _read_value(term: str, key: str, value: Any, faults: Faults) -> Any:
    """A plain value of the type its key calls for, or None when it is wrong (and noted)."""
    name = key.rpartition(".")[2]
    if name in _CHOICES and value not in _CHOICES[name]:
        faults.add(term, key, f"« {_shown(value)} » n’est pas admis ; écrivez {either(_CHOICES[name])}.")
        return None
    if name in _LISTS:
        return _check_words(term, key, value, faults)
    expected = int if name in _INTEGERS else bool if name in _BOOLEANS else str
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        faults.add(term, key, f"« {_shown(value)} » ne convient pas ; il faut {_WANTED[expected]}.")
        return None
    if isinstance(value, str):
        return _check_text(term, key, value, faults)
    return value


def _check_text(term: str, key: str, value: str, faults: Faults) -> str | None:
    name = key.rpartition(".")[2]
    if not value.strip():
        faults.add(term, key, "le texte est vide ; écrivez-le ou retirez le champ.")
    elif CONTROL.search(value):
        faults.add(term, key, f"« {value} » contient un caractère de commande ; retirez-le.")
    elif value != value.strip():
        faults.add(term, key, f"« {value} » commence ou finit par une espace ; retirez-la.")
    elif name in ("form", "name", "feminine") and _SEVERAL_SPACES.search(value):
        faults.add(term, key, f"« {value} » contient deux espaces ; n’en gardez qu’une.")
    elif name in ("form", "name", "feminine") and not any(char.isalnum() for char in value):
        faults.add(term, key, f"« {value} » n’a ni lettre ni chiffre ; écrivez la forme telle qu’on la lit.")
    else:
        return value
    return None


def _check_words(term: str, key: str, value: Any, faults: Faults) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip(" *") for word in value):
        faults.add(term, key, "il faut une liste de mots, par exemple [\"devis\", \"factur*\"].")
        return None
    spaced = [word for word in value if _SEVERAL_SPACES.search(word) or "*" in word[:-1]]
    if spaced:
        faults.add(term, key, f"« {spaced[0]} » : une seule espace entre deux mots, « * » seulement à la fin.")
        return None
    if key == "detect.trades" and (strange := [word for word in value if word not in vocabularies()]):
        faults.add(term, key, f"« {strange[0]} » n’est pas un métier connu ; écrivez l’un de ceux-ci : "
                   f"{listed(vocabularies())}.")
        return None
    if "before" in key and (longer := [word for word in value if " " in word or "*" in word]):
        faults.add(term, key, f"« {longer[0]} » : écrivez un seul mot, en entier.")
        return None
    return tuple(value)


def _as_list(term: str, key: str, value: Any, faults: Faults) -> list[Any]:
    if isinstance(value, list):
        return value
    faults.add(term, key, "il faut une liste ; écrivez [ { … }, { … } ].")
    return []


def _shown(value: Any) -> str:
    """A value as TOML writes it, without the quotes of a text; what lies deeper is left out."""
    if isinstance(value, list):
        items = (f'"{item}"' if isinstance(item, str) else "…" for item in value)
        return f"[{', '.join(items)}]"
    if isinstance(value, dict):
        return "{ … }"
    return str(value).lower() if isinstance(value, bool) else str(value)
