"""The forms about strands: that it is this too, and what became of a step of how one is handled."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.vawg import commands as asked
from services.triage.web.fields import AREA, CHOICE, MOMENT, Field
from services.triage.web.vawg.tasks import AbuseSeat, AbuseTask, always, saying
from services.triage.web.vawg.wording import CAME_OF, CAME_OF_A_DUTY
from shared.kernel.handling import Command


def _strand_fields(seat: AbuseSeat) -> Sequence[Field]:
    named = seat.standing.referral.strands
    left = {code: label for code, label in seat.strands.items() if code not in named}
    return (Field("strand", "What is it too?", CHOICE, choices=left),)


def _step_fields(seat: AbuseSeat) -> Sequence[Field]:
    _, shown = seat.step()
    duty = shown.step.duty
    return (
        Field("came_of_it", "What became of it?", CHOICE, choices=CAME_OF_A_DUTY if duty else CAME_OF),
        Field("done", "When?", MOMENT),
        Field(
            "text",
            "Who did what",
            AREA,
            "With the number of a report if there is one, or why it does not apply. It is sealed.",
            optional=not duty,
        ),
    )


def _step_title(seat: AbuseSeat) -> str:
    return seat.step()[1].step.says


def _step_lead(seat: AbuseSeat) -> Sequence[str]:
    each, shown = seat.step()
    duty = ["This is a duty. The case cannot be closed while it is open."] if shown.step.duty else []
    return [each.handling.title, *([shown.step.law] if shown.step.law else []), *duty, each.handling.lead]


def _settle(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    each, shown = seat.step()
    return asked.SettleStep(
        **seat.base(),
        handling=each.handling.code,
        step=shown.step.code,
        came_of=typed["came_of_it"],
        done_at=typed["done"],
        text=typed["text"] or "",
    )


STRAND_TASKS: dict[str, AbuseTask] = {
    "strand": AbuseTask(
        always("It is this too"),
        "Add it",
        _strand_fields,
        lambda seat, typed: asked.NameStrand(**seat.base(), strand=typed["strand"]),
        saying("The rules judge the case anew with it. What protects somebody follows at once."),
    ),
    "step": AbuseTask(_step_title, "Record it", _step_fields, _settle, _step_lead),
}
