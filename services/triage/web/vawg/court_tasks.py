"""The forms about court: a hearing, another day for it, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.vawg import commands as asked
from services.triage.domain.vawg.file import Hearing
from services.triage.web.fields import CHOICE, DAY, MOMENT, Field
from services.triage.web.vawg.tasks import AbuseSeat, AbuseTask, always
from services.triage.web.vawg.wording import COURTS, HEARING_RESULTS, HEARINGS, HELD, MEASURES, MOVED_BECAUSE
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound
from shared.web.formats import date_time


def _listing_fields(seat: AbuseSeat) -> Sequence[Field]:
    return (
        Field("court", "Which court?", CHOICE, choices=COURTS),
        Field("what", "What is heard?", CHOICE, choices=HEARINGS),
        Field("hearing", "When?", MOMENT),
        Field("incident", "When did it happen that is heard?", DAY, "The wait is counted from then.", optional=True),
        Field("measures", "Special measures for the victim, such as a screen", CHOICE, choices=MEASURES),
    )


def _listing(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    return asked.ListHearing(
        **seat.base(),
        hearing_id=new_id(),
        court=typed["court"],
        what=typed["what"],
        hearing_at=typed["hearing"],
        incident_on=typed["incident"],
        measures=typed["measures"],
    )


def _hearing(seat: AbuseSeat) -> Hearing:
    wanted = seat.chosen.get("hearing")
    found = next((each for each in seat.file.hearings if each.hearing_id == wanted and each.held is None), None)
    if found is None:
        raise NotFound
    return found


def _named(seat: AbuseSeat) -> Sequence[str]:
    hearing = _hearing(seat)
    return (f"{HEARINGS[hearing.what]}, {COURTS[hearing.court]}, {date_time(hearing.hearing_at)}",)


def _moving_fields(seat: AbuseSeat) -> Sequence[Field]:
    return (
        Field("moved_to", "When will it be heard?", MOMENT),
        Field("why", "Why was it moved?", CHOICE, choices=MOVED_BECAUSE),
    )


def _moving(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    hearing = _hearing(seat)
    return asked.MoveHearing(
        **seat.base(), hearing_id=hearing.hearing_id, hearing_at=typed["moved_to"], why=typed["why"]
    )


def _ending_fields(seat: AbuseSeat) -> Sequence[Field]:
    return (Field("result", "What became of it?", CHOICE, choices=HEARING_RESULTS),)


def _ending(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    result, hearing = typed["result"], _hearing(seat)
    return asked.EndHearing(**seat.base(), hearing_id=hearing.hearing_id, held=result in HELD, result=result)


COURT_TASKS: dict[str, AbuseTask] = {
    "hearing": AbuseTask(always("A hearing in court"), "Put it on the case", _listing_fields, _listing),
    "hearing-moved": AbuseTask(always("The hearing was moved"), "Record it", _moving_fields, _moving, _named),
    "hearing-ended": AbuseTask(always("What became of the hearing"), "Record it", _ending_fields, _ending, _named),
}
