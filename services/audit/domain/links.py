"""What ties facts to one another: each is the next of its stream, later than the one before, and caused by a fact."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from services.audit.domain.finding import LogFinding
from services.audit.domain.ledger import Entry
from shared.kernel.messages import Metadata

# As ids are written: any other way of writing the same number is another name.
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ID_LENGTH = 36


class VersionOutOfTurn(LogFinding, frozen=True, kw_only=True):
    """A fact says it is another than the next of its stream: one was put in, or one was left out."""

    version: int
    expected: int

    @property
    def says(self) -> str:
        """Both versions."""
        return f"{self.where}: this fact has version {self.version} of its stream, where {self.expected} is the next."


class RecordedEarlier(LogFinding, frozen=True, kw_only=True):
    """A fact says it was recorded earlier than the one before it in its log, which no service writes."""

    @property
    def says(self) -> str:
        """That time went backwards."""
        return f"{self.where}: this fact says it was recorded earlier than the one before it in the log."


class EventTwice(LogFinding, frozen=True, kw_only=True):
    """Two facts bear one id."""

    first: int

    @property
    def says(self) -> str:
        """Which other."""
        return f"{self.where}: this fact bears the id of another, ledger entry {self.first}."


class CauseNowhere(LogFinding, frozen=True, kw_only=True):
    """A fact names a cause that stands in no log."""

    @property
    def says(self) -> str:
        """That its cause is missing."""
        return f"{self.where}: the fact that led to this one stands in no log."


class _Tied(msgspec.Struct, frozen=True):
    """The columns by which a fact is tied to others."""

    event_id: str
    stream: str
    version: int
    recorded_at: str
    metadata: bytes


class Links:
    """The ties of the facts in a ledger, looked at in its order.

    A fact put in by somebody who can write to a log is in time taken into the ledger like any other. One that was
    copied, or made by hand, seldom fits in: then this names it.
    """

    def __init__(self) -> None:
        # A ledger may hold millions: of each fact its id alone is kept, in as little room as it takes.
        self._at: dict[int | str, int] = {}
        self._versions: dict[str, dict[int | str, int]] = {}
        self._recorded: dict[str, str] = {}
        self._without_cause_yet: list[tuple[str, dict[str, Any]]] = []

    def look_at(self, entries: Iterable[Entry]) -> Iterator[LogFinding]:
        """What does not fit in among these entries. One that cannot be read is left to whoever compares its hash."""
        for entry in entries:
            try:
                tied = msgspec.json.decode(entry.row, type=_Tied)
                cause = msgspec.json.decode(tied.metadata, type=Metadata).context.causation_id
            except ValueError:
                continue
            place = {
                "source": entry.source,
                "stream": tied.stream,
                "position": entry.source_position,
                "ledger_position": entry.ledger_position,
            }
            yield from self._one(tied, place)
            # What led to a fact mostly stands before it.
            if cause is not None and _short(cause) not in self._at:
                self._without_cause_yet.append((cause, place))

    def without_cause(self) -> Iterator[CauseNowhere]:
        """Those whose cause was nowhere; to be asked once every log was looked at to its end."""
        for cause, place in self._without_cause_yet:
            if _short(cause) not in self._at:
                yield CauseNowhere(**place)

    def _one(self, tied: _Tied, place: dict[str, Any]) -> Iterator[LogFinding]:
        source, stream = place["source"], _short(tied.stream)
        versions = self._versions.setdefault(source, {})
        expected = versions.get(stream, 0) + 1
        if tied.version != expected:
            yield VersionOutOfTurn(version=tied.version, expected=expected, **place)
        if tied.recorded_at < self._recorded.get(source, ""):
            yield RecordedEarlier(**place)
        first = self._at.setdefault(_short(tied.event_id), place["ledger_position"])
        if first != place["ledger_position"]:
            yield EventTwice(first=first, **place)
        versions[stream] = tied.version
        self._recorded[source] = max(tied.recorded_at, self._recorded.get(source, ""))


def _short(name: str) -> int | str:
    """An id as the number it writes out, which takes a third of the room; any other name as it is."""
    if len(name) == _ID_LENGTH and _ID.fullmatch(name):
        return int(name.replace("-", ""), 16)
    return name
