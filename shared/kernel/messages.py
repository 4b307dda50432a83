"""What a log is made of: facts, the states folded from them, and what is known about each recording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry in a log: something that happened, in the past tense, complete in itself.

    Being frozen it cannot come to hold itself, so the collector of cycles need not look at it.
    """


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a fold of facts amounts to; one shape for each stage of a life."""


@dataclass(frozen=True, slots=True)
class FactType:
    """How a fact stands in the log: its hand-written name, its version and the sentences that tell it.

    `staff` and `resident` are format strings over the fact's clear fields; `resident` is None where a resident is
    never told. A fact class is stored under `name`, so moving the class never touches history.
    """

    name: str
    version: int
    shape: type[Fact]
    staff: str
    resident: str | None = None


class Context(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who acts, in which role, and on behalf of which earlier message: travels with every command.

    `actor` is an opaque account id, never a name. `correlation_id` names the whole story, `causation_id` the one
    message that led here. `origin` is "live", "import" or "rehearsal".
    """

    actor: str
    role: str
    correlation_id: str
    causation_id: str | None = None
    trace_parent: str | None = None
    origin: str = "live"


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known about a recording besides the fact: the context, and the referral ids it concerns."""

    context: Context
    about: tuple[str, ...] = ()


_metadata = msgspec.json.Decoder(Metadata)


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """A fact with its place in the log.

    `position` is dense over the whole log and equals commit order; `version` counts from 1 within the stream.
    `occurred` is when it happened in the world, `recorded` when we wrote it down: RFC 3339 text, UTC, and the second
    never goes back. The properties parse on demand, since a fold of many facts needs none of them.
    """

    position: int
    stream: str
    version: int
    event_id: str
    name: str
    schema_version: int
    occurred: str
    recorded: str
    metadata: bytes
    fact: Fact

    @property
    def occurred_at(self) -> datetime:
        return datetime.fromisoformat(self.occurred)

    @property
    def recorded_at(self) -> datetime:
        return datetime.fromisoformat(self.recorded)

    @property
    def context(self) -> Context:
        return _metadata.decode(self.metadata).context

    @property
    def about(self) -> tuple[str, ...]:
        """The referral ids the fact concerns, so that one story can be gathered across services."""
        return _metadata.decode(self.metadata).about


@dataclass(frozen=True, slots=True)
class Message:
    """A published event in transit: the CloudEvents attributes and the contract's data.

    `key` orders messages: those of one key are delivered one after the other.
    """

    id: str
    type: str
    source: str
    subject: str
    key: str
    time: datetime
    recorded_at: datetime
    context: Context
    data: Mapping[str, Any] = field(default_factory=dict)
