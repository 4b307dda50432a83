"""Puts values at dotted places of a document."""

from typing import Any


def place(document: dict[str, Any], member: str, value: Any) -> None:
    """Put a value at its place, making the objects on the way; nothing is put where nothing was stated."""
    if value is None:
        return
    *path, last = member.split(".")
    for name in path:
        document = document.setdefault(name, {})
    document[last] = value
