"""A command becomes history the same way each time: fold, decide, append once; a refusal leaves no trace."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared.event_store.store import EventStore
from shared.kernel.dispatching import Done, Receipt
from shared.kernel.handling import Handler, Timer
from shared.kernel.messages import Context
from shared.kernel.refusals import ConcurrencyConflict, KeyReused
from shared.runtime.dispatch import Dispatcher
from tests.support.notebook import (
    CLERK,
    COMMANDS,
    MORNING,
    NotebookClosed,
    NotebookIsClosed,
    NoteWritten,
    WriteNote,
    written,
)

WRITE = WriteNote(at=MORNING, stream="n-1", number=5)
ONCE = Receipt("http/account-1/POST", "key-1", "print-1", b"{}")

Ask = Callable[[Dispatcher, WriteNote, Context, Receipt | None], Done]


def waiting(dispatch: Dispatcher, command: WriteNote, context: Context, receipt: Receipt | None) -> Done:
    return dispatch(command, context, receipt)


def on_a_loop(dispatch: Dispatcher, command: WriteNote, context: Context, receipt: Receipt | None) -> Done:
    return asyncio.run(dispatch.later(command, context, receipt))


@pytest.fixture(params=[waiting, on_a_loop])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Both ways to dispatch have to do the same."""
    made: Ask = request.param
    return made


def a_dispatcher(store: EventStore, **changes: object) -> Dispatcher:
    return Dispatcher("notes", store, {WriteNote: replace(COMMANDS[WriteNote], **changes)})  # type: ignore[arg-type]  # fields of a Handler


def test_a_command_is_decided_on_what_was_and_its_facts_are_told_with_their_place(store: EventStore, ask: Ask) -> None:
    written(store, "n-1", NoteWritten(number=2))
    done = ask(a_dispatcher(store), WRITE, CLERK, None)
    assert done == Done("n-1", (NoteWritten(number=3),), 2, 2)
    recorded = store.page(1)[0]
    assert (recorded.context, recorded.about, recorded.occurred_at) == (CLERK, ("n-1",), MORNING)


def test_while_a_stream_is_read_for_a_command_the_loop_serves_others(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, read = threading.Event(), store.fold

    def slow(*asked: Any) -> Any:
        assert served.wait(60), "nobody else was served while the stream was read"
        return read(*asked)

    async def both() -> Done:
        waiting = asyncio.create_task(a_dispatcher(store).later(WRITE, CLERK))
        await asyncio.sleep(0)
        served.set()
        return await waiting

    monkeypatch.setattr(store, "fold", slow)
    assert asyncio.run(both()).last_position == 1


def competing(store: EventStore, times: int) -> Callable[[WriteNote], WriteNote]:
    """Somebody else who writes to the same notebook just after it was read, that many times."""
    left = [times]

    def decide_late(command: WriteNote, state: object) -> object:
        if left[0]:
            left[0] -= 1
            written(store, command.stream, NoteWritten(number=0), expected=len(store.stream(command.stream)))
        return COMMANDS[WriteNote].decide(command, state)

    return decide_late  # type: ignore[return-value]  # a decision, for `a_dispatcher`


def test_a_conflict_is_met_by_reading_again_three_times(store: EventStore, ask: Ask) -> None:
    done = ask(a_dispatcher(store, decide=competing(store, 3)), WRITE, CLERK, ONCE)
    assert (done.facts, done.first_position) == ((NoteWritten(number=5),), 4)


def test_the_fourth_conflict_goes_to_the_caller_and_leaves_nothing(store: EventStore, ask: Ask) -> None:
    with pytest.raises(ConcurrencyConflict):
        ask(a_dispatcher(store, decide=competing(store, 4)), WRITE, CLERK, ONCE)
    assert [row.fact for row in store.page(0)] == [NoteWritten(number=0)] * 4
    assert store.receipt(ONCE.scope, ONCE.key) is None


def test_a_refusal_goes_to_the_caller_at_once_and_leaves_no_trace(store: EventStore, ask: Ask) -> None:
    written(store, "n-1", NotebookClosed(closed_at=MORNING))
    with pytest.raises(NotebookIsClosed):
        ask(a_dispatcher(store), WRITE, CLERK, ONCE)
    assert store.head() == 1
    assert store.receipt(ONCE.scope, ONCE.key) is None


def test_a_command_that_changes_nothing_is_logged_and_writes_nothing(store: EventStore, ask: Ask) -> None:
    written(store, "n-1", NoteWritten(number=9))
    with capture_logs() as logged:
        assert ask(a_dispatcher(store), WRITE, CLERK, None) == Done("n-1", (), 0, 0)
    assert store.head() == 1
    assert [(line["event"], line["command"], line["stream"]) for line in logged] == [
        ("command_ignored", "WriteNote", "n-1")
    ]


def test_a_command_that_changes_nothing_still_keeps_its_receipt(store: EventStore, ask: Ask) -> None:
    written(store, "n-1", NoteWritten(number=9))
    assert ask(a_dispatcher(store), WRITE, CLERK, ONCE) == Done("n-1", (), 0, 0)
    again = ask(a_dispatcher(store), WRITE, CLERK, ONCE)
    assert again.repeated is not None
    assert (again.repeated.answer, again.last_position, store.head()) == (b"{}", 0, 1)


def test_a_repeated_command_gets_the_first_answer_though_it_would_be_refused_by_now(
    store: EventStore, ask: Ask
) -> None:
    first = ask(a_dispatcher(store), WRITE, CLERK, ONCE)
    written(store, "n-1", NotebookClosed(closed_at=MORNING), expected=1)
    again = ask(a_dispatcher(store), WRITE, CLERK, ONCE)
    assert again.repeated is not None
    assert (again.facts, again.first_position, again.repeated.answer) == ((), first.first_position, b"{}")


def test_of_two_requests_with_one_key_at_the_same_moment_the_second_gets_the_firsts_answer(
    store: EventStore, ask: Ask
) -> None:
    def the_other_is_faster(command: WriteNote) -> WriteNote:
        a_dispatcher(store)(command, CLERK, ONCE)
        return command

    done = ask(a_dispatcher(store, gather=the_other_is_faster), WRITE, CLERK, ONCE)
    assert done.repeated is not None
    assert (done.first_position, store.head()) == (1, 1)


@pytest.mark.parametrize("same_moment", [False, True])
def test_one_key_for_two_requests_is_refused(store: EventStore, ask: Ask, same_moment: bool) -> None:
    other = replace(ONCE, fingerprint="print-2")

    def the_other_is_faster(command: WriteNote) -> WriteNote:
        a_dispatcher(store)(command, CLERK, ONCE)
        return command

    if not same_moment:
        the_other_is_faster(WRITE)
    gather = {"gather": the_other_is_faster} if same_moment else {}
    with pytest.raises(KeyReused):
        ask(a_dispatcher(store, **gather), WRITE, CLERK, other)
    assert store.head() == 1


def test_timers_are_set_with_the_facts_that_call_for_them(store: EventStore, ask: Ask) -> None:
    chaser = Timer("chase-n-1", "chase", MORNING + timedelta(days=1), {"stream": "n-1"})
    ask(a_dispatcher(store, timers=lambda facts: [chaser] if facts else []), WRITE, CLERK, None)
    assert [due.timer for due in store.due_timers(MORNING + timedelta(days=1))] == [chaser]


def test_a_command_nobody_handles_is_a_mistake_of_ours(store: EventStore, ask: Ask) -> None:
    handlers: dict[type, Handler] = {}
    with pytest.raises(KeyError):
        ask(Dispatcher("notes", store, handlers), WRITE, CLERK, None)


def test_a_command_that_opens_its_stream_is_decided_without_a_look_at_it(store: EventStore, ask: Ask) -> None:
    states: list[object] = []

    def decide(command: WriteNote, state: object) -> object:
        states.append(state)
        return COMMANDS[WriteNote].decide(command, state)

    done = ask(a_dispatcher(store, opens=True, decide=decide), WRITE, CLERK, ONCE)
    assert (done.facts, done.first_position) == ((NoteWritten(number=5),), 1)
    assert states == [COMMANDS[WriteNote].decider.initial]


def test_where_the_stream_is_there_after_all_it_is_decided_again_on_what_it_holds(store: EventStore, ask: Ask) -> None:
    written(store, "n-1", NoteWritten(number=2))
    done = ask(a_dispatcher(store, opens=True), WRITE, CLERK, ONCE)
    assert (done.facts, done.first_position) == ((NoteWritten(number=3),), 2)


def test_a_refusal_of_what_the_stream_holds_goes_to_the_caller_all_the_same(store: EventStore, ask: Ask) -> None:
    written(store, "n-1", NotebookClosed(closed_at=MORNING))
    with pytest.raises(NotebookIsClosed):
        ask(a_dispatcher(store, opens=True), WRITE, CLERK, ONCE)
    assert store.head() == 1
