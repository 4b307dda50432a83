"""Stored facts of earlier shapes brought up to date, one step for each version."""

from collections.abc import Callable
from typing import Any

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
