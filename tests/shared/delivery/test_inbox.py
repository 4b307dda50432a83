"""An inbox takes each message once; what it cannot take is set aside without holding up other keys, and tried again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from shared.event_store.store import EventStore
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.refusals import ConcurrencyConflict, Unavailable
from tests.support.builders.delivery import COPY, CopyNote, Desk, Moody, a_message, copies, moody_policy
from tests.support.notebook import MORNING, NotebookClosed, written


@pytest.fixture
def moody() -> Moody:
    """Cannot take number 2."""
    return Moody(2)


@pytest.fixture
def desk(store: EventStore, moody: Moody) -> Desk:
    return Desk(store, moody_policy(moody))


def put(desk: Desk, *numbers: int, key: str = "r-1") -> None:
    for number in numbers:
        desk.inbox.handle(a_message(number, key))


def test_what_fails_five_times_is_set_aside_with_the_errors_name_and_none_of_its_words(
    desk: Desk, moody: Moody
) -> None:
    with capture_logs() as logged:
        put(desk, 2)
    assert moody.asked == [2] * 5
    (letter,) = desk.letters.all()
    assert (letter.policy, letter.event_id, letter.key) == (COPY.name, "event-r-1-2", "r-1")
    assert (letter.reason, letter.parked_behind, letter.dead_at) == ("ValueError", None, "2026-11-23T10:00:00.000000Z")
    assert letter.message == a_message(2)
    assert "Okafor" not in f"{logged} {letter.reason}"
    assert [line["event"] for line in logged] == ["message_failed"] * 5 + ["message_set_aside"]


def test_what_a_publishers_clock_puts_into_the_future_has_happened_by_now(store: EventStore) -> None:
    def at(moment: datetime) -> bytes:
        return a_message(1, event_id=str(moment)).replace(
            b'"time":"2026-11-23T09:00', moment.strftime('"time":"%Y-%m-%dT%H:%M').encode()
        )

    desk, now = Desk(store), MORNING + timedelta(hours=1)
    for moment in (MORNING, now, now + timedelta(minutes=1), now + timedelta(hours=1)):
        desk.inbox.handle(at(moment))
    assert [row.occurred_at for row in store.page(0)] == [MORNING, now, now, now]


def test_it_waits_longer_before_each_try_and_not_after_the_last(desk: Desk) -> None:
    put(desk, 2)
    assert desk.pauses == [0.02, 0.04, 0.08, 0.16]


def test_what_fails_four_times_and_then_not_is_taken(store: EventStore) -> None:
    class FourConflicts:
        tries = 0

        def __call__(self, message: Message) -> Sequence[Command]:
            self.tries += 1
            if self.tries < 5:
                raise ConcurrencyConflict
            return copies(message)

    desk = Desk(store, Policy(COPY.name, COPY.event, FourConflicts()))
    put(desk, 1)
    assert (desk.copied(), desk.letters.all()) == ([("r-1", 1)], [])


def test_later_messages_of_its_key_wait_behind_it_and_other_keys_go_on(desk: Desk, moody: Moody) -> None:
    put(desk, 1, 2, 3, 4)
    put(desk, 3, key="r-2")
    assert desk.copied() == [("r-1", 1), ("r-2", 3)]
    first, *behind = desk.letters.all()
    assert [letter.parked_behind for letter in behind] == [first.letter_id] * 2
    assert moody.asked == [1, 2, 2, 2, 2, 2, 3]


def test_another_policy_is_not_held_up_by_the_letters_of_this_one(store: EventStore, moody: Moody) -> None:
    desk = Desk(store, moody_policy(moody), Policy("copy_again_when_note_published", COPY.event, copies))
    put(desk, 2, 3)
    assert desk.copied() == [("r-1", 2), ("r-1", 3)]
    assert {letter.policy for letter in desk.letters.all()} == {COPY.name}


def test_a_dead_letter_delivered_again_is_kept_once(desk: Desk, moody: Moody) -> None:
    put(desk, 2, 3, 2, 3, 2)
    assert [letter.event_id for letter in desk.letters.all()] == ["event-r-1-2", "event-r-1-3"]
    assert moody.asked == [2] * 5


def test_redriven_letters_are_taken_in_order_once_the_cause_is_gone(desk: Desk, moody: Moody) -> None:
    put(desk, 2, 3, 4)
    moody.numbers.clear()
    assert desk.inbox.redrive() == (3, 0)
    put(desk, 5)
    assert desk.copied() == [("r-1", 2), ("r-1", 3), ("r-1", 4), ("r-1", 5)]


def test_a_redrive_stops_at_the_first_that_still_fails_and_keeps_the_rest_behind(desk: Desk, moody: Moody) -> None:
    put(desk, 2, 3, 4)
    moody.numbers = {3}
    assert desk.inbox.redrive() == (1, 2)
    assert desk.copied() == [("r-1", 2)]
    moody.numbers.clear()
    assert desk.inbox.redrive() == (2, 0)
    assert desk.copied() == [("r-1", 2), ("r-1", 3), ("r-1", 4)]


def test_naming_a_letter_that_waits_takes_those_before_it_first(desk: Desk, moody: Moody) -> None:
    put(desk, 2, 3)
    put(desk, 2, key="r-2")
    moody.numbers.clear()
    waiting = desk.letters.all()[1]
    assert desk.inbox.redrive([waiting.letter_id]) == (2, 1)
    assert desk.copied() == [("r-1", 2), ("r-1", 3)]


def test_a_letter_whose_effect_is_there_already_is_taken_without_a_second_one(desk: Desk, moody: Moody) -> None:
    put(desk, 2)
    Desk(desk.store).inbox.handle(a_message(2, event_id="another-event"))
    moody.numbers.clear()
    desk.inbox.redrive()
    put(desk, 2)
    assert desk.copied() == [("r-1", 2), ("r-1", 2)]


def test_letters_of_a_policy_that_is_gone_stay_and_are_counted(desk: Desk, moody: Moody) -> None:
    put(desk, 2)
    renamed = Desk(desk.store, Policy("another_policy", COPY.event, copies))
    assert renamed.inbox.redrive() == (0, 1)


def test_what_is_unavailable_is_no_fault_of_the_message_which_comes_again(store: EventStore) -> None:
    moody = Moody(1, error=Unavailable)
    desk = Desk(store, moody_policy(moody))
    with pytest.raises(Unavailable):
        put(desk, 1)
    assert (desk.letters.all(), moody.asked) == ([], [1])
    moody.numbers.clear()
    put(desk, 1)
    assert desk.copied() == [("r-1", 1)]


def test_a_refused_command_is_a_dead_letter_like_any_other_failure(store: EventStore) -> None:
    desk = Desk(store)
    written(store, "copy-r-1", NotebookClosed(closed_at=MORNING))
    put(desk, 1)
    assert [letter.reason for letter in desk.letters.all()] == ["NotebookIsClosed"]


def test_a_reaction_of_several_commands_does_each_once_though_it_fails_between_them(store: EventStore) -> None:
    class FailsAtSecond:
        tries = 0

        def __call__(self, message: Message) -> Sequence[Command]:
            self.tries += 1
            second = "closed" if self.tries < 3 else "open"
            return [CopyNote(at=MORNING, stream=stream, number=1) for stream in ("first", second, "third")]

    written(store, "closed", NotebookClosed(closed_at=MORNING))
    desk = Desk(store, Policy("copy_thrice_when_note_published", COPY.event, FailsAtSecond()))
    put(desk, 1)
    put(desk, 1)
    assert [stream for stream, _ in desk.copied()] == ["first", "open", "third"]


@pytest.mark.parametrize("message", [b"Jo Okafor", b"{}", b'{"specversion":"1.0","data":{}}'])
def test_what_is_no_message_is_kept_aside_and_holds_up_nothing(desk: Desk, message: bytes) -> None:
    with capture_logs() as logged:
        desk.inbox.handle(message)
        desk.inbox.handle(message)
    put(desk, 1)
    (letter,) = desk.letters.all()
    assert (letter.message, letter.parked_behind) == (message, None)
    assert "Okafor" not in f"{logged} {letter.reason} {letter.key}"
    assert desk.copied() == [("r-1", 1)]
    assert desk.inbox.redrive() == (0, 1)
