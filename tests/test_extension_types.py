"""The types of the extension against the OpenAPI document of the service: TypeScript itself compares them.

Each schema becomes a TypeScript type; what the service answers must fit what the extension reads, and what the
extension sends must fit what the service takes.
"""

import json
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from lexibulle_server.app import create_app

ROOT: Final = Path(__file__).parents[1]
EXTENSION: Final = ROOT / "extension"
ANSWERS: Final = {
    "AnnotateAnswer": "Lexibulle.AnnotateAnswer", "TermsAnswer": "Lexibulle.TermsAnswer",
    "CheckAnswer": "Lexibulle.CheckAnswer", "LookupAnswer": "Lexibulle.LookupAnswer",
    "PairAsked": "Lexibulle.PairAsked", "PairState": "Lexibulle.PairState", "Health": "Lexibulle.Health",
    "Span": "Span", "Term": "Term", "Entry": "Term", "Confusion": "Confusion"}
REQUESTS: Final = ("AnnotateRequest", "CheckRequest", "LookupRequest", "PairRequest")
_SIMPLE: Final = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}
Schema = dict[str, Any]


@pytest.fixture(scope="module")
def schemas() -> dict[str, Schema]:
    document: dict[str, Any] = create_app().test_client().get("/openapi.json").get_json()
    found: dict[str, Schema] = document["components"]["schemas"]
    return found


def test_types_are_those_of_the_contract(schemas: dict[str, Schema], tmp_path: Path) -> None:
    assert faults(schemas, tmp_path) == []


@pytest.mark.parametrize(("schema", "name", "change"), [
    ("Hit", "confidence", {"type": "string"}),
    ("Hit", "match", {"enum": ["exact", "guess"]}),
    ("LookupAnswer", "matches", None),
    ("PairState", "status", {"enum": ["pending", "lost"]}),
    ("CheckRequest", "thread", {"type": "integer"}),
])
def test_a_contract_that_has_moved_is_noticed(
    schemas: dict[str, Schema], tmp_path: Path, schema: str, name: str, change: Schema | None
) -> None:
    moved: dict[str, Schema] = json.loads(json.dumps(schemas))
    if change is None:
        del moved[schema]["properties"][name]
        moved[schema]["required"].remove(name)
    else:
        moved[schema]["properties"][name] = change

    assert faults(moved, tmp_path) != []


def faults(schemas: dict[str, Schema], folder: Path) -> list[str]:
    """What TypeScript says to the comparison."""
    lines = [f'/// <reference path="{EXTENSION / name}" />' for name in ("types.d.ts", "card/types.d.ts")]
    lines += [f"type Api{name} = {typed(schema)};" for name, schema in schemas.items()]
    lines += [f"export const answer{name}: {ours} = {{}} as Api{name};" for name, ours in ANSWERS.items()]
    lines += [f"export const ask{name}: Api{name} = {{}} as Lexibulle.{name};" for name in REQUESTS]
    compared = folder / "compared.ts"
    compared.write_text("\n".join(lines), "utf-8")
    command: list[str | Path] = [ROOT / "node_modules/.bin/tsc", "--noEmit", "--strict", "--target", "es2023",
                                 "--types", "", "--ignoreConfig", compared]
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
    return done.stdout.decode().splitlines()


def typed(schema: Schema) -> str:
    """A schema as a TypeScript type. Bounds and patterns have none; the service's own tests hold them."""
    parts = [_own(schema), *(typed(part) for part in schema.get("allOf", []))]
    return " & ".join(filter(None, parts)) or "unknown"


def _own(schema: Schema) -> str:
    if "$ref" in schema:
        return f"Api{schema['$ref'].rsplit('/', 1)[1]}"
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return f"({' | '.join(json.dumps(value) for value in schema['enum'])})"
    kinds = schema.get("type", "object" if "properties" in schema else [])
    return "(" + " | ".join(_of_kind(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)) + ")" \
        if kinds else ""


def _of_kind(kind: str, schema: Schema) -> str:
    if kind == "array":
        return f"({typed(schema.get('items', {}))})[]"
    if kind != "object":
        return _SIMPLE[kind]
    if "properties" not in schema:
        return f"Record<string, {typed(schema.get('additionalProperties', {}))}>"
    required = schema.get("required", [])
    return "{ " + " ".join(f"{json.dumps(name)}{'' if name in required else '?'}: {typed(field)};"
                           for name, field in schema["properties"].items()) + " }"
