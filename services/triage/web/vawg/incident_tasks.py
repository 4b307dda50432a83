"""The forms about what happened since, and about moving to another area."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.vawg import commands as asked
from services.triage.domain.vawg.transfer import running
from services.triage.domain.vawg.transfer_practice import TransferPractice
from services.triage.web.fields import AREA, CHOICE, DAY, MOMENT, TICK, Field
from services.triage.web.vawg.tasks import AbuseSeat, AbuseTask, always, saying
from services.triage.web.vawg.wording import DIRECTIONS, LASTING, YES_NO
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id

_HOLDS = "holds_"


def _incident_fields(seat: AbuseSeat) -> Sequence[Field]:
    return (
        Field("occurred", "On which day did it happen?", DAY),
        Field("same_person", "Was it the same person?", CHOICE, choices=YES_NO),
        Field("criminal", "Would it be a crime, whether or not it was reported?", CHOICE, choices=YES_NO),
        Field("sexual", "Was it sexual violence?", CHOICE, choices=YES_NO),
        Field("police_told", "Do the police know of it?", CHOICE, choices=YES_NO),
        Field("text", "What happened", AREA, "It is sealed, and gone with the person it is about.", optional=True),
    )


def _incident(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    codes = {name: typed[name] for name in ("same_person", "criminal", "sexual", "police_told")}
    return asked.RecordFurtherIncident(
        **seat.base(), incident_id=new_id(), occurred_on=typed["occurred"], text=typed["text"] or "", **codes
    )


def _incident_lead(seat: AbuseSeat) -> Sequence[str]:
    book = seat.room.ground.repeats.on(seat.now.date())
    return (
        book.says,
        "Unwanted contact, a breach of bail or of an order, a dispute over children or property: each counts.",
    )


def _practice(seat: AbuseSeat) -> TransferPractice:
    return seat.room.ground.transfers.on(seat.now.date())


def _transfer_fields(seat: AbuseSeat) -> Sequence[Field]:
    return (
        Field("direction", "Which way?", CHOICE, choices=DIRECTIONS),
        Field("area", "Which other area?", CHOICE, choices=_practice(seat).areas),
        Field("lasting", "For how long?", CHOICE, choices=LASTING),
        Field("heard", "Was the case heard at a MARAC there, or here?", CHOICE, choices=YES_NO),
        Field("agenda_out", "Had an agenda with it gone out already?", CHOICE, choices=YES_NO),
        Field(
            "last_marac",
            "Last referral to MARAC there",
            DAY,
            "Only where it comes to us. The year runs on.",
            optional=True,
        ),
    )


def _transfer(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    members = {name: typed[name] for name in ("direction", "area", "lasting", "heard", "agenda_out")}
    return asked.RequestTransfer(**seat.base(), transfer_id=new_id(), last_marac_on=typed["last_marac"], **members)


def _pack_fields(seat: AbuseSeat) -> Sequence[Field]:
    ticks = [Field(f"{_HOLDS}{code}", text, TICK) for code, text in _practice(seat).holds.items()]
    return (*ticks, Field("done", "When did it go out, or come in?", MOMENT))


def _pack(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    holds = tuple(code for code in _practice(seat).holds if typed[f"{_HOLDS}{code}"])
    return asked.RecordPack(**seat.base(), holds=holds, done_at=typed["done"])


def _pack_lead(seat: AbuseSeat) -> Sequence[str]:
    moving = running(seat.file)
    heard = (
        [] if moving is None or moving.heard == "no" else ["It was heard before, so minutes and plan must be in it."]
    )
    return ["Tick what the pack holds.", *heard]


INCIDENT_TASKS: dict[str, AbuseTask] = {
    "incident": AbuseTask(always("Something more happened"), "Record it", _incident_fields, _incident, _incident_lead),
    "transfer": AbuseTask(
        always("Move the case between areas"),
        "Begin the transfer",
        _transfer_fields,
        _transfer,
        saying(
            "Everything goes over, and the case stays open here until the other area has it.",
            "Nothing is asked of where the new home is. Write it nowhere in this record.",
        ),
    ),
    "pack": AbuseTask(always("The pack of the transfer"), "Record it", _pack_fields, _pack, _pack_lead),
    "pack-acknowledged": AbuseTask(
        always("The pack is acknowledged"),
        "All of it is there",
        lambda seat: (),
        lambda seat, typed: asked.AcknowledgePack(**seat.base()),
        saying("Whoever was to have it has said so: a person, not a delivery receipt."),
    ),
    "support-over": AbuseTask(
        always("Adviser has spoken to adviser"),
        "They have spoken",
        lambda seat: (),
        lambda seat, typed: asked.HandOverSupport(**seat.base()),
    ),
}
