"""The forms about homes: priority need, the band, works at home, a move in exchange, recourse to public funds."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.support import commands as asked
from services.triage.domain.support.file import Sanctuary
from services.triage.domain.support.sanctuary import NEXT, running
from services.triage.web.fields import CHOICE, DAY, NUMBER, SEVERAL, TICK, Field
from services.triage.web.support import wording
from services.triage.web.support.plan_tasks import person
from services.triage.web.support.tasks import Seat, Task, choices, lead
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id, new_reference
from shared.kernel.refusals import FieldError, InvalidInput, NotFound

_MOST_ROOMS = 9


def new_code() -> str:
    """A code for one search: it says nothing, and is not the reference of the case."""
    return new_reference().replace("WM-", "RM-")


def _need_fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "Who applied as homeless?"),
        Field("applied_on", "On which day?", DAY),
        Field("homeless_from_abuse", "Are they homeless because of the abuse?", CHOICE, choices=wording.YES_NO),
        Field(
            "vulnerable",
            "Are they vulnerable because of it?",
            CHOICE,
            "Counts only by the law before 5 July 2021.",
            choices=wording.YES_NO,
            stands="unknown",
        ),
    )


def _need_lead(seat: Seat) -> Sequence[str]:
    law = seat.room.law(seat.today)
    return (law.says, f"{law.law}. The law is that of the day they applied.") if law else ()


def _band_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("band", "Which band?", CHOICE, choices=seat.practice.bands),
        Field("ground", "Who decided it, or why?", CHOICE, choices=wording.GROUNDS),
        Field("decided_on", "On which day?", DAY),
    )


def _works(seat: Seat) -> Sanctuary:
    ours = [each for each in seat.file.sanctuaries if running(each)]
    chosen = seat.pick("works", [each.sanctuary_id for each in ours])
    return next(each for each in ours if each.sanctuary_id == chosen)


def _step_fields(seat: Seat) -> Sequence[Field]:
    steps = {code: wording.WORKS[code] for code in NEXT[_works(seat).status]}
    return (
        Field("status", "How far have they come?", CHOICE, choices=steps),
        Field("works_by", "By which day are the works to be done?", DAY, "Where they are ordered.", optional=True),
    )


def _step(seat: Seat, typed: Mapping[str, Any]) -> Command:
    if typed["status"] == "works_ordered" and typed["works_by"] is None:
        raise InvalidInput([FieldError("/works_by", "missing", "Say by which day the works are to be done.")])
    return seat.make(asked.MoveSanctuary, sanctuary_id=_works(seat).sanctuary_id, **typed)


def _reciprocal_fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "Who is to move?"),
        Field("scheme", "Which scheme?", CHOICE, choices=seat.practice.reciprocal.schemes),
        Field("bedrooms", "How many bedrooms?", NUMBER, most=_MOST_ROOMS),
        Field("landlord_agrees", "Their landlord has agreed", TICK),
        Field(
            "boroughs",
            "In which boroughs would they live?",
            SEVERAL,
            f"At least {seat.practice.reciprocal.least_boroughs}, none where it is not safe.",
            choices=choices([each for each in seat.practice.boroughs if each != seat.practice.borough]),
        ),
    )


def _reciprocal(seat: Seat, typed: Mapping[str, Any]) -> Command:
    least = seat.practice.reciprocal.least_boroughs
    if len(typed["boroughs"]) < least:
        says = f"Tick at least {least} boroughs in which they would live."
        raise InvalidInput([FieldError("/boroughs", "too_few", says)])
    return seat.make(asked.AskForReciprocal, reciprocal_id=new_id(), code=new_code(), **typed)


_RECIPROCAL_LEAD = lead(
    "One offer is made. It is no emergency accommodation.",
    "Outside, nobody learns who it is for: the request carries a code, and you are the contact.",
)


def _seeking(seat: Seat) -> str:
    if seat.file.seeking is None:
        raise NotFound
    return seat.file.seeking.reciprocal_id


def _offer_fields(seat: Seat) -> Sequence[Field]:
    named = seat.file.seeking.boroughs if seat.file.seeking else ()
    return (Field("borough", "In which borough?", CHOICE, choices={each: each for each in named}),)


HOME_TASKS: dict[str, Task] = {
    "need": Task(
        "Consider priority need",
        "Record it",
        _need_fields,
        lambda seat, typed: seat.make(asked.ConsiderPriorityNeed, **typed),
        _need_lead,
    ),
    "band": Task(
        "Record the band of the housing register",
        "Record it",
        _band_fields,
        lambda seat, typed: seat.make(asked.DecideBand, **typed),
    ),
    "sanctuary": Task(
        "Ask for works, so that they can stay at home",
        "Ask for them",
        lambda seat: (
            person(seat, "Who stays at home?"),
            Field("tenure", "Whose home is it?", CHOICE, choices=wording.TENURES),
            Field("contact_id", "Who answers for all of it?", CHOICE, choices=seat.colleagues, stands=seat.me),
        ),
        lambda seat, typed: seat.make(asked.AskForSanctuary, sanctuary_id=new_id(), **typed),
        lead("Locks, doors, windows, lights, a safe room. One person answers for it from survey to last check."),
    ),
    "sanctuary-step": Task("How far have the works come?", "Record it", _step_fields, _step),
    "reciprocal": Task("Seek a home in another borough", "Seek it", _reciprocal_fields, _reciprocal, _RECIPROCAL_LEAD),
    "reciprocal-offer": Task(
        "A home was offered",
        "Record it",
        _offer_fields,
        lambda seat, typed: seat.make(asked.RecordReciprocalOffer, reciprocal_id=_seeking(seat), **typed),
    ),
    "reciprocal-end": Task(
        "What became of the move?",
        "Record it",
        lambda seat: (Field("result", "What became of it?", CHOICE, choices=wording.MOVES),),
        lambda seat, typed: seat.make(asked.EndReciprocal, reciprocal_id=_seeking(seat), **typed),
    ),
    "recourse": Task(
        "Recourse to public funds",
        "Keep it",
        lambda seat: (
            person(seat, "About whom?"),
            Field("no_recourse", "Do they have no recourse to public funds?", CHOICE, choices=wording.YES_NO),
        ),
        lambda seat, typed: seat.make(asked.NoteRecourse, **typed),
        lead(
            "Sealed under their key, seen here and by the adviser, published to nobody: no other service and no panel "
            "is told, and nobody who decides about their stay.",
        ),
    ),
}
