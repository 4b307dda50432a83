"""Court dates on a case, and how long it took from what happened to the first day in court."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from zoneinfo import ZoneInfo

from services.triage.domain.vawg.commands import EndHearing, ListHearing, MoveHearing
from services.triage.domain.vawg.events import HearingEnded, HearingListed, HearingMoved
from services.triage.domain.vawg.file import AbuseFile, Hearing, assessed, worked_on
from services.triage.domain.vawg.refusals import HearingNotInOrder, HearingNotKnown, NotYetHappened
from shared.kernel.messages import Fact

_LONDON = ZoneInfo("Europe/London")


def list_hearing(command: ListHearing, file: AbuseFile) -> Sequence[Fact]:
    """A hearing, also one that is past: who hears of it late writes it down late."""
    referral = worked_on(file).referral
    if command.hearing_id in {each.hearing_id for each in file.hearings}:
        return ()
    if command.incident_on is not None:
        if command.incident_on > command.at.astimezone(_LONDON).date():
            raise NotYetHappened
        _in_order(command.incident_on, command.hearing_at.astimezone(_LONDON).date())
    return [
        HearingListed(
            referral_id=referral.referral_id,
            reference=referral.reference,
            hearing_id=command.hearing_id,
            court=command.court,
            what=command.what,
            hearing_at=command.hearing_at,
            incident_on=command.incident_on,
            measures=command.measures,
            listed_by=command.by,
        )
    ]


def move_hearing(command: MoveHearing, file: AbuseFile) -> Sequence[Fact]:
    """To another day, also once the case is closed: a court does not wait for us, nor we with closing for a court.

    The wait is counted to the day it is held at last.
    """
    referral, hearing = assessed(file).referral, _open(file, command.hearing_id)
    if hearing.incident_on is not None:
        _in_order(hearing.incident_on, command.hearing_at.astimezone(_LONDON).date())
    if hearing.hearing_at == command.hearing_at:
        return ()
    return [
        HearingMoved(
            referral_id=referral.referral_id,
            reference=referral.reference,
            hearing_id=command.hearing_id,
            hearing_at=command.hearing_at,
            why=command.why,
            moved_by=command.by,
        )
    ]


def end_hearing(command: EndHearing, file: AbuseFile) -> Sequence[Fact]:
    """What became of it, also once the case is closed. Nothing was held that is still to come."""
    referral, hearing = assessed(file).referral, _open(file, command.hearing_id)
    if command.held and hearing.hearing_at > command.at:
        raise HearingNotInOrder
    return [
        HearingEnded(
            referral_id=referral.referral_id,
            reference=referral.reference,
            hearing_id=command.hearing_id,
            held=command.held,
            result=command.result,
            ended_by=command.by,
        )
    ]


@dataclass(frozen=True, slots=True)
class Waits:
    """The days from what happened to the first day in court, of the hearings of one quarter."""

    quarter: tuple[int, int]
    hearings: int
    median_days: float
    longest_days: int


def days_waited(incident_on: date, held_on: date) -> int:
    """Whole days from the one to the other."""
    return (held_on - incident_on).days


def waits(first_hearings: Iterable[tuple[date, date]]) -> list[Waits]:
    """By quarter of the hearing, the newest first; given as (what happened, held)."""
    by_quarter: dict[tuple[int, int], list[int]] = {}
    for incident_on, held_on in first_hearings:
        by_quarter.setdefault(quarter_of(held_on), []).append(days_waited(incident_on, held_on))
    return [
        Waits(quarter=quarter, hearings=len(days), median_days=float(median(days)), longest_days=max(days))
        for quarter, days in sorted(by_quarter.items(), reverse=True)
    ]


def quarter_of(day: date) -> tuple[int, int]:
    """The calendar year, and the quarter of it from 1 to 4."""
    return day.year, (day.month + 2) // 3


def _open(file: AbuseFile, hearing_id: str) -> Hearing:
    found = next((each for each in file.hearings if each.hearing_id == hearing_id and each.held is None), None)
    if found is None:
        raise HearingNotKnown
    return found


def _in_order(incident_on: date, hearing_on: date) -> None:
    if hearing_on < incident_on:
        raise HearingNotInOrder
