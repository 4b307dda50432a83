"""A case of abuse as far as it has come, folded from the stream of its assessment."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from services.triage.domain import protection
from services.triage.domain.asb.file import sees_abuse
from services.triage.domain.events import AnswerValue
from services.triage.domain.protection import Protection
from services.triage.domain.refusals import NoCaseOpen, NotYetTriaged, ReferralAlreadyClosed
from services.triage.domain.risk.events import RiskAssessed
from services.triage.domain.state import Assessed, Closed, Standing
from services.triage.domain.vawg import events as told
from services.triage.domain.vawg.handling import Handling, Step
from services.triage.domain.vawg.refusals import NoAbuseSeen
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State

_YES = "yes"


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a step last."""

    came_of: str
    done_at: datetime


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer between areas as far as it has come."""

    transfer_id: str
    direction: str
    area: str
    heard: str
    requested_at: datetime
    pack_at: datetime | None = None
    missing: tuple[str, ...] = ()
    acknowledged: bool = False
    handed_over: bool = False
    risk_looked_at: bool = False

    @property
    def open(self) -> bool:
        """Whether something of it must still be done. Whoever moves in is looked at anew: the risk may have changed."""
        looked = self.risk_looked_at or self.direction == "out"
        return not (self.acknowledged and self.handed_over and looked)


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """A hearing as it stands."""

    hearing_id: str
    court: str
    what: str
    hearing_at: datetime
    incident_on: date | None
    measures: str
    moved: int = 0
    held: bool | None = None
    result: str | None = None


class AbuseFile(State, frozen=True, kw_only=True):
    """All of it. `strands`, `said` (answers with yes) and `signs` of risk stay once seen, like `abuse_seen`.

    Whoever abuses may be the one who says later that it was not so.
    """

    protection: Protection = Protection()
    abuse_seen: bool = False
    strands: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    settled: dict[tuple[str, str], Settled] = msgspec.field(default_factory=dict)
    incidents: tuple[told.FurtherIncidentRecorded, ...] = ()
    repeats: tuple[told.RepeatFound, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    hearings: tuple[Hearing, ...] = ()

    @property
    def standing(self) -> Standing:
        """Where the referral stands in triage."""
        return self.protection.standing

    def with_(self, **changed: Any) -> "AbuseFile":
        """The same, with some members changed."""
        return msgspec.structs.replace(self, **changed)

    def answer(self, name: str) -> AnswerValue:
        """What was answered last."""
        return self.standing.answers.get(name) if isinstance(self.standing, Assessed) else None


def evolve(file: AbuseFile, fact: Fact) -> AbuseFile:
    """The file after one more fact, and the referral that it is about, which work moves on as well."""
    if isinstance(fact, told.AbuseWorked):
        moved = _MOVES.get(type(fact))
        file = file.with_(protection=protection.evolve(file.protection, fact))
        return file if moved is None else moved(file, fact)
    if isinstance(fact, RiskAssessed):
        file = _transfer(file.with_(signs=file.signs | set(fact.signs)), risk_looked_at=True)
    after = protection.evolve(file.protection, fact)
    standing = after.standing
    if not isinstance(standing, Assessed) or standing is file.standing:
        return file.with_(protection=after)
    return file.with_(
        protection=after,
        abuse_seen=file.abuse_seen or sees_abuse(standing),
        strands=file.strands | set(standing.referral.strands),
        said=file.said | {name for name, value in standing.answers.items() if value == _YES},
    )


def _settled(file: AbuseFile, fact: told.HandlingStepSettled) -> AbuseFile:
    now = Settled(came_of=fact.came_of, done_at=fact.done_at)
    return file.with_(settled={**file.settled, (fact.handling, fact.step): now})


def _transfer(file: AbuseFile, **changed: Any) -> AbuseFile:
    if not file.transfers:
        return file
    return file.with_(transfers=(*file.transfers[:-1], msgspec.structs.replace(file.transfers[-1], **changed)))


def _requested(file: AbuseFile, fact: told.TransferRequested) -> AbuseFile:
    members = {name: getattr(fact, name) for name in ("transfer_id", "direction", "area", "heard", "requested_at")}
    return file.with_(transfers=(*file.transfers, Transfer(**members)))


def _hearing(file: AbuseFile, hearing_id: str, **changed: Any) -> AbuseFile:
    hearings = tuple(
        msgspec.structs.replace(each, **changed) if each.hearing_id == hearing_id else each for each in file.hearings
    )
    return file.with_(hearings=hearings)


def _listed(file: AbuseFile, fact: told.HearingListed) -> AbuseFile:
    members = ("hearing_id", "court", "what", "hearing_at", "incident_on", "measures")
    return file.with_(hearings=(*file.hearings, Hearing(**{name: getattr(fact, name) for name in members})))


def _moved(file: AbuseFile, fact: told.HearingMoved) -> AbuseFile:
    moved = sum(each.moved + 1 for each in file.hearings if each.hearing_id == fact.hearing_id)
    return _hearing(file, fact.hearing_id, hearing_at=fact.hearing_at, moved=moved)


_MOVES: dict[type[Fact], Callable[[AbuseFile, Any], AbuseFile]] = {
    told.HandlingStepSettled: _settled,
    told.FurtherIncidentRecorded: lambda file, fact: file.with_(incidents=(*file.incidents, fact)),
    told.RepeatFound: lambda file, fact: file.with_(repeats=(*file.repeats, fact)),
    told.TransferRequested: _requested,
    told.PackRecorded: lambda file, fact: _transfer(file, pack_at=fact.done_at, missing=fact.missing),
    told.PackAcknowledged: lambda file, fact: _transfer(file, acknowledged=True),
    told.SupportHandedOver: lambda file, fact: _transfer(file, handed_over=True),
    told.HearingListed: _listed,
    told.HearingMoved: _moved,
    told.HearingEnded: lambda file, fact: _hearing(file, fact.hearing_id, held=fact.held, result=fact.result),
}

ABUSE: Decider[AbuseFile] = Decider(AbuseFile(), evolve)


def assessed(file: AbuseFile) -> Assessed:
    """The referral that was assessed, whatever became of it since. Refuses one that was not."""
    if not isinstance(file.standing, Assessed):
        raise NotYetTriaged
    return file.standing


def worked_on(file: AbuseFile) -> Assessed:
    """The referral behind an open case of abuse. Refuses every other."""
    standing = assessed(file)
    if isinstance(standing, Closed):
        raise ReferralAlreadyClosed
    if not file.abuse_seen:
        raise NoAbuseSeen
    if not standing.case_open:
        raise NoCaseOpen
    return standing


def applies(handling: Handling, file: AbuseFile) -> bool:
    """Whether a handling counts in a case of abuse."""
    when, age = handling.applies, file.answer("perpetrator_age")
    young = when.perpetrator_under is not None and isinstance(age, int) and age < when.perpetrator_under
    seen = file.strands & set(when.strands) or file.said & set(when.answers) or file.signs & set(when.risk)
    return file.abuse_seen and (young or bool(seen))


def counts(step: Step, file: AbuseFile) -> bool:
    """Whether a step counts. An age nobody knows is taken for the young one until somebody finds out."""
    age = file.answer("victim_age")
    return step.under is None or not isinstance(age, int) or age < step.under


def is_open(handling: Handling, step: Step, file: AbuseFile) -> bool:
    """Whether something is still to be done about a step. What was not safe is still to be done."""
    settled = file.settled.get((handling.code, step.code))
    return counts(step, file) and (settled is None or settled.came_of == "not_safe_now")
