"""Which decision answers which command about support, and in which stream it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.triage.application.handlers import answering, stream_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support import (
    advising,
    areas,
    heard,
    housing,
    one_stop,
    panel,
    placing,
    planning,
    reciprocal,
    recourse,
    registers,
    sanctuary,
)
from services.triage.domain.support import commands as asked
from services.triage.domain.support.folding import SUPPORT
from services.triage.domain.support.heard_commands import TellSafeWays
from services.triage.domain.support.panel_commands import AskHousingPanel, NotePanelBand
from services.triage.domain.support.practice import HousingLaw, SupportPractice
from services.triage.domain.support.registers import ADVISERS, REFUGES
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.working_days import WorkingDays

ADVISERS_STREAM = "support-advisers"
REFUGES_STREAM = "support-refuges"


@dataclass(frozen=True, slots=True)
class SupportGround:
    """What decisions about support stand on: practice and law by day, the calendar, and how many cases each has."""

    practice: InForce[SupportPractice]
    housing: InForce[HousingLaw]
    calendar: WorkingDays
    open_cases: Callable[[str], int]


def support_commands(ground: SupportGround) -> dict[type[Command], Handler]:
    """The table of commands on a case; they stand in the stream of its assessment, so that what is learnt of the
    referral and where somebody is placed are decided one after the other."""
    practice = ground.practice
    decisions: dict[type[Command], Any] = {
        asked.RecordAdviserTried: advising.record_adviser_tried,
        asked.AgreeSafetyAction: planning.agree_safety_action,
        asked.EndSafetyAction: planning.end_safety_action,
        asked.ReviewSafetyPlan: lambda command, file: planning.review_safety_plan(command, file, practice),
        asked.RecordNoUnsafeArea: areas.record_no_unsafe_area,
        asked.NameUnsafeArea: lambda command, file: areas.name_unsafe_area(command, file, practice),
        asked.LiftUnsafeArea: areas.lift_unsafe_area,
        asked.MakePlacement: lambda command, file: placing.make_placement(command, file, practice),
        asked.EndPlacement: placing.end_placement,
        asked.RecordDropIn: one_stop.record_drop_in,
        asked.TellPoliceOfOrder: lambda command, file: one_stop.tell_police_of_order(
            command, file, practice, ground.calendar
        ),
        asked.AcknowledgeOrder: one_stop.acknowledge_order,
        asked.AskForSanctuary: sanctuary.ask_for_sanctuary,
        asked.MoveSanctuary: sanctuary.move_sanctuary,
        asked.AskForReciprocal: lambda command, file: reciprocal.ask_for_reciprocal(command, file, practice),
        asked.RecordReciprocalOffer: lambda command, file: reciprocal.record_reciprocal_offer(command, file, practice),
        asked.EndReciprocal: reciprocal.end_reciprocal,
        asked.ConsiderPriorityNeed: lambda command, file: housing.consider_priority_need(command, file, ground.housing),
        asked.DecideBand: lambda command, file: housing.decide_band(command, file, practice),
        AskHousingPanel: panel.ask_housing_panel,
        NotePanelBand: panel.note_panel_band,
        TellSafeWays: heard.tell_safe_ways,
        asked.NoteRecourse: recourse.note_recourse,
    }
    table = {kind: _of_case(decide) for kind, decide in decisions.items()}
    table[asked.GiveToAdviser] = _of_case(
        advising.give_to_adviser,
        lambda command: command.model_copy(update={"open_cases": ground.open_cases(command.adviser_id)}),
    )
    return table


def register_commands() -> dict[type[Command], Handler]:
    """The table of commands about the borough's registers of support."""
    return {
        asked.SetAdviserHours: _of(ADVISERS_STREAM, ADVISERS, registers.set_adviser_hours),
        asked.NoteCaseloads: _of(ADVISERS_STREAM, ADVISERS, registers.note_caseloads),
        asked.TellVacancies: _of(REFUGES_STREAM, REFUGES, registers.tell_vacancies),
    }


def _of_case(decide: Any, gather: Callable[[Any], Any] = lambda command: command) -> Handler:
    return Handler(
        decider=SUPPORT,
        stream=lambda command: stream_of(command.referral_id),
        decide=answering(decide, lambda file: file.standing),
        about=lambda command, file: (command.referral_id,),
        gather=gather,
    )


def _of(stream: str, decider: Decider[Any], decide: Any) -> Handler:
    return Handler(decider=decider, stream=lambda command: stream, decide=decide, about=lambda command, state: ())
