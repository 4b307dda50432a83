"""What has been done on a case of anti-social behaviour so far, folded from the stream of its assessment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from services.triage.domain.asb.days import Pause, least_age
from services.triage.domain.asb.refusals import DomesticAbuseApart
from services.triage.domain.events import AnswerValue
from services.triage.domain.refusals import NoCaseOpen, NotYetTriaged, ReferralAlreadyClosed
from services.triage.domain.state import Assessed, Closed, Standing, Unassessed
from shared.kernel.messages import State

# What is never worked on as anti-social behaviour: domestic abuse, and other violence against women and girls.
_APART_KINDS = ("domestic_abuse", "vawg_other")
_APART_ROUTES = ("domestic_abuse", "vawg_specialist")
# A step of which one of these came no longer stands, so nothing may follow from it.
_GONE = ("withdrawn", "quashed", "refused_by_court")
PAID = "paid"
_NO_COMPLAINT = ("diary", "officer")
_OVER = (*_GONE, "complied", PAID, "ended")


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One incident. `evidenced`: with evidence, from a diary, or seen by an officer."""

    incident_id: str
    occurred_at: datetime
    received_at: datetime
    how: str
    evidenced: bool
    same_as_id: str | None


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whom or what enforcement would be addressed to; `finding` is what came of asking whether they are vulnerable."""

    subject_id: str
    kind: str
    person_id: str | None
    age: int | None
    age_known_on: date | None
    finding: str | None = None

    def at_least(self, day: date) -> int | None:
        """How old they are at least on a day; None where it is not known."""
        if self.age is None or self.age_known_on is None:
            return None
        return least_age(self.age, self.age_known_on, day)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of enforcement, and what came of it."""

    step_id: str
    tool: str
    subject_id: str
    served_at: datetime
    comply_by: date | None
    ends_at: datetime | None
    hearing_by_at: datetime | None
    pay_by: date | None
    amount_pence: int | None = None
    early_pence: int | None = None
    early_by: date | None = None
    result: str | None = None

    def owed(self, day: date) -> int:
        """What a penalty costs whoever pays it on a day, in pence."""
        early = self.early_pence is not None and self.early_by is not None and day <= self.early_by
        return (self.early_pence if early else self.amount_pence) or 0

    def stands(self) -> bool:
        """Whether something may follow from it: it was not taken back."""
        return self.result not in _GONE

    def in_force(self, at: datetime) -> bool:
        """Whether it still binds at a moment."""
        return self.result not in _OVER and (self.ends_at is None or at <= self.ends_at)


class Mediation(msgspec.Struct, frozen=True, kw_only=True):
    """A mediation as far as it has come."""

    mediation_id: str
    code: str
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    committed_pence: int | None = None
    result: str | None = None
    spent_pence: int = 0


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """An application for a case review as far as it has come."""

    review_id: str
    asked_on: date
    acknowledge_by: date
    decide_by: date
    meet_by: date
    qualifying: int
    needed: int
    others: tuple[str, ...] = ()
    contact_by: str | None = None
    met: bool | None = None
    decided_on: date | None = None
    held_on: date | None = None
    recommendations: int = 0

    @property
    def open(self) -> bool:
        """Whether something of it must still be done."""
        return self.met is not False and self.held_on is None


class CaseFile(State, frozen=True, kw_only=True):
    """All of it. `standing` is where the referral stands in triage; `worked` are the accounts that had a part.

    `pointed_to` is the route by which the referral was closed without a case. `abuse_seen` stays once it was: whoever
    abuses may be the one who says later that it was not so.
    """

    standing: Standing
    opened_at: datetime | None = None
    priority: str = "standard"
    incidents: tuple[Incident, ...] = ()
    subjects: tuple[Subject, ...] = ()
    steps: tuple[Step, ...] = ()
    mediations: tuple[Mediation, ...] = ()
    reviews: tuple[Review, ...] = ()
    promises: dict[str, datetime] = msgspec.field(default_factory=dict)
    told_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    worked: frozenset[str] = frozenset()
    abuse_seen: bool = False
    pointed_to: str | None = None

    def with_(self, **changed: Any) -> "CaseFile":
        """The same, with some members changed."""
        return msgspec.structs.replace(self, **changed)

    @property
    def paused(self) -> Pause | None:
        """The pause that still lasts."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].ended_at is None else None

    def subject(self, subject_id: str) -> Subject | None:
        """The subject with this id."""
        return next((each for each in self.subjects if each.subject_id == subject_id), None)

    @property
    def report(self) -> Incident | None:
        """What it all began with: whoever reported it has complained of it once, whatever is recorded after."""
        if not isinstance(self.standing, Assessed):
            return None
        referral = self.standing.referral
        return Incident(
            incident_id=referral.referral_id,
            occurred_at=referral.received_at,
            received_at=referral.received_at,
            how=referral.channel,
            evidenced=False,
            same_as_id=None,
        )

    def complaints(self) -> list[Incident]:
        """What was reported, the report itself among it, each incident once, whoever was told of it.

        What stands in a diary, or what an officer came upon, nobody complained of.
        """
        told = [each for each in self.incidents if each.same_as_id is None and each.how not in _NO_COMPLAINT]
        return [self.report, *told] if self.report is not None else told


def sees_abuse(standing: Standing) -> bool:
    """Whether abuse stands in the referral, in its answers or in what the rules or people made of them."""
    if not isinstance(standing, Assessed):
        return False
    referral = standing.referral
    said = speaks_of_abuse(referral.kind, referral.strands, standing.answers, standing.routes())
    return standing.support_requested or said


def speaks_of_abuse(
    kind: str | None, strands: Sequence[str], answers: Mapping[str, AnswerValue], routes: Collection[str]
) -> bool:
    """Whether any of these does: what it is said to be about, an answer, or where the rules or people send it."""
    said = answers.get("domestic_abuse") == "yes" or kind in _APART_KINDS or bool(strands)
    return said or not set(_APART_ROUTES).isdisjoint(routes)


def worked_on(file: CaseFile) -> Assessed:
    """The referral behind an open case on which this work may be done. Refuses every other."""
    standing = known(file)
    if isinstance(standing, Closed):
        raise ReferralAlreadyClosed
    if not standing.case_open:
        raise NoCaseOpen
    return standing


def known(file: CaseFile) -> Assessed:
    """The referral, closed or not, where abuse was not seen."""
    if isinstance(file.standing, Unassessed):
        raise NotYetTriaged
    if file.abuse_seen:
        raise DomesticAbuseApart
    return file.standing
