"""The fact of a walled panel's cohort: all of it is sealed, so that its stream says nothing about anybody."""

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Sensitive
from shared.kernel.sealed import Sealed


class CohortNoted(Fact, frozen=True, kw_only=True):
    """How somebody stands in a cohort. `told` holds everything, under the key of whom it is about."""

    entry_id: str
    told: Personal[Sensitive]


class Sheet(Sealed, frozen=True, kw_only=True):
    """What stands in `told`: the whole sheet as it is after a note, days as ISO text. No member takes words of anybody.

    `heard` is whether the board has looked at it since the entry; `left_on` and `exit` stand where somebody left.
    """

    panel: str
    name: str
    born: str | None
    entered_on: str
    noted_on: str
    status: str
    track: str
    grade: str
    reasons: tuple[str, ...]
    lead: str
    review_on: str
    heard: bool = False
    left_on: str | None = None
    exit: str | None = None


COHORT_FACTS: tuple[FactType, ...] = (
    FactType("panels.cohort_noted", 1, CohortNoted, "Something was noted behind a panel's wall."),
)
