"""Programs that append until they are killed, and what must be true of the log whenever that happens."""

import itertools
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random
from time import perf_counter

from shared.event_store.engine import open_store
from shared.event_store.store import EventStore
from shared.kernel.clock import system_clock
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Recorded
from tests.support.backends import no_seal, nothing_first
from tests.support.notebook import CLERK, FACTS, MORNING, NoteWritten
from tests.support.plain_access import plain_access
from tests.support.programs import Program

WRITERS = 6

# The positions of an acknowledged job, first and last.
Place = tuple[int, int]
Write = Callable[[str], Place]


def names(life: str, writer: int) -> Iterator[str]:
    """The jobs of one writer in one life of the program, in the order in which it does them."""
    return (f"{life}-{writer}-{number}" for number in itertools.count())


def size(name: str) -> int:
    """How many facts a job has: one to five, told by its name."""
    return 1 + sum(name.encode()) % 5


def do(store: EventStore, name: str) -> tuple[Place, bytes | None]:
    """Append the job of this name, once: its stream, its receipt and its answer all bear the name."""
    facts = [NoteWritten(number=number, words=name) for number in range(size(name))]
    receipt = Receipt("gate", name, "", name.encode())
    done = store.append(store.job(name, 0, facts, CLERK, MORNING, receipt=receipt))
    return (done.first_position, done.last_position), done.repeated.answer if done.repeated else None


def append_and_acknowledge(pipe: Connection, address: str, life: str) -> None:
    """Writers that share one store's batches; each says what was answered before it goes on."""
    store = open_store(address, FACTS, {}, no_seal, system_clock, nothing_first)
    _say_all(pipe, life, lambda: lambda name: do(store, name)[0])


def acknowledge_and_append(pipe: Connection, address: str, life: str) -> None:
    """The mistake to be caught: it says yes first, and then writes one fact after the other."""
    head = itertools.count(1_000_000)
    connected = threading.Barrier(WRITERS)

    def begin() -> Write:
        # Nobody says yes before all can write: it dies a moment after the first yes, and should die while it writes.
        run = plain_access(address)
        connected.wait()

        def write(name: str) -> Place:
            for version in range(1, size(name)):
                row = (next(head), name, version, new_id(), "notes.note_written", 1, "", "", b"{}", b'{"number":1}')
                run("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            return (0, 0)

        return write

    _say_all(pipe, life, begin, first=True)


@dataclass
class Told:
    """What a program acknowledged before its end, and the jobs its writers may have had in hand."""

    acknowledged: dict[str, Place] = field(default_factory=dict)
    in_hand: list[str] = field(default_factory=list)


def kill_at_some_moment(program: Program, life: str, choice: Random) -> Told:
    """Listen for up to 25 ms, end the program without notice, and hear what it had still said.

    Most die in the midst of their work; one in four is given no time to begin, and may die while it opens the log.
    """
    told, done = Told(), defaultdict[int, int](int)

    def hear(seconds: float) -> bool:
        if not program.pipe.poll(seconds):
            return False
        try:
            writer, name, place = program.pipe.recv()
        except (EOFError, OSError):
            return False
        told.acknowledged[name] = place
        done[writer] += 1
        return True

    if choice.random() < 0.75:
        assert hear(20), "the program does nothing"
    until = perf_counter() + choice.random() * 0.025
    while (left := until - perf_counter()) > 0:
        hear(left)
    program.kill()
    while hear(0):
        pass
    told.in_hand = [next(itertools.islice(names(life, writer), done[writer], None)) for writer in range(WRITERS)]
    return told


def faults(rows: Sequence[Recorded], acknowledged: Mapping[str, Place], after: int) -> list[str]:
    """What is wrong with the part of the log behind a position, as sentences."""
    found, streams = [], defaultdict[str, list[Recorded]](list)
    for row in rows:
        streams[row.stream].append(row)
    if [row.position for row in rows] != list(range(after + 1, after + len(rows) + 1)):
        found.append("the positions are not dense")
    for name, job in streams.items():
        if len(job) != size(name) or job[-1].position - job[0].position != len(job) - 1:
            found.append(f"{name} is there in part")
    for name, place in acknowledged.items():
        if name not in streams or (streams[name][0].position, streams[name][-1].position) != place:
            found.append(f"{name} was acknowledged and is not where it was said to be")
    return found


def _say_all(pipe: Connection, life: str, begin: Callable[[], Write], *, first: bool = False) -> None:
    """Each writer begins, then does one job after the other and says what was answered, or says it `first`."""
    one_at_a_time = threading.Lock()

    def work(writer: int) -> None:
        write = begin()
        for name in names(life, writer):
            place = (0, 0) if first else write(name)
            with one_at_a_time:
                pipe.send((writer, name, place))
            if first:
                write(name)

    for writer in range(WRITERS):
        threading.Thread(target=work, args=(writer,), daemon=True).start()
    threading.Event().wait()
