"""Steps from old stored facts to today's; none is needed yet."""

from collections.abc import Callable
from typing import Any

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
