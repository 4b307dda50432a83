"""The description of the API: every operation with who may call it, and the one shape of every error."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from shared.web.errors import DETAILS, PROBLEM_JSON
from shared.web.guard import guard_of

_REFERENCE = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": DETAILS.get(status, "Not possible now, given what has happened already. See code."),
        "content": _REFERENCE,
    }
    for status in (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
}
_TEXT = {"type": "string"}
_PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "RFC 9457. Nothing in it repeats what was sent.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {**_TEXT, "description": "urn:trace: and the id under which the request stands in the log"},
        "code": {**_TEXT, "description": "stable, for programs"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {
                    "pointer": {**_TEXT, "description": "JSON Pointer into the body, or place:name"},
                    "code": _TEXT,
                    "message": _TEXT,
                },
            },
        },
    },
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once and kept."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes, summary=app.summary)
        components = document.setdefault("components", {})
        components.setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
        components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        _add_access(app, document)
        _name_shapes(document)
        app.openapi_schema = document
    return app.openapi_schema


def _name_shapes(document: dict[str, Any]) -> None:
    """Give the parts of schemas that were written down whole a name of their own.

    Inside an operation nothing finds them: a reference counts from the top of the description.
    """
    known = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["schema"] = _without_parts(content["schema"], known)


def _without_parts(schema: Any, known: dict[str, Any]) -> Any:
    """The schema, with references to the parts that stood in it or in anything inside it."""
    if isinstance(schema, list):
        return [_without_parts(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    parts, title = schema.get("$defs", {}), schema.get("title", "")
    names = {part: part if known.get(part, shape) == shape else f"{title}{part}" for part, shape in parts.items()}
    for part, shape in parts.items():
        known[names[part]] = _renamed(shape, names)
    kept = {name: value for name, value in schema.items() if name not in ("$defs", "$schema", "$id")}
    return {name: _without_parts(value, known) for name, value in _renamed(kept, names).items()}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        kept = {name: _renamed(part, names) for name, part in value.items()}
        part = str(kept.get("$ref", "")).removeprefix("#/$defs/")
        return kept | {"$ref": f"#/components/schemas/{names[part]}"} if part in names else kept
    return [_renamed(part, names) for part in value] if isinstance(value, list) else value


def _add_access(app: FastAPI, document: dict[str, Any]) -> None:
    """Say with each operation who may call it, so that access is documented where it is declared."""
    for route in iter_route_contexts(app.routes):
        guard, operations = guard_of(route), document["paths"].get(route.path_format or "", {})
        if guard is None:
            continue
        for method in route.methods or ():
            operation = operations.get(method.lower())
            if operation is None:
                continue
            if guard.roles is None:
                operation["x-open-because"] = guard.why
            else:
                operation["security"] = [{"bearer": []}]
                operation["x-roles"] = sorted(role.value for role in guard.roles)
