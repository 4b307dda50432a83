"""What a proof of a rule set comes to: each claim, how it was shown, and a case against it where it fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.triage.domain.decision import Decision
from services.triage.domain.values import Value

How = Literal["for_all_cases", "by_every_value", "by_random_cases", "by_example", "by_reading", "by_asking"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A case and what the rules, run in earnest, make of it; None where no row deals with it."""

    values: Mapping[str, Value]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Result:
    """One claim about a set. `against` is empty where it holds, or where no single case could show that it fails.

    Two cases stand against a claim about what a change of one answer may do: before it and after.
    """

    part: str
    says: str
    how: How
    holds: bool
    cure: str = ""
    against: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that was claimed of one rule set, and how it came out."""

    version: str
    results: tuple[Result, ...]

    @property
    def failures(self) -> tuple[Result, ...]:
        """The claims that do not hold."""
        return tuple(result for result in self.results if not result.holds)
