"""The fact of another process: all of it is sealed, so that its stream says nothing about anybody."""

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Sensitive
from shared.kernel.sealed import Sealed


class OtherProcessNoted(Fact, frozen=True, kw_only=True):
    """How a process elsewhere stands for somebody. Not even the referral or the process is named in clear: `told` holds
    both, with status, days and words, under the key of whom it is about."""

    process_id: str
    told: Personal[Sensitive]


class Told(Sealed, frozen=True, kw_only=True):
    """What stands in `told`."""

    referral_id: str
    person_id: str
    process: str
    status: str
    since: str
    review_on: str | None
    words: str


PROCESS_FACTS: tuple[FactType, ...] = (
    FactType("triage.other_process_noted", 1, OtherProcessNoted, "How a process elsewhere stands was noted."),
)
