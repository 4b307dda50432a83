"""The facts of closing the loop: whether a door opened for whoever was shown it, and dead ends reported."""

from datetime import datetime

from shared.kernel.messages import Fact, FactType


class DeadEndReported(Fact, frozen=True, kw_only=True):
    """Somebody found nothing where they were sent. `told_by` is "staff", "resident" or "check"; nobody is named."""

    entry_id: str
    what: str
    told_by: str


class DoorCheckAgreed(Fact, frozen=True, kw_only=True):
    """Somebody who was shown a door agreed to be asked later whether it opened; `entries` are what they were shown."""

    referral_id: str
    reference: str
    entries: tuple[str, ...]
    ask_at: datetime


class DoorCheckFallen(Fact, frozen=True, kw_only=True):
    """The time to ask has come; a person asks, by a way and at an hour that is safe."""

    referral_id: str
    reference: str


class DoorCheckDone(Fact, frozen=True, kw_only=True):
    """What came of it: "opened", "did_not_open", "not_reached" or "not_safe" to ask."""

    referral_id: str
    reference: str
    outcome: str


FACTS: tuple[FactType, ...] = (
    FactType("triage.dead_end_reported", 1, DeadEndReported, "A dead end was reported: {what}."),
    FactType("triage.door_check_agreed", 1, DoorCheckAgreed, "They agreed to be asked from {ask_at} on."),
    FactType("triage.door_check_fallen", 1, DoorCheckFallen, "It is time to ask whether the door opened."),
    FactType("triage.door_check_done", 1, DoorCheckDone, "Whether the door opened was asked: {outcome}."),
)
