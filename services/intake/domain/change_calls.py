"""A call somebody asked for about their own behaviour: asked once, answered once, and joined to nothing else."""

from collections.abc import Sequence

from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.domain.events import ChangeCallAnswered, ChangeCallRequested, ChannelSafety
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Contact, Identity, private
from shared.kernel.refusals import NotFound


class NotRequested(State, frozen=True, kw_only=True):
    """Nobody asked."""


class Requested(State, frozen=True, kw_only=True):
    """Somebody waits to be called."""


class Answered(State, frozen=True, kw_only=True):
    """Somebody was called."""


ChangeCall = NotRequested | Requested | Answered


def evolve(state: ChangeCall, fact: Fact) -> ChangeCall:
    """Asked, then answered."""
    match fact:
        case ChangeCallRequested():
            return Requested()
        case ChangeCallAnswered():
            return Answered()
    return state


def request_change_call(command: RequestChangeCall, state: ChangeCall) -> Sequence[Fact]:
    """Pressed twice, it is asked once."""
    if not isinstance(state, NotRequested):
        return ()
    said = command.calling
    return (
        ChangeCallRequested(
            request_id=command.request_id,
            person_id=command.person_id,
            full_name=private(command.person_id, Identity, command.full_name) if command.full_name else None,
            phone=private(command.person_id, Contact, command.phone),
            calling=ChannelSafety(safe=said.safe, voicemail=said.voicemail, times=said.times),
        ),
    )


def answer_change_call(command: AnswerChangeCall, state: ChangeCall) -> Sequence[Fact]:
    """Only what was asked for is answered; the first answer stands."""
    if isinstance(state, NotRequested):
        raise NotFound
    if isinstance(state, Answered):
        return ()
    return (ChangeCallAnswered(request_id=command.request_id, reached=command.reached),)


DECIDER: Decider[ChangeCall] = Decider(NotRequested(), evolve)
