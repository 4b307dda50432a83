"""Two little services for tests of delivery: one publishes its notes, the other copies what it hears."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import ClassVar

from shared.contracts import envelope
from shared.contracts.model import Contract
from shared.delivery.dead_letters import DeadLetters
from shared.delivery.inbox import Inbox
from shared.delivery.relay import Publication
from shared.event_store.store import EventStore
from shared.kernel.clock import ScriptedClock
from shared.kernel.dispatching import Dispatch
from shared.kernel.handling import Command, Handler, Policy
from shared.kernel.messages import Context, Fact, Message
from shared.runtime.dispatch import Dispatcher
from tests.support.notebook import DECIDER, MORNING, Notebook, NotebookIsClosed, NoteWritten


class NotePublished(Contract):
    """A note as others may know it."""

    event: ClassVar[str] = "notes.note_published"
    version: ClassVar[int] = 1

    referral_id: str
    number: int


def _published(fact: Fact, referral_id: str) -> NotePublished | None:
    assert isinstance(fact, NoteWritten)
    return NotePublished(referral_id=referral_id, number=fact.number) if fact.number else None


# Note number 0 is nobody else's business.
PUBLISH: Publication = {NoteWritten: lambda recorded: _published(recorded.fact, recorded.stream)}


class CopyNote(Command):
    """Writes a note each time it is done: twice done is seen."""

    stream: str
    number: int


def copy_note(command: CopyNote, state: Notebook) -> Sequence[Fact]:
    if state.closed:
        raise NotebookIsClosed
    return (NoteWritten(number=command.number),)


COMMANDS: dict[type[Command], Handler] = {
    CopyNote: Handler(DECIDER, lambda command: command.stream, copy_note, lambda command, state: (command.stream,))
}


def copies(message: Message) -> Sequence[Command]:
    """One copy of each note, into a stream of its referral's."""
    note = NotePublished.model_validate(message.data)
    return (CopyNote(at=message.time, stream=f"copy-{note.referral_id}", number=note.number),)


TRACE_PARENT = f"00-{'a' * 32}-{'b' * 16}-01"
COPY = Policy("copy_note_when_note_published", "notes.note_published.v1", copies)


class Moody:
    """A reaction that cannot take some numbers, and says why in words that must not be repeated."""

    def __init__(self, *numbers: int, error: Callable[[str], Exception] = ValueError) -> None:
        self.numbers = set(numbers)
        self.asked: list[int] = []
        self._error = error

    def __call__(self, message: Message) -> Sequence[Command]:
        number = message.data["number"]
        self.asked.append(number)
        if number in self.numbers:
            raise self._error("Jo Okafor, 07700 900123")
        return copies(message)


def moody_policy(moody: Moody) -> Policy:
    return Policy(COPY.name, COPY.event, moody)


class Desk:
    """A service that only listens."""

    def __init__(self, store: EventStore, *policies: Policy, dispatch: Dispatch | None = None) -> None:
        self.store = store
        self.pauses: list[float] = []
        self.letters = DeadLetters(store)
        self.dispatch = dispatch or Dispatcher("copies", store, COMMANDS)
        clock = ScriptedClock(MORNING + timedelta(hours=1))
        self.inbox = Inbox("copies", policies or (COPY,), self.dispatch, self.letters, clock, self.pauses.append)

    def copied(self) -> list[tuple[str, int]]:
        """Each copy's stream and number, in the order of the log."""
        found = [(row.stream, row.fact) for row in self.store.page(0, 10_000)]
        return [(stream.removeprefix("copy-"), fact.number) for stream, fact in found if isinstance(fact, NoteWritten)]


def a_message(number: int, key: str = "r-1", event_id: str | None = None) -> bytes:
    """A published note as it travels."""
    data = NotePublished(referral_id=key, number=number).model_dump(mode="json")
    context = Context(actor="account-1", role="contact_centre", correlation_id="story-1", trace_parent=TRACE_PARENT)
    made = Message(
        id=event_id or f"event-{key}-{number}",
        type=NotePublished.type(),
        source="/waymark/notes",
        subject=key,
        key=key,
        time=MORNING,
        recorded_at=MORNING,
        context=context,
        data=data,
    )
    return envelope.to_json(made, number)


class Marks:
    """Where readers have come to, in memory; clearing it is what a lost disk does."""

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}

    def mark(self, name: str) -> int:
        return self.positions.get(name, 0)

    def move_mark(self, name: str, before: int, position: int) -> bool:
        moved = self.mark(name) == before
        if moved:
            self.positions[name] = position
        return moved
