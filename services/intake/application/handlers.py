"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from typing import Any

from services.intake.application.forgetting import forgetting_timers
from services.intake.domain import person, referral
from services.intake.domain.commands import (
    ChangeSafeContact,
    CompleteForgetting,
    ForgetPerson,
    LiftHold,
    NoteCallBack,
    NoteOutcome,
    PlaceHold,
    RecordMinutes,
    SubmitReferral,
)
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

Decide = Callable[[Any, Any], Sequence[Fact]]


def referral_stream(reference: str) -> str:
    """The stream of a referral. Its name is its reference, so no two referrals can bear the same one."""
    return f"referral-{reference}"


def person_stream(person_id: str) -> str:
    """The stream of what is decided about keeping a person's details."""
    return f"person-{person_id}"


def _of_referral(decide: Decide) -> Handler:
    return Handler(
        decider=referral.DECIDER,
        stream=lambda command: referral_stream(command.reference),
        decide=decide,
        about=lambda command, state: (referral.id_of(state),),
    )


def _of_person(decide: Decide) -> Handler:
    return Handler(
        decider=person.DECIDER,
        stream=lambda command: person_stream(command.person_id),
        decide=decide,
        about=lambda command, state: (),
        timers=forgetting_timers,
    )


COMMANDS: dict[type[Command], Handler] = {
    SubmitReferral: Handler(
        decider=referral.DECIDER,
        stream=lambda command: referral_stream(command.reference),
        decide=referral.submit_referral,
        about=lambda command, state: (command.referral_id,),
        opens=True,
    ),
    ChangeSafeContact: _of_referral(referral.change_safe_contact),
    RecordMinutes: _of_referral(referral.record_minutes),
    NoteCallBack: _of_referral(referral.note_call_back),
    NoteOutcome: _of_referral(referral.note_outcome),
    PlaceHold: _of_person(person.place_hold),
    LiftHold: _of_person(person.lift_hold),
    ForgetPerson: _of_person(person.forget_person),
    CompleteForgetting: _of_person(person.complete_forgetting),
}
