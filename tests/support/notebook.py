"""A little aggregate that only tests have: a notebook in which notes are written until it is closed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from shared.event_store.jobs import Appended, Job
from shared.event_store.store import EventStore
from shared.kernel.decider import Decider
from shared.kernel.dispatching import Receipt
from shared.kernel.handling import Command, Handler, Timer
from shared.kernel.messages import Context, Fact, FactType, State
from shared.kernel.personal import Identity, Personal, private
from shared.kernel.refusals import Refusal

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLERK = Context(actor="account-1", role="contact_centre", correlation_id="story-1")


class NoteWritten(Fact, frozen=True, kw_only=True):
    number: int
    words: str = ""


class NamesNoted(Fact, frozen=True, kw_only=True):
    caller: Personal[Identity] | None = None
    others: tuple[Personal[Identity], ...] = ()


class NotebookClosed(Fact, frozen=True, kw_only=True):
    closed_at: datetime


FACTS = (
    FactType("notes.note_written", 1, NoteWritten, "Note {number} was written."),
    FactType("notes.names_noted", 1, NamesNoted, "Names were noted."),
    FactType("notes.notebook_closed", 1, NotebookClosed, "The notebook was closed."),
)


class Notebook(State, frozen=True, kw_only=True):
    total: int = 0
    closed: bool = False


def evolve(state: Notebook, fact: Fact) -> Notebook:
    match fact:
        case NoteWritten():
            return Notebook(total=state.total + fact.number, closed=state.closed)
        case NotebookClosed():
            return Notebook(total=state.total, closed=True)
        case _:
            return state


DECIDER = Decider(Notebook(), evolve)


class WriteNote(Command):
    """A note is written once: the same number again changes nothing."""

    stream: str
    number: int
    caller: str | None = None
    person_id: str = ""


class NotebookIsClosed(Refusal):
    says = "The notebook is closed."


def write_note(command: WriteNote, state: Notebook) -> Sequence[Fact]:
    if state.closed:
        raise NotebookIsClosed
    if state.total >= command.number:
        return ()
    note = NoteWritten(number=command.number - state.total)
    if command.caller is None:
        return (note,)
    return (note, NamesNoted(caller=private(command.person_id, Identity, command.caller)))


COMMANDS: dict[type[Command], Handler] = {
    WriteNote: Handler(
        decider=DECIDER,
        stream=lambda command: command.stream,
        decide=write_note,
        about=lambda command, state: (command.stream,),
    )
}


def a_job(
    store: EventStore,
    stream: str,
    *facts: Fact,
    expected: int = 0,
    receipt: Receipt | None = None,
    timers: Sequence[Timer] = (),
    occurred_at: datetime = MORNING,
) -> Job:
    """Facts ready to be appended; one note if none is given."""
    return store.job(stream, expected, facts or (NoteWritten(number=1),), CLERK, occurred_at, (), receipt, timers)


def written(store: EventStore, stream: str, *facts: Fact, expected: int = 0) -> Appended:
    """Facts appended."""
    return store.append(a_job(store, stream, *facts, expected=expected))


def next_timer_at(store: EventStore) -> datetime | None:
    """When the next timer falls due, if one is set."""
    return min(
        (due.timer.due_at for due in store.due_timers(END_OF_TIME) if due.timer.due_at is not None), default=None
    )


def notes(count: int, first: int = 1) -> list[NoteWritten]:
    """That many notes, numbered on."""
    return [NoteWritten(number=number) for number in range(first, first + count)]
