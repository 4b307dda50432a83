"""Pointers: that another process knows somebody, and whom to ask there; never what it knows."""

from collections.abc import Sequence

import msgspec

from services.triage.domain.family.commands import EndPointer, KeepPointer
from services.triage.domain.family.events import PointerEnded, PointerKept
from services.triage.domain.family.refusals import PointerIsOver
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Sensitive, private
from shared.kernel.refusals import FieldError, InvalidInput

LONGEST_ASK = 200


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a pointer says, once opened: through which referral somebody was found, which process, whom to ask."""

    referral_id: str
    process: str
    ask: str


class Pointer(State, frozen=True, kw_only=True):
    """Whether it holds."""

    holds: bool = False


def evolve(state: Pointer, fact: Fact) -> Pointer:
    """After one more fact."""
    match fact:
        case PointerKept():
            return Pointer(holds=True)
        case PointerEnded():
            return Pointer(holds=False)
    return state


POINTER: Decider[Pointer] = Decider(Pointer(), evolve)


def keep_pointer(command: KeepPointer, state: Pointer) -> Sequence[Fact]:
    """Short, so that no content finds room in it."""
    if state.holds:
        return ()
    ask = " ".join(command.ask.split())
    if not ask:
        raise InvalidInput([FieldError("/ask", "missing", "Whom to ask: give the team, or a name and a number there.")])
    if len(ask) > LONGEST_ASK:
        raise InvalidInput([FieldError("/ask", "too_long", f"Whom to ask: use at most {LONGEST_ASK} characters.")])
    told = Told(referral_id=command.referral_id, process=command.process, ask=ask)
    text = msgspec.json.encode(told).decode()
    return (PointerKept(pointer_id=command.pointer_id, told=private(command.person_id, Sensitive, text)),)


def end_pointer(command: EndPointer, state: Pointer) -> Sequence[Fact]:
    """Once."""
    if not state.holds:
        raise PointerIsOver
    return (PointerEnded(pointer_id=command.pointer_id),)


def opened(text: str) -> Told:
    """What a pointer says."""
    return msgspec.json.decode(text, type=Told)
