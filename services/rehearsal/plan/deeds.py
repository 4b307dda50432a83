"""What is done in the rehearsal's year, when, and in which role: each deed has a key of its own and is done once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Entry = Literal["in_time", "late", "emergency", "deferred", "undecided"]
"""How a referral comes to be heard; `undecided` came late and waits for the coordinator's choice."""


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral: its document's members, and the id and reference it is given."""

    key: str
    referral_id: str
    reference: str
    document: Mapping[str, Any] = field(repr=False)

    @property
    def agency(self) -> str | None:
        """The agency that refers, if one does."""
        agency: str | None = self.document.get("agency")
        return agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something done at a moment by somebody in a role, named by their sign-in name."""

    at: datetime
    key: str
    by: str

    @property
    def story(self) -> str:
        """What it belongs to: deeds of one story are found by each other."""
        return self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutReferral(Deed):
    """... with a referral."""

    referral: Referral

    @property
    def story(self) -> str:
        """The referral's."""
        return self.referral.referral_id


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """How the call ended that a referral came by, who was on the line, and how many minutes it took."""

    ended: Literal["signposted", "handed_over", "dropped"]
    caller: Literal["victim", "neighbour"]
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(AboutReferral):
    """It comes in, by telephone as the end of a `call`."""

    call: PhoneCall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendMinutes(AboutReferral):
    """An officer spends time on it."""

    minutes: int
    activity: Literal["call", "reading", "contact", "writing", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(AboutReferral):
    """A person agrees with triage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(AboutReferral):
    """A person knows better, and says why."""

    route: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSupport(AboutReferral):
    """An adviser reaches the victim, or tries to."""

    outcome: Literal["accepted", "declined", "could_not_be_reached", "already_supported"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetInTouch(AboutReferral):
    """Somebody rings whoever it is about, or writes a letter."""

    outcome: Literal["reached", "no_answer", "sent"]
    way: Literal["phone", "post"] = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain(AboutReferral):
    """The risk is looked at again, by the total of the form that the adviser's agency completes."""

    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBasis(AboutReferral):
    """An officer writes down on what lawful basis a panel is told."""

    panel: str
    consent: Literal["given", "refused", "not_sought"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Train(Deed):
    """Somebody of the cast is put on the register of training for risk tools."""

    who: str
    training: str
    completed_on: date
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(AboutReferral):
    """The work on the case is done."""

    reason: Literal["resolved", "no_further_action", "moved_away", "silence", "transferred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContact(AboutReferral):
    """The reporter says anew how she may be reached."""

    safe_contact: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(AboutReferral):
    """The reporter asks to be forgotten, and may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptLate(AboutReferral):
    """The coordinator takes a late referral onto the meeting it came too late for."""

    meeting_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEmergency(AboutReferral):
    """The coordinator calls an emergency sitting for a referral that cannot wait."""

    panel: str
    meeting_id: str
    starts_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer(AboutReferral):
    """The coordinator puts a case off to the next meeting."""

    meeting_id: str
    reason: str
    interim_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulate(Deed):
    """The agenda is frozen and sent round."""

    meeting_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Deed):
    """The meeting is held: who came, what was decided on every case of its agenda, who does what by when.

    `core` holds the references of cases that become standing ones.
    """

    panel: str
    meeting_id: str
    day: date
    emergency: bool = False
    core: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeToNotices(Deed):
    """An officer goes through the notices that could not be sent, and says how each was settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseActions(Deed):
    """The coordinator goes through the open actions and closes those that have come to an end."""
