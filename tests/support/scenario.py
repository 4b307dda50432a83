"""Decisions told as stories: given these facts, when this is asked, then those facts, a refusal, or nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shared.kernel.decider import Decider
from shared.kernel.messages import Fact


class Asked:
    """A command put to a decision on a known past."""

    def __init__(self, decide: Callable[[], Sequence[Fact]]) -> None:
        self._decide = decide

    def then(self, *facts: Fact) -> None:
        """Exactly these facts follow."""
        assert tuple(self._decide()) == facts

    def then_facts(self) -> tuple[Fact, ...]:
        """The facts that follow, for a closer look."""
        return tuple(self._decide())

    def then_nothing(self) -> None:
        """It is already so: nothing follows and nothing is refused."""
        assert tuple(self._decide()) == ()

    def then_refused(self, refusal: type[Exception]) -> None:
        """It cannot be done as asked."""
        with pytest.raises(refusal):
            self._decide()


class Given:
    """A past."""

    def __init__(self, decider: Decider[Any], facts: Sequence[Fact]) -> None:
        self.state = decider.fold(facts)

    def when(self, decide: Callable[[Any, Any], Sequence[Fact]], command: object) -> Asked:
        """Put a command to a decision function."""
        return Asked(lambda: decide(command, self.state))


def given(decider: Decider[Any], *facts: Fact) -> Given:
    """The past of one aggregate."""
    return Given(decider, facts)
