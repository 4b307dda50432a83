"""The Message: an e-mail that came in, was sorted once, and, where it was set aside, looked at by a person."""

from collections.abc import Sequence

from services.intake.domain.commands import DismissMessage, ReleaseMessage, TakeMessage
from services.intake.domain.events import DangerWordsFound, MessageDismissed, MessageReleased, MessageTaken
from services.intake.domain.refusals import MessageNotSetAside
from services.intake.domain.under_mail import taken
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import NotFound

_SET_ASIDE = ("ignored", "quarantined")


class NotTaken(State, frozen=True, kw_only=True):
    """There is no such message."""


class Taken(State, frozen=True, kw_only=True):
    """A message that came in, as it was sorted."""

    taken: MessageTaken


class Released(State, frozen=True, kw_only=True):
    """A message that was set aside and that a person made a referral of."""

    taken: MessageTaken
    released: MessageReleased


class Dismissed(State, frozen=True, kw_only=True):
    """A message that was set aside and that a person found to be nothing for us."""

    taken: MessageTaken
    why: str


Message = NotTaken | Taken | Released | Dismissed


def evolve(state: Message, fact: Fact) -> Message:
    """Each fact moves the message on; those that change nothing here leave it as it was."""
    match state, fact:
        case NotTaken(), MessageTaken():
            return Taken(taken=fact)
        case Taken() | Dismissed(), MessageReleased():
            return Released(taken=state.taken, released=fact)
        case Taken(), MessageDismissed():
            return Dismissed(taken=state.taken, why=fact.why)
    return state


def take_message(command: TakeMessage, state: Message) -> Sequence[Fact]:
    """Once, however often it comes. Words of danger in what is set aside are told of here, since no referral is."""
    if not isinstance(state, NotTaken):
        return ()
    facts: list[Fact] = [taken(command)]
    if command.result == "quarantined" and command.dangers and command.listed is not None:
        facts.append(
            DangerWordsFound(
                message_id=command.message_id,
                referral_id=None,
                reference=None,
                dangers=command.dangers,
                listed=command.listed,
            )
        )
    return facts


def release_message(command: ReleaseMessage, state: Message) -> Sequence[Fact]:
    """Whatever was set aside, also what was dismissed: it is never too late to see what was overlooked."""
    if isinstance(state, Released):
        return ()
    if isinstance(state, NotTaken):
        raise NotFound
    if state.taken.result not in _SET_ASIDE:
        raise MessageNotSetAside
    return (
        MessageReleased(message_id=command.message_id, reference=command.reference, referral_id=command.referral_id),
    )


def dismiss_message(command: DismissMessage, state: Message) -> Sequence[Fact]:
    """Only what waits in quarantine: what was ignored needs nobody to say so."""
    if isinstance(state, Dismissed):
        return ()
    if isinstance(state, NotTaken):
        raise NotFound
    if isinstance(state, Released) or state.taken.result != "quarantined":
        raise MessageNotSetAside
    return (MessageDismissed(message_id=command.message_id, why=command.why),)


DECIDER: Decider[Message] = Decider(NotTaken(), evolve)
