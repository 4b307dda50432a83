"""Holds documents to what the open standard asks; the schema is a small one of our own, written from its text."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

SCHEMA = json.loads((Path(__file__).parent / "hsds_uk.json").read_text(encoding="utf-8"))


def faults(shape: str, document: Any) -> list[str]:
    """Where a document is not of the shape: "root", "page" or "service"."""
    schema = {**SCHEMA, "$ref": f"#/$defs/{shape}"}
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in found]
