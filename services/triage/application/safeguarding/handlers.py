"""Which decision answers which command about safeguarding, and in which stream it is written."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from services.triage.application.guarding import Guard
from services.triage.application.handlers import answering, stream_of
from services.triage.application.handover.handlers import KnownOf, handovers_of, receipt_timers
from services.triage.application.processes.response_deadline import response_timers
from services.triage.application.safeguarding.details import details_in
from services.triage.application.safeguarding.room import SafeguardingRoom, day_in_london
from services.triage.domain.handover.handing_over import HANDOVERS, LEFT_OPEN
from services.triage.domain.handover.waiting import answering_silence
from services.triage.domain.judging import Judge
from services.triage.domain.protection import PROTECTION
from services.triage.domain.safeguarding import commands as asked
from services.triage.domain.safeguarding import hate, nrm, premises, referring
from services.triage.domain.safeguarding.file import SAFEGUARDING
from services.triage.domain.safeguarding.practice import Practice
from services.triage.domain.safeguarding.processes import PROCESSES, NoteOtherProcess, note_other_process
from services.triage.domain.safeguarding.referral_commands import (
    Gathered,
    RecordSafeguardingAnswer,
    ReferSafeguarding,
)
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact
from shared.kernel.personal import Opener

MASH = "children_mash"


def safeguarding_commands(
    room: SafeguardingRoom, judge: Judge, opener: Opener, known_of: KnownOf
) -> dict[type[Command], Handler]:
    """The table of commands. `opener` opens details only to see that none of them leaves."""
    return _on_the_case(room, judge, opener) | _among_handovers(room, known_of) | _walled(room)


def _on_the_case(room: SafeguardingRoom, judge: Judge, opener: Opener) -> dict[type[Command], Handler]:
    def on(command: asked.SafeguardingCommand) -> Practice:
        return room.practices.on(command.today)

    def due_on(command: asked.ReferToNrm) -> date:
        return room.day_after(command.sent_on, on(command).nrm.decision_within)

    def told_childrens_services(command: asked.ReferToNrm) -> asked.ReferToNrm:
        made = room.handovers(command.referral_id).by_id.values()
        told = any(each.route == MASH and each.stands != LEFT_OPEN for each in made)
        return command.model_copy(update={"childrens_services_told": told})

    def with_details(command: asked.NotifyHomeOffice) -> asked.NotifyHomeOffice:
        story = room.facts(stream_of(command.referral_id))
        return command.model_copy(update={"details": details_in(story, opener)})

    decisions: dict[type[Command], Any] = {
        asked.ConsiderExploitation: lambda c, file: nrm.consider_exploitation(c, file, on(c).nrm),
        asked.ReferToNrm: lambda c, file: nrm.refer_to_nrm(c, file, due_on(c)),
        asked.NotifyHomeOffice: lambda c, file: nrm.notify_home_office(c, file, on(c).nrm),
        asked.RecordNrmDecision: lambda c, file: nrm.record_nrm_decision(c, file, on(c).nrm),
        asked.HandleHateCrime: lambda c, file: hate.handle_hate_crime(c, file, on(c).hate, judge),
        asked.AssessPremisesClaim: lambda c, file: premises.assess_premises_claim(c, file, on(c).premises),
        asked.NotePremisesParty: premises.note_premises_party,
        asked.TakePremisesStep: premises.take_premises_step,
    }
    gathering: dict[type[Command], Callable[[Any], Any]] = {
        asked.ReferToNrm: told_childrens_services,
        asked.NotifyHomeOffice: with_details,
    }
    return {kind: _of_case(decide, gathering.get(kind)) for kind, decide in decisions.items()}


def _of_case(decide: Any, gather: Callable[[Any], Any] | None) -> Handler:
    return Handler(
        decider=SAFEGUARDING,
        stream=lambda command: stream_of(command.referral_id),
        decide=answering(decide, lambda file: file.protection.standing),
        about=lambda command, file: (command.referral_id,),
        gather=gather or (lambda command: command),
        timers=response_timers,
    )


def _among_handovers(room: SafeguardingRoom, known_of: KnownOf) -> dict[type[Command], Handler]:
    def gathered(route: str, command: Any) -> Any:
        practice = room.practices.on(day_in_london(command.at)).referrals.get(route)
        answer_due_at = room.due_after(command.at, practice.answer_within) if practice else command.at
        known = _due_by(known_of(command.referral_id, command.at), room, practice, command.at)
        story = PROTECTION.fold(room.facts(stream_of(command.referral_id)))
        return command.model_copy(update={"gathered": Gathered(known, story, practice, answer_due_at)})

    def of_answer(command: RecordSafeguardingAnswer) -> RecordSafeguardingAnswer:
        one = room.handovers(command.referral_id).by_id.get(command.handover_id)
        found: RecordSafeguardingAnswer = gathered((one.route if one else None) or "", command)
        return found

    def of(decide: Callable[..., Sequence[Fact]], gather: Callable[[Any], Any]) -> Handler:
        return Handler(
            decider=HANDOVERS,
            stream=lambda command: handovers_of(command.referral_id),
            decide=answering_silence(decide),
            about=lambda command, state: (command.referral_id,),
            gather=gather,
            timers=receipt_timers,
        )

    return {
        ReferSafeguarding: of(referring.refer_safeguarding, lambda command: gathered(command.route, command)),
        RecordSafeguardingAnswer: of(referring.record_safeguarding_answer, of_answer),
    }


def _due_by(known: Any, room: SafeguardingRoom, practice: Any, at: datetime) -> Any:
    """A child's case waits for no more than the practice says, whatever holds for other hand-overs."""
    due_at = room.due_after(at, practice.receipt_within) if practice else known.receipt_due_at
    return msgspec.structs.replace(known, receipt_due_at=due_at)


CLOSING_GUARD = Guard(SAFEGUARDING, lambda command, file: nrm.refuse_while_unnotified(file))
"""What of this work stands in the way of closing a case."""


def _walled(room: SafeguardingRoom) -> dict[type[Command], Handler]:
    """Not even about which referral it is stands beside these facts."""
    return {
        NoteOtherProcess: Handler(
            decider=PROCESSES,
            stream=lambda command: command.stream,
            decide=lambda command, state: note_other_process(command, state, room.practices.on(command.today)),
            about=lambda command, state: (),
        )
    }
