"""The desk's dated data: what must have happened by when, and how heavy each piece of work weighs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """One thing that must not fail to happen.

    `awaits` is the kind of act: a lawful basis is awaited from the day a panel lists the case. `within` is how long by
    priority (none for those not named), `again` whether it is awaited anew each time, `of_cases` whether only cases are
    meant, `routes` which ones (none named: all).
    """

    id: str
    says: str
    awaits: str
    within: Mapping[str, str]
    again: bool
    of_cases: bool
    routes: frozenset[str]


@dataclass(frozen=True, slots=True)
class DeskRules:
    """One dated set."""

    version: str
    effective_from: date
    silences: tuple[SilenceRule, ...]
    weights: Mapping[str, int]
