"""Many writers in two programs and one reader behind them: does the reader see every fact once and in order?"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

from shared.event_store.engine import open_store
from shared.event_store.store import EventStore
from shared.kernel.clock import system_clock
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import ConcurrencyConflict
from tests.support.backends import no_seal, nothing_first
from tests.support.notebook import FACTS, a_job, notes
from tests.support.plain_access import Run, plain_access
from tests.support.programs import another_program

WRITERS_IN_A_PROGRAM = 8

# A position and an event id, as the reader met them.
Seen = list[tuple[int, str]]
# Reads on from a checkpoint: what is new, and the next checkpoint.
Reader = Callable[[EventStore, int], tuple[Seen, int]]


def careful_reader(store: EventStore, checkpoint: int) -> tuple[Seen, int]:
    """As every reader of a log should: go on from the last one seen."""
    page = store.page(checkpoint, 50)
    return [(row.position, row.event_id) for row in page], page[-1].position if page else checkpoint


def write_well(pipe: Connection, address: str, jobs: int) -> None:
    """A program whose threads append jobs of one to three facts; one in ten meets a conflict. Says what was stored."""
    store = open_store(address, FACTS, {}, no_seal, system_clock, nothing_first)

    def write(_: int) -> list[str]:
        stored: list[str] = []
        for number in range(jobs):
            job = a_job(store, new_id(), *notes(1 + number % 3), expected=1 if number % 10 == 9 else 0)
            try:
                store.append(job)
                stored.extend(row[2] for row in job.rows)
            except ConcurrencyConflict:
                assert job.expected_version == 1
        return stored

    _together(pipe, write)


def write_before_the_lock(pipe: Connection, address: str, jobs: int) -> None:
    """The mistake the order lock is there for: a position is drawn first, and the row is committed some time later."""

    def write(_: int) -> list[str]:
        run, stored = plain_access(address), []
        for number in range(jobs):
            drawn = run("UPDATE next_position SET position = position + 1 RETURNING position")
            if number % 10 == 0:
                _let_another_pass(run, drawn[0][0])
            stored.append(new_id())
            row = (drawn[0][0], new_id(), 1, stored[-1], "notes.note_written", 1, "", "", b"{}", b'{"number":1}')
            run("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return stored

    _together(pipe, write)


def _let_another_pass(run: Run, position: int) -> None:
    """As it happens to a writer that is held up: somebody who drew later commits first."""
    for _ in range(200):
        head = run("SELECT max(position) FROM events")[0][0]
        if head is not None and head > position:
            return


def prepare_drawing(address: str) -> None:
    """The table the mistaken writers draw from."""
    plain_access(address)("CREATE TABLE next_position AS SELECT coalesce(max(position), 0) AS position FROM events")


def tail(
    store: EventStore, address: str, write: Callable[[Connection, str, int], None], read: Reader, jobs: int
) -> tuple[set[str], Seen]:
    """Let two programs write while one reader follows to the end; what was stored and what was seen."""
    seen: Seen = []
    checkpoint = 0
    with another_program(write, address, jobs) as one, another_program(write, address, jobs) as other:
        for program in (one, other):
            assert program.says() == "ready"
        for program in (one, other):
            program.tell("go")
        writing = [one, other]
        while True:
            ended = [program for program in writing if program.pipe.poll()]
            new, checkpoint = read(store, checkpoint)
            seen.extend(new)
            if len(ended) == 2 and not new:
                return {event_id for program in writing for event_id in program.says()}, seen


def faults(stored: Iterable[str], seen: Seen) -> list[str]:
    """What a reader behind these writers got wrong, as words: nothing lost, nothing doubled, all in order."""
    positions, events = [position for position, _ in seen], [event_id for _, event_id in seen]
    found = []
    if set(stored) - set(events):
        found.append("lost")
    if len(set(events)) < len(events):
        found.append("doubled")
    if positions != sorted(positions):
        found.append("out of order")
    return found


def _together(pipe: Connection, write: Callable[[int], Sequence[str]]) -> None:
    with ThreadPoolExecutor(WRITERS_IN_A_PROGRAM) as writers:
        pipe.send("ready")
        pipe.recv()
        pipe.send([event_id for stored in writers.map(write, range(WRITERS_IN_A_PROGRAM)) for event_id in stored])
        pipe.recv()
