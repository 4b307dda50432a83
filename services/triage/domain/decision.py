"""The decision as it is stored, shown and sent: who deals with it, how soon, why, and what is not known yet."""

from datetime import date
from typing import Any

import msgspec

from services.triage.domain.rule_sets.document import DoneBy, Outcome, Priority


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a decision; never changed once made."""


class Primary(_Part, frozen=True, kw_only=True):
    """Who deals with it first. `time_frame` is an ISO 8601 duration from receipt, or None where there is none."""

    route: str
    destination: str
    done_by: DoneBy
    time_frame: str | None


class Also(_Part, frozen=True, kw_only=True):
    """Who deals with it too."""

    route: str
    done_by: DoneBy
    time_frame: str | None


class Reason(_Part, frozen=True, kw_only=True):
    """A rule that counted, one plain sentence, and the members and answers it read."""

    rule: str
    says: str
    facts: tuple[str, ...]


class Missing(_Part, frozen=True, kw_only=True):
    """An answer nobody gave that could change the decision: the routes, panels or priorities that could come of it.

    Where an answer could only take something away, what it could take away is named; where it could only change the
    order, the route that would come earlier.
    """

    fact: str
    could_become: tuple[str, ...]


class RulesUsed(_Part, frozen=True, kw_only=True):
    """The rule set a decision was made under."""

    id: str
    version: str
    effective_from: date


class Decision(_Part, frozen=True, kw_only=True):
    """What is to be done about a referral, as far as is known; a person confirms it."""

    outcome: Outcome
    primary: Primary
    also: tuple[Also, ...]
    panels: tuple[str, ...]
    priority: Priority
    give: tuple[str, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    rules: RulesUsed


def to_document(decision: Decision) -> dict[str, Any]:
    """The decision as JSON members: plain objects, lists and text."""
    document = _plain(msgspec.to_builtins(decision))
    assert isinstance(document, dict)
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
