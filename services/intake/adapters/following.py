"""Following the log behind the views: whoever acts on a fact finds the views showing it already."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from shared.kernel.messages import Recorded

_AT_ONCE = 100

Page = Callable[[int, int], Sequence[Recorded]]


class Views(Protocol):
    """Intake's views, how far they show the log, and how far a reader of it has come."""

    def position(self) -> int: ...

    def reading(self) -> AbstractContextManager[Any]: ...

    def mark(self, name: str) -> int: ...

    def move_mark(self, name: str, before: int, position: int) -> bool: ...


def follow(views: Views, page: Page, name: str, take: Callable[[Sequence[Recorded]], object]) -> bool:
    """Have the next facts taken that the views show, and move the reader's mark behind them; False if there are none.

    What was taken is met again where the mark could not be moved.
    """
    since, shown = views.mark(name), views.position()
    facts = [recorded for recorded in page(since, _AT_ONCE) if recorded.position <= shown] if since < shown else []
    if not facts:
        return False
    take(facts)
    return views.move_mark(name, since, facts[-1].position)
