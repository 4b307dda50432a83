"""Which decision answers which command about risk and disclosure; they stand in the stream of the assessment."""

from collections.abc import Callable, Container
from datetime import date

from services.triage.application.handlers import Decide, answering, stream_of
from services.triage.application.processes.response_deadline import response_timers
from services.triage.domain.disclosure import disclosing
from services.triage.domain.disclosure.commands import ConsiderThreshold, RecordDisclosure
from services.triage.domain.disclosure.lawful import Wordings
from services.triage.domain.judging import Judge
from services.triage.domain.protection import PROTECTION
from services.triage.domain.risk import assessing as risk_assessing
from services.triage.domain.risk import register as risk_register
from services.triage.domain.risk.commands import (
    CompleteRiskAssessment,
    EndTraining,
    KeepRiskAnswers,
    LoadLicensedText,
    RecordTraining,
)
from services.triage.domain.risk.refusals import ToolNotForThisCase
from services.triage.domain.risk.register import REGISTER, RiskRegister
from services.triage.domain.risk.tools import Tool, Tools
from shared.kernel.handling import Command, Handler

RISK_STREAM = "risk-borough"


def protection_commands(
    judge: Judge,
    tools: Tools,
    wordings: Wordings,
    register: Callable[[], RiskRegister],
    heeded: Callable[[date], Container[str]],
) -> dict[type[Command], Handler]:
    """The table. `register` reads who is trained as it stands now, so that nobody completes a tool after the end.

    `heeded` are the signs of risk on which something to be done hangs on a day.
    """

    def of(decide: Decide) -> Handler:
        return Handler(
            decider=PROTECTION,
            stream=lambda command: stream_of(command.referral_id),
            decide=answering(decide, lambda state: state.standing),
            about=lambda command, state: (command.referral_id,),
            timers=response_timers,
        )

    def tool_of(command: KeepRiskAnswers | CompleteRiskAssessment) -> Tool:
        found = tools.on(command.today).get(command.tool)
        if found is None:
            raise ToolNotForThisCase
        return found

    table: dict[type[Command], Handler] = {
        KeepRiskAnswers: of(
            lambda command, state: risk_assessing.keep_risk_answers(command, state, tool_of(command), register())
        ),
        CompleteRiskAssessment: of(
            lambda command, state: risk_assessing.complete_risk_assessment(
                command, state, tool_of(command), register(), judge, heeded(command.today)
            )
        ),
        RecordDisclosure: of(
            lambda command, state: disclosing.record_disclosure(command, state, wordings.on(command.today))
        ),
        ConsiderThreshold: of(
            lambda command, state: disclosing.consider_threshold(command, state, wordings.on(command.today), judge)
        ),
    }
    return table | _register_commands(tools)


def _register_commands(tools: Tools) -> dict[type[Command], Handler]:
    def of(decide: Decide) -> Handler:
        return Handler(
            decider=REGISTER,
            stream=lambda command: RISK_STREAM,
            decide=decide,
            about=lambda command, state: (),
        )

    return {
        RecordTraining: of(lambda command, state: risk_register.record_training(command, state, tools)),
        EndTraining: of(risk_register.end_training),
        LoadLicensedText: of(lambda command, state: risk_register.load_licensed_text(command, state, tools)),
    }
