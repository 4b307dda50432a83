"""Old stored facts to today's shape: (name, version) to the step into the next version. None has changed yet."""

from collections.abc import Callable
from typing import Any

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
