"""The forms about where it is not safe and where somebody stays; of a place nothing is asked but its code."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.support import commands as asked
from services.triage.domain.support.placing import REFUGE
from services.triage.domain.support.practice import NOT_IN_LIST
from services.triage.web.fields import AREA, CHOICE, DAY, NUMBER, TEXT, Field
from services.triage.web.support import wording
from services.triage.web.support.plan_tasks import person
from services.triage.web.support.tasks import Seat, Task, choices, lead
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput

_MOST_CHILDREN = 20


def _area_fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "For whom is it not safe?"),
        Field("area", "What is not safe?", CHOICE, choices=wording.AREAS),
        Field("borough", "Which borough?", CHOICE, choices=choices(seat.practice.boroughs), optional=True),
        Field("ward", "Which ward of ours?", CHOICE, choices=choices(seat.practice.wards), optional=True),
        Field(
            "words",
            "The place in words",
            AREA,
            "Such as a station, a road or a relative’s part of town. Sealed under their key; a person compares it.",
            optional=True,
        ),
    )


def _area(seat: Seat, typed: Mapping[str, Any]) -> Command:
    """Only what was chosen counts: a borough left in the list by mistake is no second area."""
    kind = typed["area"]
    if not typed[kind]:
        raise InvalidInput([FieldError(f"/{kind}", "missing", "Say which place it is.")])
    said = {kind: typed[kind]}
    return seat.make(asked.NameUnsafeArea, area_id=new_id(), person_id=typed["person_id"], area=kind, **said)


def _place_lead(seat: Seat) -> Sequence[str]:
    places = "; ".join(seat.areas.values())
    return (
        f"It is not safe for them here: {places}." if places else "No place that is not safe is named.",
        "Of a refuge only its code is kept: no borough, no ward, no address. Whoever answers for it compares it with "
        "the places above.",
    )


def _place_fields(seat: Seat) -> Sequence[Field]:
    boroughs = {**choices(seat.practice.boroughs), NOT_IN_LIST: "Outside these boroughs"}
    return (
        person(seat, "Who stays there?"),
        Field("place", "What kind of place is it?", CHOICE, choices=wording.PLACES),
        Field("code", "The code of the place", TEXT, "Letters, a dash and a number, such as R-7. Never its address."),
        Field("borough", "Which borough?", CHOICE, "Leave it out for a refuge.", choices=boroughs, optional=True),
        Field(
            "ward",
            "Which ward of ours?",
            CHOICE,
            "Leave it out for a refuge, and outside our borough.",
            choices=choices(seat.practice.wards),
            optional=True,
        ),
        Field("outside", "Is it outside our borough?", CHOICE, choices=wording.YES_NO),
        Field("children", "How many children go with them?", NUMBER, stands="0", most=_MOST_CHILDREN),
        Field("starts_on", "From which day?", DAY),
        Field(
            "checked",
            "Did somebody who knows the place compare it with where it is not safe?",
            CHOICE,
            choices=wording.CHECKED,
        ),
        Field(
            "despite",
            "If it is not clear, why is it used all the same?",
            CHOICE,
            "It stands in the record with your name. Without a reason such a place is refused.",
            choices=wording.DESPITE,
            optional=True,
        ),
    )


def _place(seat: Seat, typed: Mapping[str, Any]) -> Command:
    members = {**typed, "code": typed["code"].strip().upper()}
    for name in ("borough", "ward"):
        if members["place"] == REFUGE and members[name]:
            raise InvalidInput([FieldError(f"/{name}", "refuge", "Of a refuge this is not kept. Choose none.")])
    if members["ward"] and members["borough"] != seat.practice.borough:
        says = f"A ward of ours lies in {seat.practice.borough}. Choose that borough, or no ward."
        raise InvalidInput([FieldError("/ward", "elsewhere", says)])
    return seat.make(asked.MakePlacement, placement_id=new_id(), **members)


PLACE_TASKS: dict[str, Task] = {
    "area": Task(
        "Where is it not safe?",
        "Keep it",
        _area_fields,
        _area,
        lead(
            "Ask where whoever does the harm lives, works, has family or friends, and which ways they take.",
            "Every place somebody is sent to is compared with this.",
        ),
    ),
    "area-none": Task(
        "They were asked, and no place is unsafe",
        "Record it",
        lambda seat: (person(seat, "Who was asked?"),),
        lambda seat, typed: seat.make(asked.RecordNoUnsafeArea, **typed),
        lead("Not asked is never safe, so it is kept that somebody asked."),
    ),
    "area-end": Task(
        "It is safe there again",
        "Record it",
        lambda seat: (Field("because", "Who says so?", CHOICE, choices=wording.LIFTED),),
        lambda seat, typed: seat.make(asked.LiftUnsafeArea, area_id=seat.pick("area", [*seat.areas]), **typed),
    ),
    "place": Task("Where they stay", "Record it", _place_fields, _place, _place_lead),
    "place-end": Task(
        "They left",
        "Record it",
        lambda seat: (
            Field("ended_on", "On which day?", DAY),
            Field("because", "Why?", CHOICE, choices=wording.LEFT),
        ),
        lambda seat, typed: seat.make(
            asked.EndPlacement,
            placement_id=seat.pick("placement", [each.placement_id for each in seat.file.placements]),
            **typed,
        ),
    ),
}
