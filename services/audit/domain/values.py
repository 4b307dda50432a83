"""The words of audit's own facts: why a detail may be revealed, and how a verification ends."""

from collections.abc import Mapping
from typing import Literal

import msgspec

PURPOSES: Mapping[str, str] = {
    "complaint": "A complaint",
    "death_review": "A domestic abuse related death review",
    "safeguarding_review": "A safeguarding review",
    "subject_access": "A request for one's own data",
    "breach": "A breach of personal data",
    "court": "An order of a court",
    "sample": "A sample drawn to check the work",
}
"""Why somebody may need to see a masked detail; one of these goes with every reveal, beside the words."""

Result = Literal["clean", "differs", "incomplete"]
"""Nothing differs; something does; nothing was found but not everything could be looked at."""

LARGEST_SAMPLE = 100


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is kept: its kind, its sentence (codes and places, never a value) and where it stands."""

    kind: str
    says: str
    source: str | None = None
    stream: str | None = None
    position: int | None = None
    ledger_position: int | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """How much a verification looked at."""

    facts: int = 0
    heads: int = 0
    views: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification came to; `tree_head` is the root over the first `ledger_position` entries, in base64."""

    result: Result
    checked: Checked
    ledger_position: int
    tree_head: str
    findings: tuple[Found, ...] = ()
    notices: tuple[str, ...] = ()
