"""Closes cases: the command, in the stream of the assessment, by the practice of the day."""

from collections.abc import Sequence

from services.triage.application.handlers import answering, stream_of
from services.triage.application.processes.response_deadline import response_timers
from services.triage.domain import closing
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.closing import CLOSING, Silence, SilencePractice
from services.triage.domain.commands import CloseCase
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact
from shared.kernel.working_days import WorkingDays


def closing_commands(practice: InForce[SilencePractice], calendar: WorkingDays) -> dict[type[Command], Handler]:
    """The table."""

    def close(command: CloseCase, state: Silence) -> Sequence[Fact]:
        return closing.close_case(command, state, practice.on(day_of(command.at)), calendar)

    return {
        CloseCase: Handler(
            decider=CLOSING,
            stream=lambda command: stream_of(command.referral_id),
            decide=answering(close, lambda state: state.standing),
            about=lambda command, state: (command.referral_id,),
            timers=response_timers,
        )
    }
