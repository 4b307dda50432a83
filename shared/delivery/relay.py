"""The log is the outbox: the relay reads it from where it left off and publishes what others may know."""

from collections.abc import Callable, Mapping
from typing import Protocol

from shared.contracts import envelope
from shared.contracts.model import Contract
from shared.delivery.ports import Publishes
from shared.event_store.store import EventStore
from shared.kernel.messages import Fact, Message, Recorded

Publication = Mapping[type[Fact], Callable[[Recorded], Contract | None]]

# Under this name the views keep how far it has come.
MARK = "relay"
_PAGE = 500


class Marks(Protocol):
    """Remembers how far a reader has come."""

    def mark(self, name: str) -> int: ...

    def move_mark(self, name: str, before: int, position: int) -> bool: ...


class Relay:
    """Publishes one service's facts. Losing its mark means publishing twice, which every inbox recognises."""

    def __init__(
        self, publisher: str, store: EventStore, marks: Marks, publication: Publication, bus: Publishes
    ) -> None:
        self._publisher = publisher
        self._store = store
        self._marks = marks
        self._publication = publication
        self._bus = bus

    def step(self) -> bool:
        """Publish one page and move the mark; False when there was nothing to read.

        Where the mark was moved meanwhile it stays so: another relay went on from it while this one slept, or somebody
        put it back to have facts published again.
        """
        before = self._marks.mark(MARK)
        page = self._store.page(before, _PAGE)
        if not page:
            return False
        messages = [message for recorded in page if (message := self._message(recorded)) is not None]
        if messages:
            self._bus.publish(self._publisher, messages)
        self._marks.move_mark(MARK, before, page[-1].position)
        return True

    def _message(self, recorded: Recorded) -> tuple[str, bytes] | None:
        translate = self._publication.get(type(recorded.fact))
        contract = translate(recorded) if translate else None
        if contract is None:
            return None
        message = to_message(self._publisher, recorded, contract)
        return message.key, envelope.to_json(message, recorded.position)


def to_message(publisher: str, recorded: Recorded, contract: Contract) -> Message:
    """A fact's published form; messages of one referral share a key, and so keep their order."""
    return Message(
        id=recorded.event_id,
        type=contract.type(),
        source=f"/waymark/{publisher}",
        subject=getattr(contract, "reference", None) or recorded.stream,
        key=getattr(contract, "referral_id", None) or recorded.stream,
        time=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        context=recorded.context,
        data=contract.model_dump(mode="json"),
    )
