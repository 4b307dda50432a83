"""Many messages at once share commits; each key keeps its order, and what one of them meets is no other's business."""

from collections.abc import Sequence

import pytest

from shared.delivery.ports import Subscriber
from shared.event_store.jobs import Job, Outcome
from shared.event_store.store import EventStore
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.refusals import Unavailable
from tests.support.builders.delivery import COPY, CopyNote, Desk, Moody, a_message, copies, moody_policy
from tests.support.notebook import MORNING, NotebookClosed, written

KEYS = 20


class Commits:
    """How many jobs were committed together, each time."""

    def __init__(self, store: EventStore) -> None:
        self.sizes: list[int] = []
        appender = store._appender
        commit = appender._commit

        def counted(jobs: Sequence[Job]) -> list[Outcome]:
            self.sizes.append(len(jobs))
            return commit(jobs)

        appender._commit = counted


def a_round(*numbers: int) -> list[bytes]:
    """Each of many referrals' notes with these numbers."""
    return [a_message(number, f"r-{key}") for number in numbers for key in range(KEYS)]


def of_key(desk: Desk, key: str) -> list[int]:
    return [number for stream, number in desk.copied() if stream == key]


def test_messages_of_different_keys_share_a_commit_and_those_of_one_keep_their_order(store: EventStore) -> None:
    desk, commits = Desk(store), Commits(store)
    desk.inbox.handle_all(a_round(1, 2, 3))
    assert commits.sizes == [KEYS, KEYS, KEYS]
    assert all(of_key(desk, f"r-{key}") == [1, 2, 3] for key in range(KEYS))


def test_what_was_taken_before_has_no_second_effect(store: EventStore) -> None:
    desk = Desk(store)
    desk.inbox.handle_all(a_round(1)[:7])
    desk.inbox.handle_all([*a_round(1), *a_round(1), *a_round(2)])
    assert all(of_key(desk, f"r-{key}") == [1, 2] for key in range(KEYS))


def test_a_message_nobody_can_take_is_tried_five_times_and_parks_its_key_alone(store: EventStore) -> None:
    moody = Moody(2)
    desk = Desk(store, moody_policy(moody))
    messages = a_round(1, 3)
    messages.insert(KEYS, a_message(2, "r-4"))
    desk.inbox.handle_all(messages)
    assert moody.asked.count(2) == 5
    assert desk.pauses == [0.02, 0.04, 0.08, 0.16]
    assert [(letter.key, letter.reason) for letter in desk.letters.all()] == [
        ("r-4", "ValueError"),
        ("r-4", "waits behind an earlier message of its key"),
    ]
    assert of_key(desk, "r-4") == [1]
    assert all(of_key(desk, f"r-{key}") == [1, 3] for key in range(KEYS) if key != 4)


def test_a_refused_command_holds_up_no_other(store: EventStore) -> None:
    written(store, "copy-r-4", NotebookClosed(closed_at=MORNING))
    desk = Desk(store)
    desk.inbox.handle_all(a_round(1))
    assert [(letter.key, letter.reason) for letter in desk.letters.all()] == [("r-4", "NotebookIsClosed")]
    assert len(desk.copied()) == KEYS - 1


def into_one(message: Message) -> Sequence[Command]:
    return (CopyNote(at=MORNING, stream="all", number=message.data["number"]),)


def test_keys_that_lead_into_one_stream_all_take_effect_once(store: EventStore) -> None:
    desk = Desk(store, Policy(COPY.name, COPY.event, into_one))
    for _ in range(2):
        desk.inbox.handle_all([a_message(number, f"r-{number}") for number in range(1, KEYS)])
    assert sorted(number for _, number in desk.copied()) == list(range(1, KEYS))


def test_a_reaction_of_several_commands_or_none_goes_its_own_way(store: EventStore) -> None:
    def as_many_as_it_says(message: Message) -> Sequence[Command]:
        return [command for _ in range(message.data["number"]) for command in copies(message)]

    desk = Desk(store, Policy(COPY.name, COPY.event, as_many_as_it_says))
    desk.inbox.handle_all([a_message(number, f"r-{number}") for number in (0, 1, 2, 3)])
    assert sorted(desk.copied()) == [("r-1", 1), *[("r-2", 2)] * 2, *[("r-3", 3)] * 3]
    assert desk.letters.all() == []


def test_what_is_unavailable_is_raised_and_the_rest_comes_again(store: EventStore) -> None:
    moody = Moody(2, error=Unavailable)
    desk = Desk(store, moody_policy(moody))
    messages = [*a_round(1), a_message(2, "r-4"), *a_round(3)]
    with pytest.raises(Unavailable):
        desk.inbox.handle_all(messages)
    moody.numbers.clear()
    subscriber: Subscriber = desk.inbox
    subscriber.handle_all(messages)
    assert (of_key(desk, "r-4"), desk.letters.all()) == ([1, 2, 3], [])
    assert all(of_key(desk, f"r-{key}") == [1, 3] for key in range(KEYS) if key != 4)


def test_what_is_no_message_is_set_aside_among_the_others(store: EventStore) -> None:
    desk = Desk(store)
    desk.inbox.handle_all([a_message(1), b"Jo Okafor", a_message(2)])
    assert [letter.message for letter in desk.letters.all()] == [b"Jo Okafor"]
    assert of_key(desk, "r-1") == [1, 2]
