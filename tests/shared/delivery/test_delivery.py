"""What one service publishes reaches another: in order, at least once on the way, once in effect; by every carrier."""

import json
from collections.abc import Callable, Sequence

import pytest

from shared.delivery.ports import Subscriber
from shared.delivery.relay import Relay
from shared.event_store.store import EventStore
from shared.kernel.refusals import Unavailable
from shared.kernel.tracing import continued
from tests.support.backends import NewStores
from tests.support.builders.delivery import COPY, PUBLISH, Desk, Marks, Moody, a_message, moody_policy
from tests.support.carriers import Carrier
from tests.support.notebook import MORNING, NotebookClosed, NoteWritten, notes, written


@pytest.fixture
def notebook(new_stores: NewStores) -> EventStore:
    """The log of the service that publishes."""
    return new_stores("notes").open()


@pytest.fixture
def desk(new_stores: NewStores, carrier: Carrier) -> Desk:
    """A service that listens."""
    made = Desk(new_stores("copies").open())
    carrier.hear("copies", made.inbox)
    return made


def relayed(notebook: EventStore, carrier: Carrier, marks: Marks) -> int:
    """Publish all there is; how many steps it took."""
    relay, steps = Relay("notes", notebook, marks, PUBLISH, carrier.bus), 0
    while relay.step():
        steps += 1
    carrier.arrive()
    return steps


def test_what_is_published_arrives_in_the_order_of_its_key(notebook: EventStore, carrier: Carrier, desk: Desk) -> None:
    for version in range(5):
        written(notebook, "r-1", NoteWritten(number=version + 1), expected=version)
        written(notebook, "r-2", NoteWritten(number=version + 1), expected=version)
    relayed(notebook, carrier, Marks())
    arrived = desk.copied()
    for key in ("r-1", "r-2"):
        assert [number for stream, number in arrived if stream == key] == [1, 2, 3, 4, 5]
    assert len(arrived) == 10


def test_what_is_not_published_stays_at_home_and_is_not_looked_at_again(
    notebook: EventStore, carrier: Carrier, desk: Desk
) -> None:
    marks = Marks()
    written(notebook, "r-1", NoteWritten(number=0), NotebookClosed(closed_at=MORNING))
    assert relayed(notebook, carrier, marks) == 1
    assert (desk.copied(), marks.positions) == ([], {"relay": 2})
    assert relayed(notebook, carrier, marks) == 0


def test_a_message_delivered_twice_takes_effect_once(carrier: Carrier, desk: Desk) -> None:
    for _ in range(2):
        carrier.publish("notes", [("r-1", a_message(1)), ("r-1", a_message(1))])
    carrier.arrive()
    assert desk.copied() == [("r-1", 1)]


def test_a_relay_whose_mark_is_lost_publishes_again_and_nothing_happens_twice(
    notebook: EventStore, carrier: Carrier, desk: Desk
) -> None:
    written(notebook, "r-1", *notes(3))
    for _ in range(3):
        relayed(notebook, carrier, Marks())
    assert desk.copied() == [("r-1", 1), ("r-1", 2), ("r-1", 3)]


def test_a_page_that_breaks_off_is_sent_again_whole_and_takes_effect_once(
    notebook: EventStore, carrier: Carrier, desk: Desk
) -> None:
    written(notebook, "r-1", *notes(4))
    marks, flaky = Marks(), BreaksOff(carrier, after=2)
    with pytest.raises(ConnectionError):
        Relay("notes", notebook, marks, PUBLISH, flaky).step()
    assert marks.positions == {}
    relayed(notebook, carrier, marks)
    assert desk.copied() == [("r-1", number) for number in (1, 2, 3, 4)]


class BreaksOff:
    """A carrier that loses its connection in the middle of a page."""

    def __init__(self, carrier: Carrier, after: int) -> None:
        self._carrier = carrier
        self._after = after

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        self._carrier.publish(publisher, page[: self._after])
        raise ConnectionError


def test_each_subscriber_gets_every_message_and_takes_what_it_has_a_policy_for(
    carrier: Carrier, desk: Desk, new_stores: NewStores
) -> None:
    deaf = Desk(
        new_stores("deaf").open(), type(COPY)("do_nothing_when_case_opened", "triage.case_opened.v1", lambda _: ())
    )
    heard: list[bytes] = []
    carrier.hear("deaf", deaf.inbox)
    carrier.hear("listener", Listens(heard.extend))
    carrier.publish("notes", [("r-1", a_message(1))])
    carrier.arrive()
    assert (desk.copied(), deaf.store.head(), len(heard)) == ([("r-1", 1)], 0, 1)


class Listens(Subscriber):
    """A subscriber that hands on what it hears."""

    def __init__(self, hear: Callable[[Sequence[bytes]], None]) -> None:
        self._hear = hear

    def handle_all(self, messages: Sequence[bytes]) -> None:
        self._hear(messages)


def test_what_travels_is_a_cloud_event_that_names_the_story_and_the_fact(
    notebook: EventStore, carrier: Carrier
) -> None:
    heard: list[bytes] = []
    carrier.hear("listener", Listens(heard.extend))
    written(notebook, "r-1", *notes(1))
    relayed(notebook, carrier, Marks())
    event = json.loads(heard[0])
    recorded = notebook.page(0)[0]
    assert (event["id"], event["type"], event["source"]) == (
        recorded.event_id,
        "notes.note_published.v1",
        "/waymark/notes",
    )
    assert (event["partitionkey"], event["correlationid"], event["sequence"]) == ("r-1", "story-1", f"{1:020d}")
    assert event["data"] == {"referral_id": "r-1", "number": 1}


def test_what_a_message_causes_names_it_as_the_cause_and_keeps_the_story(carrier: Carrier, desk: Desk) -> None:
    carrier.publish("notes", [("r-1", a_message(1))])
    carrier.arrive()
    context = desk.store.page(0)[0].context
    assert (context.actor, context.role) == ("copies/copy_note_when_note_published", "system")
    assert (context.correlation_id, context.causation_id) == ("story-1", "event-r-1-1")
    assert context.origin == "live"
    went_on = continued(context.trace_parent)
    assert went_on.trace_id == "a" * 32
    assert went_on.parent_id not in (None, "b" * 16)


class DiesAfterwards(Subscriber):
    """A process that ends when all is durable, and before anybody is told."""

    def __init__(self, inbox: Subscriber) -> None:
        self._inbox = inbox

    def handle_all(self, messages: Sequence[bytes]) -> None:
        self._inbox.handle_all(messages)
        raise KeyboardInterrupt


def test_what_was_taken_by_a_process_that_died_before_it_said_so_comes_again_and_takes_effect_once(
    notebook: EventStore, carrier: Carrier, new_stores: NewStores
) -> None:
    desk, marks = Desk(new_stores("copies").open()), Marks()
    carrier.hear("copies", DiesAfterwards(desk.inbox))
    written(notebook, "r-1", *notes(3))
    with pytest.raises(KeyboardInterrupt):
        relayed(notebook, carrier, marks)
    assert desk.copied() != []
    with carrier.restarted() as again:
        heard: list[bytes] = []
        again.hear("copies", Both(Listens(heard.extend), desk.inbox))
        relayed(notebook, again, marks)
    assert len(heard) >= 3
    assert desk.copied() == [("r-1", 1), ("r-1", 2), ("r-1", 3)]


class Both(Subscriber):
    """Two subscribers, one after the other."""

    def __init__(self, *subscribers: Subscriber) -> None:
        self._subscribers = subscribers

    def handle_all(self, messages: Sequence[bytes]) -> None:
        for subscriber in self._subscribers:
            subscriber.handle_all(messages)


def test_a_message_nobody_can_take_holds_up_its_own_key_alone(
    notebook: EventStore, carrier: Carrier, new_stores: NewStores
) -> None:
    moody = Moody(2)
    desk = Desk(new_stores("copies").open(), moody_policy(moody))
    carrier.hear("copies", desk.inbox)
    written(notebook, "r-1", *notes(4))
    written(notebook, "r-2", *notes(1), *notes(2, first=3))
    written(notebook, "r-3", *notes(1))
    relayed(notebook, carrier, Marks())
    assert sorted(desk.copied()) == [("r-1", 1), ("r-2", 1), ("r-2", 3), ("r-2", 4), ("r-3", 1)]
    assert [(letter.key, letter.reason) for letter in desk.letters.all()] == [
        ("r-1", "ValueError"),
        ("r-1", "waits behind an earlier message of its key"),
        ("r-1", "waits behind an earlier message of its key"),
    ]
    assert moody.asked.count(2) == 5
    moody.numbers.clear()
    assert desk.inbox.redrive() == (3, 0)
    assert [number for key, number in desk.copied() if key == "r-1"] == [1, 2, 3, 4]


def test_what_cannot_be_taken_just_now_is_neither_skipped_nor_set_aside(
    notebook: EventStore, carrier: Carrier, new_stores: NewStores
) -> None:
    moody, marks = Moody(2, error=Unavailable), Marks()
    desk = Desk(new_stores("copies").open(), moody_policy(moody))
    carrier.hear("copies", desk.inbox)
    written(notebook, "r-1", *notes(3))
    for _ in range(2):
        with pytest.raises(Unavailable):
            relayed(notebook, carrier, marks)
    moody.numbers.clear()
    relayed(notebook, carrier, marks)
    assert (desk.copied(), desk.letters.all()) == ([("r-1", 1), ("r-1", 2), ("r-1", 3)], [])


def test_a_service_that_hears_nothing_for_a_while_finds_all_it_missed(
    notebook: EventStore, carrier: Carrier, desk: Desk
) -> None:
    written(notebook, "r-1", *notes(2))
    marks = Marks()
    relayed(notebook, carrier, marks)
    written(notebook, "r-1", *notes(600, first=3), expected=2)
    relayed(notebook, carrier, marks)
    assert desk.copied() == [("r-1", number) for number in range(1, 603)]
