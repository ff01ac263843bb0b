"""The schemas of the OpenAPI document as TypeScript, so that the compiler holds the scripts against them."""

import json
from typing import Any

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def declarations(document: Any) -> str:
    """One exported type for each schema."""
    return "\n".join(f"export type {name} = {type_of(schema)};"
                     for name, schema in document["components"]["schemas"].items())


def type_of(schema: Any) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema.get("enum", [schema.get("const")]))
    parts = [type_of(part) for part in schema.get("allOf", ())]
    if "anyOf" in schema:
        parts.append(" | ".join(f"({type_of(part)})" for part in schema["anyOf"]))
    if "type" in schema or "properties" in schema:
        kinds = schema.get("type", "object")
        parts.append(" | ".join(_of_kind(kind, schema) for kind in (kinds if isinstance(kinds, list) else [kinds])))
    return " & ".join(f"({part})" for part in parts) if len(parts) > 1 else parts[0]


def _of_kind(kind: str, schema: Any) -> str:
    if kind == "array":
        return f"({type_of(schema['items'])})[]"
    if kind != "object":
        return _PLAIN[kind]
    if isinstance(schema.get("additionalProperties"), dict):
        return f"Record<string, {type_of(schema['additionalProperties'])}>"
    needed = schema.get("required", ())
    members = [f"{json.dumps(name)}{'' if name in needed else '?'}: {type_of(part)}"
               for name, part in schema.get("properties", {}).items()]
    return "{ " + "; ".join(members) + " }"
