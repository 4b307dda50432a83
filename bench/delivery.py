"""Through a real broker: the relay against a bare idempotent producer, a consumer with receipts against a bare poll."""

import asyncio
import contextlib
import functools
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

import structlog
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import MemberState

from bench.broker import broker
from bench.calls import AT, COMMANDS, CONTEXT, RecordCall, open_waymark
from bench.documents import document
from bench.outcome import Outcome
from bench.rounds import Bar, Work, measure, ratios
from bench.servers import DidNotStart
from services.intake.adapters.open_data import gazetteer
from services.intake.document.reception import Reception
from services.intake.wiring import build_intake
from shared.contracts.intake import ReferralSubmitted
from shared.delivery.dead_letters import DeadLetters
from shared.delivery.inbox import Inbox
from shared.delivery.kafka.address import Address, address_of
from shared.delivery.kafka.publishing import PRODUCER, Publishing, headers_of
from shared.delivery.kafka.subscription import CONSUMER, KafkaSubscription
from shared.delivery.kafka.topics import Topics, wanted
from shared.delivery.relay import MARK, Relay
from shared.kernel.clock import system_clock
from shared.kernel.handling import Command, Policy
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Message
from shared.kernel.refusals import Unavailable
from shared.kernel.together import Together
from shared.runtime.dispatch import Dispatcher
from shared.runtime.ground import make_ground
from shared.runtime.logging import configure_logging
from shared.runtime.service import Service
from shared.runtime.settings import from_environment

_RELAY, _PRODUCER = "relay", "bare idempotent producer"
_CONSUMER, _POLL = "consumer with receipts", "bare poll loop"
_BARS = (Bar(_RELAY, _PRODUCER, least=0.7), Bar(_CONSUMER, _POLL, least=0.3))
_REFERRALS = 2_000
_AT_ONCE = 50
_JOIN_SECONDS, _WORK_SECONDS = 10.0, 60

Page = Sequence[tuple[str, bytes]]


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """Both roads, in alternating rounds over one broker."""
    count = max(int(_REFERRALS * share), 20)
    with broker(folder) as server, lines_kept(folder / "lines.log"):
        intake = filled(folder / "data", count)
        page = published(intake)
        publishing = _Publishing(server, intake, page)
        listening = _Listening(server, folder / "copies", page)
        cases = {
            _PRODUCER: publishing.bare,
            _RELAY: publishing.relay,
            _POLL: listening.bare,
            _CONSUMER: listening.with_receipts,
        }
        rates = measure(cases, rounds)
        publishing.close()
    size = sum(len(message) for _, message in page) // len(page)
    return Outcome("delivery", "messages/s", rates, ratios(rates, _BARS), _notes(size), {"bytes_a_message": size})


class _Publishing:
    """The same messages to the same topic, from the log and from a list."""

    def __init__(self, server: str, intake: Service, page: Page) -> None:
        address = an_address(server)
        self._topic, self._intake = address.topic("intake"), intake
        self._road = Publishing(address, "intake")
        self._relay = Relay("intake", intake.store, intake.views, intake.publication, self)
        self._ready = [(message, key.encode(), headers_of(message)) for key, message in page]
        # Batches fill while nobody waits for them; apart from that, our own settings.
        self._producer = KafkaProducer(bootstrap_servers=server, **(PRODUCER | {"linger_ms": 20}))

    def publish(self, publisher: str, page: Page) -> None:
        """What the relay calls."""
        self._road.publish(page)

    def bare(self) -> Work:
        """Everything ready beforehand, sent and flushed once."""

        def work() -> None:
            for message, key, headers in self._ready:
                self._producer.send(self._topic, message, key, headers)
            self._producer.flush()

        return len(self._ready), work

    def relay(self) -> Work:
        """From the log to the broker's answer and the mark, page by page."""
        self._intake.views.move_mark(MARK, self._intake.views.mark(MARK), 0)

        def work() -> None:
            while self._relay.step():
                pass

        return len(self._ready), work

    def close(self) -> None:
        self._road.close()
        self._producer.close(timeout=5)


class _Listening:
    """The same messages out of a topic of its own each time, that the consumer has joined while it was empty."""

    def __init__(self, server: str, folder: Path, page: Page) -> None:
        self._server, self._folder, self._page = server, folder, page
        self._round = 0

    def bare(self) -> Work:
        """Fetched, read and thrown away."""
        address = an_address(self._server)
        consumer = self._joined(address.topic("intake"))
        self._publish(address)

        def work() -> None:
            came, deadline = 0, monotonic() + _WORK_SECONDS
            while came < len(self._page):
                came += sum(len(records) for records in consumer.poll(timeout_ms=250).values())
                if monotonic() > deadline:
                    raise DidNotStart(
                        f"The bare loop had {came} of {len(self._page)} messages after {_WORK_SECONDS} s."
                    )
            consumer.close()

        return len(self._page), work

    def _joined(self, topic: str) -> KafkaConsumer:
        """One that has its partitions; a client that does not come to its group is replaced, as our worker's is."""
        while True:
            consumer = KafkaConsumer(bootstrap_servers=self._server, group_id=new_id(), **CONSUMER)
            consumer.subscribe([topic])
            deadline = monotonic() + _JOIN_SECONDS
            while monotonic() < deadline:
                consumer.poll(timeout_ms=100)
                if consumer.assignment() and consumer.group_metadata().state is MemberState.STABLE:
                    return consumer
            consumer.close()

    def with_receipts(self) -> Work:
        """Each becomes a fact with its receipt, durable before its offset is committed."""
        address = an_address(self._server)
        self._round += 1
        waymark = open_waymark(self._folder / str(self._round))
        policy = Policy("note_call_when_referral_submitted", ReferralSubmitted.type(), _noting(waymark.caller))
        dispatch = Dispatcher("bench", waymark.store, COMMANDS)
        inbox = Inbox("bench", (policy,), dispatch, DeadLetters(waymark.store), system_clock)
        subscription = KafkaSubscription(address, "bench", ["intake"], inbox, 1, system_clock)
        while _step(subscription):
            pass
        self._publish(address)

        def work() -> None:
            while waymark.store.head() < len(self._page):
                _step(subscription)
            subscription.close()

        return len(self._page), work

    def _publish(self, address: Address) -> None:
        road = Publishing(address, "intake")
        road.publish(self._page)
        road.close()


def _step(subscription: KafkaSubscription) -> bool:
    """As a worker does it: one whose client was out of its group joins anew at the next step."""
    try:
        return subscription.step()
    except Unavailable:
        return True


def _noting(caller: str) -> "functools.partial[Sequence[Command]]":
    return functools.partial(_note, caller)


def _note(caller: str, message: Message) -> Sequence[Command]:
    return (RecordCall(at=AT, referral_id=message.data["referral_id"], caller=caller),)


def filled(data: Path, count: int) -> Service:
    """Intake with so many referrals in its log, each about three people."""
    ground = make_ground(from_environment({}, data=str(data)))
    intake = build_intake(ground)
    reception = Reception(
        ground.keyring.recognise_each,
        Together("recognising", ground.keyring.recognise_lot).ask,
        ground.clock,
        gazetteer(),
        lambda signs: None,
    )

    async def submit(first: int) -> None:
        numbers = range(first, min(first + _AT_ONCE, count))
        commands = [reception.command(json.dumps(document(number)).encode()) for number in numbers]
        await asyncio.gather(*(intake.dispatch.later(command, CONTEXT) for command in commands))

    for first in range(0, count, _AT_ONCE):
        asyncio.run(submit(first))
    return intake


class _Gathered:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.page: list[tuple[str, bytes]] = []

    def publish(self, publisher: str, page: Page) -> None:
        self.page += page


def published(intake: Service) -> Page:
    gathered = _Gathered()
    relay = Relay("intake", intake.store, intake.views, intake.publication, gathered)
    while relay.step():
        pass
    return gathered.page


def an_address(server: str) -> Address:
    """A topic nobody has used."""
    address = address_of(f"kafka://{server}/bench-{new_id()}")
    Topics(address, replace(wanted(), publishers=("intake",))).make()
    return address


@contextlib.contextmanager
def lines_kept(file: Path) -> Iterator[None]:
    """The line about each message is part of the work; here it goes to a file, as it does where it is collected."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    with file.open("w") as out:
        with contextlib.redirect_stderr(out):
            configure_logging("bench", json_lines=True)
        yield
        structlog.reset_defaults()


def _notes(size: int) -> list[str]:
    return [
        f"Messages are referrals as intake publishes them, {size:,} bytes each, to twelve partitions of one broker on "
        "this machine. The relay reads and decodes the log, makes the contract and its JSON, sends, waits, and moves "
        "its mark on the disk; the bare producer sends the very bytes from a list and waits once.",
        "The consumer turns each message into a sealed fact with its receipt (SQLite, synchronous=FULL), writes its "
        "log line and commits offsets by hand; the bare loop only polls.",
        "The client computes checksums in Python, which is the larger part of both bare cases.",
    ]
