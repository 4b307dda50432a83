"""Old stored facts, brought up to today's shape one version at a time; so far there are none."""

from collections.abc import Callable
from typing import Any

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
