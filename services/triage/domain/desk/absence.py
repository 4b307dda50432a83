"""When an officer is away, and who has her work meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from services.triage.domain.desk.commands import EndAbsence, RecordAbsence
from services.triage.domain.desk.events import AbsenceEnded, AbsenceRecorded
from services.triage.domain.refusals import AlreadyAway, NoSuchAbsence
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Away(msgspec.Struct, frozen=True, kw_only=True):
    """One absence: from its first day up to, and without, the day she is back."""

    absence_id: str
    first_day: date
    back_on: date
    cover_id: str | None = None

    def on(self, day: date) -> bool:
        """Whether she is away on this day."""
        return self.first_day <= day < self.back_on


class Absences(State, frozen=True, kw_only=True):
    """Every absence of one officer."""

    away: tuple[Away, ...] = ()


def evolve(state: Absences, fact: Fact) -> Absences:
    """Each fact adds an absence or ends one."""
    match fact:
        case AbsenceRecorded():
            return Absences(away=(*state.away, away_by(fact)))
        case AbsenceEnded():
            return Absences(
                away=tuple(
                    msgspec.structs.replace(each, back_on=fact.back_on) if each.absence_id == fact.absence_id else each
                    for each in state.away
                )
            )
    return state


def away_by(fact: AbsenceRecorded) -> Away:
    """The absence as it was recorded; the last day is one of it."""
    return Away(
        absence_id=fact.absence_id,
        first_day=fact.first_day,
        back_on=date.fromordinal(fact.last_day.toordinal() + 1),
        cover_id=fact.cover_id,
    )


def record_absence(command: RecordAbsence, state: Absences) -> Sequence[Fact]:
    """Two absences never meet in one day, so that there is one cover. The same form sent twice is one absence."""
    if any(each.absence_id == command.absence_id for each in state.away):
        return ()
    fact = AbsenceRecorded(
        absence_id=command.absence_id,
        account_id=command.account_id,
        first_day=command.first_day,
        last_day=command.last_day,
        cover_id=command.cover_id,
    )
    new = away_by(fact)
    if any(each.first_day < new.back_on and new.first_day < each.back_on for each in state.away):
        raise AlreadyAway
    return (fact,)


def end_absence(command: EndAbsence, state: Absences) -> Sequence[Fact]:
    """She is back sooner; an absence that is over is over."""
    found = next((each for each in state.away if each.absence_id == command.absence_id), None)
    if found is None:
        raise NoSuchAbsence
    if found.back_on <= command.back_on:
        return ()
    return (AbsenceEnded(absence_id=command.absence_id, account_id=command.account_id, back_on=command.back_on),)


def cover_of(account_id: str, away: Mapping[str, Away]) -> str | None:
    """Who has somebody's work while these are away: her cover, or the cover's; None where it is anybody's."""
    seen = {account_id}
    now = account_id
    while now in away:
        cover = away[now].cover_id
        if cover is None or cover in seen:
            return None
        seen.add(cover)
        now = cover
    return now


DECIDER: Decider[Absences] = Decider(Absences(), evolve)
