"""Which decision answers which command about a case of abuse; all stand in the stream of its assessment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from services.triage.application.guarding import Guard
from services.triage.application.handlers import answering, stream_of
from services.triage.application.processes.response_deadline import response_timers
from services.triage.domain.commands import CloseCase
from services.triage.domain.events import MarkedForPanel
from services.triage.domain.judging import Judge
from services.triage.domain.programme.book import ProgrammeBooks
from services.triage.domain.vawg import commands as asked
from services.triage.domain.vawg import court, incidents, signals, strands, transfer
from services.triage.domain.vawg.figures import FIGURES, RecordFigure, record_figure
from services.triage.domain.vawg.file import ABUSE, AbuseFile
from services.triage.domain.vawg.handling import Handlings
from services.triage.domain.vawg.repeats import MARAC, Repeats
from services.triage.domain.vawg.transfer_practice import TransferPractices
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Recorded

_LONDON = ZoneInfo("Europe/London")
FIGURES_STREAM = "vawg-figures"


@dataclass(frozen=True, slots=True)
class VawgGround:
    """What decisions about a case of abuse stand on; `story` gives a stream as recorded."""

    judge: Judge
    handlings: Handlings
    repeats: Repeats
    transfers: TransferPractices
    programmes: ProgrammeBooks
    story: Callable[[str], Sequence[Recorded]]


def vawg_commands(ground: VawgGround) -> dict[type[Command], Handler]:
    """The table of commands on a case of abuse."""
    judge, handlings, practices = ground.judge, ground.handlings, ground.transfers
    decisions: dict[type[Command], Callable[[Any, Any], Any]] = {
        asked.NameStrand: lambda command, file: strands.name_strand(command, file, judge),
        asked.SettleStep: lambda command, file: strands.settle_step(command, file, handlings),
        asked.RequestTransfer: lambda command, file: transfer.request_transfer(command, file, practices, judge),
        asked.RecordPack: lambda command, file: transfer.record_pack(command, file, practices),
        asked.AcknowledgePack: transfer.acknowledge_pack,
        asked.HandOverSupport: transfer.hand_over_support,
        asked.ListHearing: court.list_hearing,
        asked.MoveHearing: court.move_hearing,
        asked.EndHearing: court.end_hearing,
        asked.AnswerSafetySignal: signals.answer_safety_signal,
    }
    table = {kind: _of_case(decide) for kind, decide in decisions.items()}
    recording = _of_case(lambda command, file: incidents.record_further_incident(command, file, ground.repeats, judge))
    table[asked.RecordFurtherIncident] = replace(recording, gather=partial(_with_day_of_marking, ground))
    return table


def figure_commands() -> dict[type[Command], Handler]:
    """The table of commands about what other sources count."""
    handler = Handler(
        decider=FIGURES,
        stream=lambda command: FIGURES_STREAM,
        decide=record_figure,
        about=lambda command, state: (),
    )
    return {RecordFigure: handler}


def closing_guard(ground: VawgGround) -> Guard:
    """What of this work stands in the way of closing a case."""

    def check(command: CloseCase, file: AbuseFile) -> None:
        strands.refuse_with_open_duties(command, file, ground.handlings)
        transfer.refuse_while_moving(command, file)

    return Guard(ABUSE, check)


def _with_day_of_marking(ground: VawgGround, command: asked.RecordFurtherIncident) -> asked.RecordFurtherIncident:
    """The day on which MARAC was last told of the case; facts do not say themselves when they were recorded."""
    days = [
        recorded.recorded_at.astimezone(_LONDON).date()
        for recorded in ground.story(stream_of(command.referral_id))
        if isinstance(recorded.fact, MarkedForPanel) and recorded.fact.panel == MARAC
    ]
    return command.model_copy(update={"marked_on": max(days, default=None)})


def _of_case(decide: Callable[[Any, Any], Any]) -> Handler:
    return Handler(
        decider=ABUSE,
        stream=lambda command: stream_of(command.referral_id),
        decide=answering(decide, lambda file: file.standing),
        about=lambda command, file: (command.referral_id,),
        timers=response_timers,
    )
