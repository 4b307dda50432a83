"""A service's workers share its messages: each is counted as taken after its effect, whoever comes, goes or is lost."""

import time
from collections.abc import Iterator

import pytest
from kafka import KafkaAdminClient, TopicPartition
from kafka.partitioner.default import murmur2
from kafka.structs import MemberState
from structlog.testing import capture_logs

from shared.delivery.kafka import subscription as module
from shared.delivery.kafka.address import address_of
from shared.delivery.kafka.subscription import KafkaSubscription
from shared.event_store.store import EventStore
from shared.kernel.refusals import Unavailable
from tests.support.backends import StoresAt
from tests.support.builders.delivery import Desk
from tests.support.carriers import PARTITIONS, NewAddress, make_topics
from tests.support.kafka import LocalBroker
from tests.support.kafka_desks import Kept, a_page, a_subscription, at_work, published, until_level


@pytest.fixture
def url(new_kafka_address: NewAddress) -> str:
    return new_kafka_address()


@pytest.fixture
def log(tmp_path) -> Iterator[EventStore]:  # type: ignore[no-untyped-def]
    stores = StoresAt(f"sqlite:///{tmp_path}/copies.sqlite")
    yield stores.open()
    stores.close()


@pytest.fixture
def desk(log: EventStore) -> Desk:
    return Desk(log)


def numbers(desk: Desk) -> dict[str, list[int]]:
    """What each referral's copies are, in the order of the log."""
    found: dict[str, list[int]] = {}
    for key, number in desk.copied():
        found.setdefault(key, []).append(number)
    return found


def expected(last: int, keys: int) -> dict[str, list[int]]:
    return {f"r-{key}": [number for number in range(1, last + 1) if number % keys == key] for key in range(keys)}


def generation(subscription: KafkaSubscription) -> int:
    """How often its group has dealt its partitions out; only the client knows."""
    return subscription._consumer.group_metadata().generation_id  # type: ignore[no-any-return]


def test_two_workers_share_what_there_is_and_each_referral_keeps_its_order(url: str, desk: Desk) -> None:
    ours, theirs = Kept(desk.inbox), Kept(desk.inbox)
    one, two = a_subscription(url, ours), a_subscription(url, theirs, number=2)
    with at_work(one, two):
        until(lambda: one.standing().behind and two.standing().behind)
        for first in range(1, 601, 100):
            published(url, a_page(first, first + 99, keys=30))
        until(lambda: len(desk.copied()) >= 600)
    one.close()
    two.close()
    assert numbers(desk) == expected(600, keys=30)
    assert min(len(ours.heard), len(theirs.heard)) > 50
    assert set(ours.heard).isdisjoint(theirs.heard)


def test_a_worker_that_comes_while_another_is_at_work_takes_over_its_part_of_it(url: str, desk: Desk) -> None:
    one, two = a_subscription(url, Kept(desk.inbox)), a_subscription(url, Kept(desk.inbox), number=2)
    published(url, a_page(1, 400, keys=20))
    with at_work(one):
        until(lambda: len(desk.copied()) > 100)
        with at_work(two):
            published(url, a_page(401, 800, keys=20))
            until(lambda: len(desk.copied()) >= 800 and two.standing().behind)
    one.close()
    two.close()
    assert numbers(desk) == expected(800, keys=20)


def test_a_worker_that_is_back_soon_finds_its_place_and_no_other_has_to_stop(url: str, desk: Desk) -> None:
    one, two = a_subscription(url, desk.inbox), a_subscription(url, desk.inbox, number=2)
    with at_work(one, two):
        until(lambda: one.standing().behind and two.standing().behind)
    before, had = generation(two), set(one.standing().behind)
    one.close()
    published(url, a_page(1, 60, keys=12))
    again = a_subscription(url, desk.inbox)
    with at_work(again, two):
        until(lambda: len(desk.copied()) >= 60)
        until(lambda: again.standing().behind)
    assert (generation(two), generation(again)) == (before, before)
    assert set(again.standing().behind) == had
    again.close()
    two.close()
    assert numbers(desk) == expected(60, keys=12)


def test_a_worker_back_after_so_long_that_the_broker_forgot_it_does_nothing_twice(url: str, desk: Desk) -> None:
    first = a_subscription(url, desk.inbox)
    published(url, a_page(1, 50, keys=5))
    until_level(first)
    first.close()
    forget_the_group(url)
    published(url, a_page(51, 80, keys=5))
    again = a_subscription(url, kept := Kept(desk.inbox))
    until_level(again)
    again.close()
    assert len(kept.heard) == 80
    assert numbers(desk) == expected(80, keys=5)


def test_what_the_topic_no_longer_has_is_told_and_the_rest_is_taken(url: str, desk: Desk) -> None:
    first = a_subscription(url, desk.inbox)
    published(url, a_page(1, 20, keys=1))
    until_level(first)
    first.close()
    published(url, a_page(21, 50, keys=1))
    drop_before(url, offset=35)
    again = a_subscription(url, desk.inbox)
    with capture_logs() as logged:
        until_level(again)
    again.close()
    missed = [line["messages"] for line in logged if line["event"] == "messages_missed"]
    assert missed == [15]
    assert numbers(desk) == {"r-0": [*range(1, 21), *range(36, 51)]}


def drop_before(url: str, offset: int) -> None:
    """What the broker does by itself with what is older than topics are kept."""
    address = address_of(url)
    with KafkaAdminClient(bootstrap_servers=list(address.servers)) as admin:
        partition = TopicPartition(address.topic("notes"), (murmur2(b"r-0") & 0x7FFFFFFF) % PARTITIONS)
        admin.delete_records({partition: offset})


def forget_the_group(url: str) -> None:
    """What the broker does by itself a week after the last member was heard of."""
    address = address_of(url)
    group = address.group("copies")
    with KafkaAdminClient(bootstrap_servers=list(address.servers)) as admin:
        members = admin.describe_groups([group])[group]["members"]
        admin.remove_group_members(group, [member_of(each) for each in members])
        admin.delete_groups([group])


def member_of(described: dict[str, str]) -> object:
    from kafka.admin import MemberToRemove

    return MemberToRemove(group_instance_id=described["group_instance_id"])


@pytest.mark.slow
def test_partitions_lost_while_a_message_is_in_hand_are_not_counted_by_who_lost_them(
    url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = {"session_timeout_ms": 6_000, "heartbeat_interval_ms": 500, "max_poll_interval_ms": 6_500}
    for name, value in impatient.items():
        monkeypatch.setitem(module.CONSUMER, name, value)
    slow, quick = Kept(desk.inbox), Kept(desk.inbox)
    one, two = a_subscription(url, slow), a_subscription(url, quick, number=2)
    published(url, a_page(1, 30, keys=6))
    slow.may_go_on.clear()
    with capture_logs() as logged, at_work(one):
        assert slow.entered.wait(30)
        with at_work(two):
            until(lambda: len(desk.copied()) >= 30, seconds=60)
            slow.may_go_on.set()
            until(lambda: any(line["event"] == "partitions_moved" for line in logged))
            published(url, a_page(31, 60, keys=6))
            until(lambda: len(desk.copied()) >= 60)
    one.close()
    two.close()
    assert len(quick.heard) >= 30
    assert numbers(desk) == expected(60, keys=6)


def test_a_long_handling_keeps_its_partitions_by_signs_of_life(
    url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SIGN_OF_LIFE_SECONDS", 0.0)
    monkeypatch.setattr(module, "_AT_ONCE", 10)
    published(url, a_page(1, 200, keys=7))
    one, two = a_subscription(url, Kept(desk.inbox)), a_subscription(url, Kept(desk.inbox), number=2)
    with at_work(one):
        until(lambda: len(desk.copied()) > 20)
        with at_work(two):
            until(lambda: len(desk.copied()) >= 200 and two.standing().behind)
    one.close()
    two.close()
    assert numbers(desk) == expected(200, keys=7)


def test_two_workers_of_one_number_are_told_and_do_nothing_twice(url: str, desk: Desk) -> None:
    published(url, a_page(1, 20, keys=4))
    one = a_subscription(url, desk.inbox)
    until_level(one)
    twin = a_subscription(url, desk.inbox)
    until_level(twin)
    published(url, a_page(21, 40, keys=4))
    with pytest.raises(Unavailable, match="Another worker of copies runs as number 1"):
        until_level(one)
    until_level(twin)
    twin.close()
    assert numbers(desk) == expected(40, keys=4)


def test_a_client_that_never_comes_back_to_its_group_is_replaced(
    url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_OUT_OF_GROUP_SECONDS", 2.0)
    one = a_subscription(url, desk.inbox)
    published(url, a_page(1, 20, keys=4))
    until_level(one)
    lost = one._consumer
    # As the client was found after a broker had been away: on its way into the group, and not going on.
    lost._coordinator._disable_heartbeat()
    lost._coordinator.state = MemberState.REBALANCING
    with pytest.raises(Unavailable, match=r"out of its group at .* for 2 seconds\. It joins anew"):
        until(lambda: one.step() and False)
    monkeypatch.setattr(module, "_OUT_OF_GROUP_SECONDS", 10.0)
    published(url, a_page(21, 40, keys=4))
    until_level(one)
    assert one._consumer is not lost
    one.close()
    assert numbers(desk) == expected(40, keys=4)


def test_how_far_behind_it_is_can_be_asked_at_any_time(url: str, desk: Desk) -> None:
    one = a_subscription(url, desk.inbox)
    assert (dict(one.standing().behind), one.standing().taken_at) == ({}, None)
    until_level(one)
    assert (sorted(one.standing().behind.values()), one.standing().taken_at) == ([0, 0, 0], None)
    published(url, a_page(1, 30, keys=5))
    one._look(one._consumer)
    assert sum(one.standing().behind.values()) == 30
    until_level(one)
    assert (sum(one.standing().behind.values()), one.standing().reached) == (0, True)
    assert one.standing().taken_at is not None
    one.close()


@pytest.mark.slow
def test_a_broker_that_goes_and_comes_back_is_told_and_nothing_is_lost(local_broker: LocalBroker, desk: Desk) -> None:
    url = f"kafka://{local_broker.address}/back-{time.time_ns()}"
    make_topics(url)
    one = a_subscription(url, desk.inbox)
    published(url, a_page(1, 30, keys=5))
    until_level(one)
    local_broker.kill()
    with pytest.raises(Unavailable, match="does not answer copies"):
        until(lambda: one.step() and False)
    assert not one.standing().reached
    local_broker.start()
    published(url, a_page(31, 60, keys=5))
    with at_work(one):
        until(lambda: len(desk.copied()) >= 60, seconds=60)
        until(lambda: one.standing().reached)
    one.close()
    assert numbers(desk) == expected(60, keys=5)


def until(condition, seconds: float = 40) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)
