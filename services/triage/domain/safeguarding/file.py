"""The safeguarding of a referral, folded from the stream of its assessment, so that one is decided after the other."""

from datetime import date

import msgspec

from services.triage.domain import protection
from services.triage.domain.protection import Protection
from services.triage.domain.safeguarding import events
from services.triage.domain.state import Assessed
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Considered(State, frozen=True, kw_only=True):
    """One person considered as somebody who may be exploited, and what was sent and decided."""

    person_id: str
    age: str
    way: str
    considered_on: date | None = None
    sent_on: date | None = None
    decision_due_on: date | None = None
    decisions: tuple[str, ...] = ()


class SafeguardingFile(State, frozen=True, kw_only=True):
    """The referral with its lawful bases, whoever was considered, and what stands of hate and premises."""

    protection: Protection = Protection()
    considered: dict[str, Considered] = msgspec.field(default_factory=dict)
    hate_handled: bool = False
    people_there: str | None = None
    parties: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)

    @property
    def open(self) -> Assessed:
        """The referral, where something may still be done. Raises a refusal where not."""
        return self.protection.open

    @property
    def found_last(self) -> dict[str, Considered]:
        """What was found last of each person, by the id of the finding."""
        last = {one.person_id: considered_id for considered_id, one in self.considered.items()}
        return {considered_id: self.considered[considered_id] for considered_id in last.values()}


def evolve(file: SafeguardingFile, fact: Fact) -> SafeguardingFile:
    """The file after one more fact."""
    file = msgspec.structs.replace(file, protection=protection.evolve(file.protection, fact))
    match fact:
        case events.ExploitationConsidered():
            one = Considered(person_id=fact.person_id, age=fact.age, way=fact.way)
            return _with(file, fact.considered_id, one)
        case events.NrmReferred():
            return _changed(file, fact.considered_id, sent_on=fact.sent_on, decision_due_on=fact.decision_due_on)
        case events.NoticeWithoutDetailsSent():
            return _changed(file, fact.considered_id, sent_on=fact.sent_on)
        case events.NrmDecided():
            before = file.considered.get(fact.considered_id)
            decisions = (*before.decisions, fact.decision) if before else (fact.decision,)
            return _changed(file, fact.considered_id, decisions=decisions)
        case events.HateCrimeHandled():
            return msgspec.structs.replace(file, hate_handled=True)
        case events.PremisesClaimAssessed():
            return msgspec.structs.replace(file, people_there=fact.people)
        case events.PremisesPartyNoted():
            parties = {**file.parties, fact.party_id: (fact.party, fact.involved)}
            return msgspec.structs.replace(file, parties=parties)
        case _:
            return file


SAFEGUARDING: Decider[SafeguardingFile] = Decider(SafeguardingFile(), evolve)


def _with(file: SafeguardingFile, considered_id: str, one: Considered) -> SafeguardingFile:
    return msgspec.structs.replace(file, considered={**file.considered, considered_id: one})


def _changed(file: SafeguardingFile, considered_id: str, **values: object) -> SafeguardingFile:
    one = file.considered.get(considered_id)
    return file if one is None else _with(file, considered_id, msgspec.structs.replace(one, **values))
