"""One person before one panel: listed, waiting for a choice, heard; and heard again when something new happens.

All hearings of a person stand in one stream, so that two referrals arriving at once can never become two cases.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from services.panels.domain.banding_events import CaseBanded
from services.panels.domain.events import (
    CaseCarriedOver,
    CaseDecided,
    CaseDeferred,
    CaseListed,
    CaseMovedToSitting,
    CaseReferred,
    FlagsTakenOff,
    LateReferralAccepted,
    LateReferralRaised,
    ReferralAdded,
    ReferralReassessed,
    StandingCaseClosed,
)
from services.panels.domain.values.referrals import Details, Entry, Referral
from services.panels.domain.values.sittings import Sitting
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class NoCase(State, frozen=True, kw_only=True):
    """Nobody has referred this person to this panel."""


class CaseFile(State, frozen=True, kw_only=True):
    """What is known of a case at any stage. `earlier` holds the referral ids of hearings before this one."""

    case_id: str
    panel: str
    hearing: int
    subject_id: str | None
    voice_id: str
    repeat: bool
    details: Details
    earlier: frozenset[str] = frozenset()

    @property
    def lead(self) -> Referral:
        """The referral that opened this hearing."""
        return self.details.lead

    @property
    def known(self) -> frozenset[str]:
        """Every referral this person ever had before this panel."""
        return self.earlier | frozenset(self.details.referral_ids)


class Referred(State, frozen=True, kw_only=True):
    """Referred, and in the same breath put on an agenda: no case rests here."""

    file: CaseFile


class Awaiting(State, frozen=True, kw_only=True):
    """Too late for the meeting it stands on; the coordinator has still to choose."""

    file: CaseFile
    sitting: Sitting
    postponed: int = 0


class Listed(State, frozen=True, kw_only=True):
    """On a meeting's agenda. `postponed` counts deferrals and meetings that passed; `passed` names those meetings."""

    file: CaseFile
    sitting: Sitting
    entry: Entry
    postponed: int = 0
    passed: tuple[str, ...] = ()


class Heard(State, frozen=True, kw_only=True):
    """Decided. A standing case comes back to every meeting until it is closed; flags stay on for twelve months.

    `banded` is the band as it stands, where the panel gives bands."""

    file: CaseFile
    decided: CaseDecided
    standing: bool
    flags_on: bool = True
    banded: CaseBanded | None = None


Case = NoCase | Referred | Awaiting | Listed | Heard


def referral_ids(case: Case) -> tuple[str, ...]:
    """The referrals of the hearing under way, or of the last."""
    return () if isinstance(case, NoCase) else case.file.details.referral_ids


def _referred(case: Any, fact: CaseReferred) -> Referred:
    earlier = frozenset() if isinstance(case, NoCase) else case.file.known
    file = CaseFile(
        case_id=fact.case_id,
        panel=fact.panel,
        hearing=fact.hearing,
        subject_id=fact.subject_id,
        voice_id=fact.voice_id,
        repeat=fact.repeat,
        details=Details(referrals=(fact.referral,)),
        earlier=earlier,
    )
    return Referred(file=file)


def _added(case: Any, fact: ReferralAdded) -> Any:
    details = Details(referrals=(*case.file.details.referrals, fact.referral))
    return replace(case, file=replace(case.file, details=details))


def _reassessed(case: Any, fact: ReferralReassessed) -> Any:
    again = fact.referral
    kept = (again if known.referral_id == again.referral_id else known for known in case.file.details.referrals)
    return replace(case, file=replace(case.file, details=Details(referrals=tuple(kept))))


def _listed(case: Any, fact: CaseListed) -> Listed:
    if isinstance(case, Listed):
        return replace(case, sitting=fact.sitting)
    return Listed(file=case.file, sitting=fact.sitting, entry="in_time")


def _raised(case: Any, fact: LateReferralRaised) -> Awaiting:
    return Awaiting(file=case.file, sitting=fact.sitting)


def _accepted(case: Any, fact: LateReferralAccepted) -> Listed:
    return Listed(file=case.file, sitting=fact.sitting, entry="late", postponed=case.postponed)


def _moved(case: Any, fact: CaseMovedToSitting) -> Listed:
    return Listed(file=case.file, sitting=fact.sitting, entry="moved", postponed=case.postponed)


def _deferred(case: Any, fact: CaseDeferred) -> Listed:
    return Listed(file=case.file, sitting=fact.sitting, entry="deferred", postponed=case.postponed + 1)


def _carried_over(case: Any, fact: CaseCarriedOver) -> Listed:
    passed = (*getattr(case, "passed", ()), fact.from_meeting_id)
    postponed = case.postponed + 1
    return Listed(file=case.file, sitting=fact.sitting, entry="carried_over", postponed=postponed, passed=passed)


def _decided(case: Any, fact: CaseDecided) -> Heard:
    return Heard(file=case.file, decided=fact, standing=fact.core_group)


def _closed(case: Heard, fact: StandingCaseClosed) -> Heard:
    return replace(case, standing=False)


def _flags_off(case: Heard, fact: FlagsTakenOff) -> Heard:
    return replace(case, flags_on=False)


def _banded(case: Any, fact: CaseBanded) -> Case:
    """A band that was put off leaves the case where it waits."""
    return replace(case, banded=fact) if isinstance(case, Heard) else case


_EVOLVE: dict[type[Fact], Callable[[Any, Any], Case]] = {
    CaseReferred: _referred,
    ReferralAdded: _added,
    ReferralReassessed: _reassessed,
    CaseListed: _listed,
    LateReferralRaised: _raised,
    LateReferralAccepted: _accepted,
    CaseMovedToSitting: _moved,
    CaseDeferred: _deferred,
    CaseCarriedOver: _carried_over,
    CaseDecided: _decided,
    CaseBanded: _banded,
    StandingCaseClosed: _closed,
    FlagsTakenOff: _flags_off,
}


def evolve(case: Case, fact: Fact) -> Case:
    """The case after one more fact."""
    return _EVOLVE[type(fact)](case, fact)


INITIAL: Case = NoCase()
DECIDER: Decider[Case] = Decider(INITIAL, evolve)
